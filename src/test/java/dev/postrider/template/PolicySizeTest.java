package dev.postrider.template;

import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The managed policies, with the longest names that AWS and the parameters allow.
class PolicySizeTest {
  private static final Template TEMPLATE = Template.read();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

  /// Characters of a managed policy, white space apart ("IAM and AWS STS quotas").
  private static final int LIMIT = 6_144;

  /// 64 characters of a receipt rule's name less those of `-dmarc`. Without DMARC reports a stack
  /// may have eight more, and the policies have a function and a queue less.
  private static final String STACK = "s".repeat(58);

  /// 253 characters of a name in DNS less those of `TOKEN._domainkey.`.
  private static final String DOMAIN = "d".repeat(209);

  /// What CloudFormation appends to a name that it makes.
  private static final String SUFFIX = "-1A2B3C4D5E6F7";

  private static final String UUID = "12345678-1234-1234-1234-123456789012";
  private static final Map<String, String> GIVEN =
      Map.of(
          "AWS::Partition",
          "aws-us-gov",
          "AWS::Region",
          "us-gov-west-1",
          "AWS::AccountId",
          "111122223333",
          "AWS::URLSuffix",
          "amazonaws.com",
          "AWS::StackName",
          STACK,
          "DomainName",
          DOMAIN,
          "StatusEventBus",
          "b".repeat(256),
          "AlarmTopicArn",
          arn("sns", "a".repeat(256)),
          "DispatchFunctionMail",
          UUID,
          "DispatchFunctionBulk",
          UUID);

  private static String arn(String service, String resource) {
    return "arn:aws-us-gov:" + service + ":us-gov-west-1:111122223333:" + resource;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProducerPolicy",
        "ReadOnlyPolicy",
        "OperatorPolicy",
        "LogQueryPolicy",
        "VerifyPolicy"
      })
  void aPolicyFitsIntoIam(String policy) {
    assertThat(length(rendered(TEMPLATE.properties(policy).get("PolicyDocument"))))
        .isLessThanOrEqualTo(LIMIT);
  }

  private static int length(Object policy) {
    try {
      return JSON.writeValueAsString(policy).length();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As CloudFormation hands it to IAM; of an `Fn::If` the longest that it may become.
  private static Object rendered(@Nullable Object given) {
    Object node = Objects.requireNonNull(given);
    if (node instanceof List<?> parts) {
      return parts.stream()
          .<Object>map(Objects::requireNonNull)
          .filter(part -> Template.options(part).findAny().isPresent())
          .map(PolicySizeTest::rendered)
          .toList();
    }
    if (!(node instanceof Map<?, ?>)) {
      return node;
    }
    Map<String, Object> body = map(node);
    if (body.containsKey("Fn::If")) {
      return Template.options(node)
          .map(PolicySizeTest::rendered)
          .max(Comparator.comparingInt(PolicySizeTest::length))
          .orElseThrow();
    }
    if (body.containsKey("Ref")) {
      return reference(text(body, "Ref"));
    }
    if (body.containsKey("Fn::GetAtt")) {
      return arnOf(text(body, "Fn::GetAtt").replace(".Arn", ""));
    }
    if (body.containsKey("Fn::Sub")) {
      return VARIABLE.matcher(text(body, "Fn::Sub")).replaceAll(name -> reference(name.group(1)));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    body.forEach((key, value) -> all.put(key, rendered(value)));
    return all;
  }

  private static String reference(String name) {
    if (GIVEN.containsKey(name)) {
      return GIVEN.get(name);
    }
    if (name.endsWith(".Alias")) {
      return arnOf(name.replace(".Alias", "")) + ":live";
    }
    return switch (text(TEMPLATE.resource(name), "Type")) {
      case "AWS::SNS::Topic", "AWS::CloudFormation::Stack" -> arnOf(name);
      case "AWS::SES::ConfigurationSet" -> "c".repeat(64);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String arnOf(String id) {
    String made = STACK + "-" + id + SUFFIX;
    return switch (text(TEMPLATE.resource(id), "Type")) {
      case "AWS::Serverless::Function" -> arn("lambda", "function:" + "f".repeat(64));
      case "AWS::DynamoDB::Table" -> arn("dynamodb", "table/" + made);
      case "AWS::CloudFormation::Stack" -> arn("cloudformation", "stack/" + made + "/" + UUID);
      case "AWS::KMS::Key" -> arn("kms", "key/" + UUID);
      case "AWS::SQS::Queue" -> arn("sqs", name(id, "QueueName"));
      case "AWS::SNS::Topic" -> arn("sns", name(id, "TopicName"));
      case "AWS::Logs::LogGroup" -> arn("logs", "log-group:" + name(id, "LogGroupName") + ":*");
      case "AWS::Events::EventBus" -> arn("events", "event-bus/" + name(id, "Name"));
      default -> throw new IllegalArgumentException(id);
    };
  }

  private static String name(String id, String property) {
    return String.valueOf(rendered(TEMPLATE.properties(id).get(property)));
  }
}
