package dev.postrider.template;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which IAM actions, and which services, the AWS calls of some code need.
final class Rights {
  private static final Pattern CLIENT_CALL =
      Pattern.compile("software/amazon/awssdk/services/(\\w+)/(\\w+?)(?:Async)?Client\\.(\\w+)");

  private static final Map<String, String> PREFIXES = Map.of("sesv2", "ses");

  /// Operations whose action has another name, or that need several (docs/decisions/0011).
  private static final Map<String, Set<String>> EXCEPTIONS =
      Map.of(
          "ses:SendEmail",
          Set.of("ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail"),
          "ses:SendBulkEmail",
          Set.of("ses:SendBulkEmail", "ses:SendBulkTemplatedEmail"),
          // What kind of statements a batch may hold; ours insert and update.
          "dynamodb:BatchExecuteStatement",
          Set.of("dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate"),
          "sqs:SendMessageBatch",
          Set.of("sqs:SendMessage"),
          "sqs:DeleteMessageBatch",
          Set.of("sqs:DeleteMessage"),
          "sqs:ChangeMessageVisibilityBatch",
          Set.of("sqs:ChangeMessageVisibility"));

  /// Calls without a client of the SDK, told by the endpoint that they name.
  private static final Map<String, Set<String>> SIGNED_BY_HAND =
      Map.of(
          "AWS_ENDPOINT_URL_S3", Set.of("s3:GetObject"),
          "AWS_ENDPOINT_URL_EVENTBRIDGE", Set.of("events:PutEvents"));

  private Rights() {}

  /// The actions of some code, such as `dynamodb:UpdateItem`.
  static Set<String> actionsOf(ReachableCode code) {
    Set<String> actions = actionsOf(code.foreignCalls());
    SIGNED_BY_HAND.forEach(
        (endpoint, more) -> {
          if (code.texts().contains(endpoint)) {
            actions.addAll(more);
          }
        });
    return actions;
  }

  /// The endpoints of some code.
  static Set<String> endpointsOf(ReachableCode code) {
    Set<String> endpoints = endpointsOf(code.foreignCalls());
    SIGNED_BY_HAND.keySet().stream().filter(code.texts()::contains).forEach(endpoints::add);
    return endpoints;
  }

  /// The actions, such as `dynamodb:UpdateItem`.
  static Set<String> actionsOf(Set<String> calls) {
    Set<String> actions = new TreeSet<>();
    operations(calls)
        .map(m -> prefix(m.group(1)) + ":" + capitalized(m.group(3)))
        .forEach(action -> actions.addAll(EXCEPTIONS.getOrDefault(action, Set.of(action))));
    return actions;
  }

  /// The SDK's own names of the endpoints, such as `AWS_ENDPOINT_URL_DYNAMODB`.
  static Set<String> endpointsOf(Set<String> calls) {
    Set<String> endpoints = new TreeSet<>();
    operations(calls)
        .forEach(
            m ->
                endpoints.add("AWS_ENDPOINT_URL_" + m.group(1).toUpperCase(java.util.Locale.ROOT)));
    return endpoints;
  }

  private static Stream<Matcher> operations(Set<String> calls) {
    return calls.stream()
        .map(CLIENT_CALL::matcher)
        .filter(Matcher::matches)
        .filter(Rights::takesRequest);
  }

  /// Tells operations from `builder`, `close` and the like.
  private static boolean takesRequest(Matcher call) {
    String owner = call.group().substring(0, call.group().lastIndexOf('.'));
    try {
      return Arrays.stream(Class.forName(owner.replace('/', '.')).getMethods())
          .filter(m -> m.getName().equals(call.group(3)) && m.getParameterCount() == 1)
          .anyMatch(m -> m.getParameterTypes()[0].getSimpleName().endsWith("Request"));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String prefix(String service) {
    return PREFIXES.getOrDefault(service, service);
  }

  private static String capitalized(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
