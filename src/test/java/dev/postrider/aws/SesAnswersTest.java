package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.dispatch.SendOutcome;
import dev.postrider.ledger.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/// What SES's answers mean, where the stand-in cannot be made to give them.
class SesAnswersTest {
  private static SendOutcome entry(String status, String error) {
    return entry(status, error, false);
  }

  private static SendOutcome entry(String status, String error, boolean ofTenant) {
    return SesAnswers.entry(
        BulkEmailEntryResult.builder().status(status).error(error).build(),
        "request-1",
        new SesAnswers.Call(ofTenant, List.of("Bea <ann@example.com>")));
  }

  private static SendOutcome failed(int status, String code, String text) {
    return SesAnswers.failed(
        SesV2Exception.builder()
            .statusCode(status)
            .requestId("request-1")
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(text).build())
            .build(),
        new SesAnswers.Call(false, List.of("Bea <ann@example.com>")));
  }

  private static final String NOT_VERIFIED = "Email address is not verified…";

  private static SendOutcome misconfigured(String code, String text) {
    return new SendOutcome.Misconfigured(new Diagnostic(code, text), "request-1");
  }

  private static SendOutcome refused(String code, String text) {
    return new SendOutcome.Refused(new Diagnostic(code, text), "request-1");
  }

  @Test
  void whatIsRefusedKeepsSessSentenceWithoutThoseWhomItNames() {
    assertThat(failed(400, "BadRequestException", "Template contains unsupported operations."))
        .isEqualTo(refused("BadRequestException", "Template contains unsupported operations."));
    assertThat(failed(404, "NotFoundException", "Template welcome does not exist"))
        .isEqualTo(misconfigured("NotFoundException", "Template welcome does not exist"));
    assertThat(
            failed(400, "BadRequestException", "Ann@example.com, Bea or ann: example.com is bad"))
        .isEqualTo(refused("BadRequestException", "… … or …: … is bad"));
    assertThat(entry("INVALID_PARAMETER", "Illegal address <ann@example.com>"))
        .isEqualTo(refused("INVALID_PARAMETER", "Illegal address …"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, HTTP_400, Refused",
    "418, HTTP_418, Refused",
    "413, REQUEST_TOO_LARGE, Refused",
    "403, HTTP_403, Misconfigured",
    "407, HTTP_407, Misconfigured",
    "408, HTTP_408, Throttled",
    "425, HTTP_425, Throttled",
    "429, HTTP_429, Throttled",
    "302, SesV2Exception, Unknown",
    "500, SesV2Exception, Unknown",
  })
  void anAnswerWithoutACodeIsNamedByItsStatus(int status, String code, String kind) {
    SendOutcome outcome =
        SesAnswers.failed(
            SesV2Exception.builder().statusCode(status).build(),
            new SesAnswers.Call(false, List.of()));

    assertThat(outcome.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(outcome.toString()).contains(code);
  }

  /// AWS's services send some of these with status 400.
  @ParameterizedTest
  @CsvSource({
    "RequestThrottledException, true",
    "EC2ThrottledException, true",
    "SlowDown, true",
    "RequestLimitExceeded, true",
    "RequestTimeoutException, false",
  })
  void aCodeThatSaysThatItPassesIsNoRefusal(String code, boolean slowDown) {
    assertThat(failed(400, code, "")).isEqualTo(new SendOutcome.Throttled(code, slowDown));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AuthFailure", "MissingAuthenticationToken", "RequestTimeTooSkewed"})
  void aCodeAboutTheSignatureIsAWrongSetup(String code) {
    assertThat(failed(400, code, "")).isEqualTo(misconfigured(code, ""));
  }

  /// A proxy may put anything where SES has its code.
  @ParameterizedTest
  @ValueSource(strings = {"blocked: ann@example.com", "mail to ann\u0001", ""})
  void whatIsNoCodeIsNotKept(String code) {
    assertThat(failed(400, code, "")).isEqualTo(refused("HTTP_400", ""));
    assertThat(failed(500, code, "").toString()).doesNotContain("ann");
  }

  @Test
  void anEntryWhoseSenderIsNotVerifiedIsKeptAsASingleMessageIs() {
    assertThat(
            entry(
                "MESSAGE_REJECTED",
                "Email address is not verified. The following identities failed: a@example.com"))
        .isEqualTo(misconfigured("MESSAGE_REJECTED", NOT_VERIFIED));
  }

  /// In the sandbox SES lists the recipients with their display names, which anyone may choose.
  @ParameterizedTest
  @ValueSource(strings = {"Account suspended", "Sending is paused", "PAUSED FOR THIS ACCOUNT"})
  void aNameThatIsNotVerifiedPausesNothing(String name) {
    String error =
        "Email address is not verified. The following identities failed the check in region"
            + " EU-WEST-1: ops@example.com, %s <ann@example.com>".formatted(name);

    assertThat(entry("MESSAGE_REJECTED", error))
        .isEqualTo(misconfigured("MESSAGE_REJECTED", NOT_VERIFIED));
    assertThat(entry("MESSAGE_REJECTED", error, true))
        .isEqualTo(misconfigured("MESSAGE_REJECTED", NOT_VERIFIED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Illegal content"})
  void anEntryThatIsRejectedForItselfIsRefused(String error) {
    assertThat(entry("MESSAGE_REJECTED", error)).isEqualTo(refused("MESSAGE_REJECTED", error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MESSAGE_REJECTED | Sending paused for this account. Check your inbox. | SENDING_PAUSED",
        "FAILED | Sending is paused for this account | SENDING_PAUSED",
        "INVALID_PARAMETER | Sending suspended for this account. | SENDING_PAUSED",
        "SOMETHING_NEW | Email sending is disabled for the account. | SENDING_PAUSED",
        "MESSAGE_REJECTED | Your account's ability to send has been shut down. | SENDING_PAUSED",
        "MESSAGE_REJECTED | The account is currently suspended | SENDING_PAUSED",
        "MESSAGE_REJECTED | Paused for this tenant | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Sending paused for this tenant. See your AWS account. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Sending paused. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | We paused your account's ability to send email. | SENDING_PAUSED",
        "MESSAGE_REJECTED | Email sending for the account is paused. | SENDING_PAUSED",
        "MESSAGE_REJECTED | SES has paused sending for this tenant. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Tenant acme sending status is DISABLED | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Sending is not enabled for this tenant. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | The tenant 'account paused' is disabled. | TENANT_SENDING_PAUSED",
        "FAILED | Tenant acme is paused | TENANT_SENDING_PAUSED",
        "ACCOUNT_SENDING_PAUSED | Sending paused for tenant <account-7> | TENANT_SENDING_PAUSED",
        "TENANT_SENDING_PAUSED | ? | TENANT_SENDING_PAUSED",
        "ACCOUNT_SENDING_PAUSED | ? | SENDING_PAUSED",
        "ACCOUNT_SUSPENDED | ? | ACCOUNT_SUSPENDED",
        "CONFIGURATION_SET_SENDING_PAUSED | ? | CONFIGURATION_SET_PAUSED",
        "MESSAGE_REJECTED | Configuration set <tenant> is paused. | CONFIGURATION_SET_PAUSED",
      })
  void aPauseStopsWhomItsTextNamesAndElseTheTenant(String status, String error, String code) {
    assertThat(entry(status, error, true))
        .isEqualTo(
            code.startsWith("TENANT")
                ? new SendOutcome.TenantPaused(code)
                : new SendOutcome.Stopped(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sending paused.", "Sending paused for this tenant."})
  void withoutATenantAPauseStopsEverything(String error) {
    assertThat(entry("MESSAGE_REJECTED", error))
        .isEqualTo(new SendOutcome.Stopped("SENDING_PAUSED"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Illegal address <sending paused@example.com>",
        "Illegal address account-paused@example.com",
        "Tenant <sending paused> does not exist.",
        "Tenant 'sending paused' does not exist.",
        "Illegal header X-Suspended: the account was not paused",
        "Attachment type is disabled",
      })
  void aWordInANameOrInPassingPausesNothing(String error) {
    assertThat(entry("MESSAGE_REJECTED", error, true))
        .isInstanceOfSatisfying(
            SendOutcome.Refused.class,
            refused -> {
              assertThat(refused.diagnostic().code()).isEqualTo("MESSAGE_REJECTED");
              assertThat(refused.requestId()).isEqualTo("request-1");
            });
  }
}
