package dev.postrider.cli.ops;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;

/// Notes each call of each SDK client in this process while it is asked to: the file
/// `software/amazon/awssdk/global/handlers/execution.interceptors` of the tests names it.
public final class CallRecorder implements ExecutionInterceptor {
  private static final Set<String> CALLS = new ConcurrentSkipListSet<>();

  private static volatile boolean recording;

  /// By what requests name what they are about.
  private static final List<String> RESOURCES =
      List.of(
          "QueueUrl",
          "TableName",
          "UUID",
          "FunctionName",
          "EmailIdentity",
          "ConfigurationSetName",
          "SubscriptionArn",
          "TopicArn",
          "StackName",
          "logGroupName",
          "Name");

  /// Services whose actions begin with another name than their package's.
  private static final Map<String, String> PREFIXES =
      Map.of("sesv2", "ses", "eventbridge", "events", "cloudwatchlogs", "logs");

  /// Operations whose action has another name.
  private static final Map<String, String> ACTIONS =
      Map.of(
          "lambda:Invoke", "lambda:InvokeFunction",
          "sqs:SendMessageBatch", "sqs:SendMessage",
          "sqs:DeleteMessageBatch", "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility");

  /// The calls that something makes, as `sqs:SendMessage MailQueue`: IAM's action, and what it is
  /// about, `*` where the call names nothing.
  public static Set<String> during(Runnable run) {
    CALLS.clear();
    recording = true;
    try {
      run.run();
    } finally {
      recording = false;
    }
    return new TreeSet<>(CALLS);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (!recording) {
      return;
    }
    String action = action(context.request().getClass());
    resources(context.request())
        .forEach(r -> CALLS.add(ACTIONS.getOrDefault(action, action) + " " + r));
  }

  /// `software.amazon.awssdk.services.sqs.model.SendMessageRequest` is `sqs:SendMessage`.
  private static String action(Class<?> request) {
    String service = request.getPackageName().replaceFirst(".*\\.services\\.(\\w+)\\..*", "$1");
    return PREFIXES.getOrDefault(service, service)
        + ":"
        + request.getSimpleName().replaceFirst("Request$", "");
  }

  private static Stream<String> resources(SdkRequest request) {
    if (request instanceof BatchGetItemRequest batch) {
      return batch.requestItems().keySet().stream();
    }
    return Stream.of(
        RESOURCES.stream()
            .flatMap(name -> request.getValueForField(name, String.class).stream())
            .map(text -> text.substring(text.lastIndexOf('/') + 1))
            .map(text -> text + qualifier(request))
            .findFirst()
            .orElse("*"));
  }

  /// `:live` where a function is called by its alias, which has an ARN of its own.
  private static String qualifier(SdkRequest request) {
    return request
        .getValueForField("Qualifier", String.class)
        .map(qualifier -> ":" + qualifier)
        .orElse("");
  }
}
