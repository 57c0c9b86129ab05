package dev.postrider.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePolicyTest {
  private static final String SOURCE = "arn:aws:ses:eu-west-1:111122223333:configuration-set/mine";
  private static final String PRINCIPAL = "\"Principal\":{\"Service\":\"ses.amazonaws.com\"}";
  private static final String ACTION = "\"Action\":\"sns:Publish\"";

  private static boolean allows(String... statements) {
    return ResourcePolicy.of("{\"Statement\":[" + String.join(",", statements) + "]}")
        .allows("ses.amazonaws.com", "sns:Publish", SOURCE);
  }

  private static String statement(String effect, String... fields) {
    return "{\"Effect\":\"" + effect + "\"," + String.join(",", fields) + "}";
  }

  private static String condition(String text) {
    return "\"Condition\":" + text;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"StringEquals\":{\"AWS:SourceAccount\":\"111122223333\"}}",
        "{\"StringEquals\":{\"AWS:SourceOwner\":\"111122223333\"}}",
        "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:ses:*:111122223333:configuration-set/*\"}}",
        "{\"ArnEquals\":{\"aws:SourceArn\":[\"arn:other\",\"" + SOURCE + "\"]}}"
      })
  void aConditionThatIsMetAllows(String condition) {
    assertThat(allows(statement("Allow", PRINCIPAL, ACTION, condition(condition)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringEquals\":{\"AWS:SourceAccount\":\"999999999999\"}}",
        "{\"StringEquals\":{\"aws:SourceArn\":\"arn:aws:ses:eu-west-1:111122223333:configuration-set/o\"}}",
        "{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}",
        "{\"Null\":{\"aws:SourceArn\":\"false\"}}"
      })
  void aConditionThatIsNotMetOrNotUnderstoodDoesNot(String condition) {
    assertThat(allows(statement("Allow", PRINCIPAL, ACTION, condition(condition)))).isFalse();
  }

  @Test
  void principalsAndActionsMayBeListsAndStars() {
    assertThat(
            allows(
                statement(
                    "Allow",
                    "\"Principal\":{\"Service\":[\"s3.amazonaws.com\",\"ses.amazonaws.com\"]}",
                    "\"Action\":[\"SNS:Subscribe\",\"SNS:*\"]")))
        .isTrue();
    assertThat(allows(statement("Allow", "\"Principal\":\"*\"", ACTION))).isTrue();
    assertThat(allows(statement("Allow", PRINCIPAL, "\"Action\":\"sns:Subscribe\""))).isFalse();
    assertThat(allows(statement("Allow", "\"Principal\":{\"AWS\":\"111122223333\"}", ACTION)))
        .isFalse();
  }

  @Test
  void aDenialCountsMoreUnlessItIsAboutPlainHttp() {
    String allow = statement("Allow", PRINCIPAL, ACTION);
    String plain = "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}";

    assertThat(allows(allow, statement("Deny", "\"Principal\":\"*\"", ACTION, condition(plain))))
        .isTrue();
    assertThat(allows(allow, statement("Deny", "\"Principal\":\"*\"", ACTION))).isFalse();
  }

  @Test
  void noPolicyAllowsNothing() {
    assertThat(ResourcePolicy.of("").allows("ses.amazonaws.com", "sns:Publish", SOURCE)).isFalse();
    assertThat(ResourcePolicy.of("no").allows("ses.amazonaws.com", "sns:Publish", SOURCE))
        .isFalse();
  }
}
