package dev.postrider.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The policy of a topic or a queue, as far as it says what an AWS service may do. A condition that
/// is not understood counts as not met.
final class ResourcePolicy {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode statements;

  private ResourcePolicy(JsonNode statements) {
    this.statements = statements;
  }

  /// A policy; one that is not JSON allows nothing.
  static ResourcePolicy of(String text) {
    try {
      return new ResourcePolicy(JSON.readTree(text).path("Statement"));
    } catch (JsonProcessingException e) {
      return new ResourcePolicy(JSON.missingNode());
    }
  }

  /// Whether a service may do something for a resource of an account, over TLS.
  ///
  /// @param source the ARN of the resource that makes the service act
  boolean allows(String service, String action, String source) {
    Map<String, String> context =
        Map.of(
            "aws:sourcearn",
            source,
            "aws:sourceaccount",
            Arn.account(source),
            // SNS's default policy has it, and it holds for the services that SNS knew early
            // ("aws:SourceAccount versus aws:SourceOwner", SNS developer guide).
            "aws:sourceowner",
            Arn.account(source),
            "aws:securetransport",
            "true");
    return any("Allow", service, action, context) && !any("Deny", service, action, context);
  }

  private boolean any(String effect, String service, String action, Map<String, String> context) {
    return all(statements)
        .anyMatch(
            statement ->
                effect.equals(statement.path("Effect").asText())
                    && principal(statement.path("Principal"), service)
                    && texts(statement.path("Action")).anyMatch(a -> like(lower(a), lower(action)))
                    && conditions(statement.path("Condition"), context));
  }

  private static boolean principal(JsonNode principal, String service) {
    return texts(principal).anyMatch("*"::equals)
        || texts(principal.path("AWS")).anyMatch("*"::equals)
        || texts(principal.path("Service")).anyMatch(service::equals);
  }

  private static boolean conditions(JsonNode conditions, Map<String, String> context) {
    return conditions.properties().stream()
        .allMatch(
            operator ->
                operator.getKey().matches("StringEquals|StringLike|ArnEquals|ArnLike|Bool")
                    && operator.getValue().properties().stream()
                        .allMatch(
                            condition ->
                                texts(condition.getValue())
                                    .anyMatch(
                                        wanted ->
                                            like(
                                                wanted,
                                                context.getOrDefault(
                                                    lower(condition.getKey()), "")))));
  }

  private static boolean like(String pattern, String value) {
    return value.matches(
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  private static Stream<JsonNode> all(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? StreamSupport.stream(oneOrMore.spliterator(), false)
        : Stream.of(oneOrMore);
  }

  private static Stream<String> texts(JsonNode oneOrMore) {
    return all(oneOrMore).filter(JsonNode::isValueNode).map(JsonNode::asText);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
