package dev.postrider.cli.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.postrider.aws.DispatchFunction;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.UUID;

/// DispatchFunction with batches of mail.
final class DispatchWork implements Workload {
  private static final int REMAINING_MILLIS = 60_000;

  private final DispatchFunction function = new DispatchFunction();

  /// The remaining time is all that the function asks Lambda for.
  private final Context context =
      (Context)
          Proxy.newProxyInstance(
              Context.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (_, _, _) -> REMAINING_MILLIS);

  @Override
  public Runnable batch(String kind, String id, int units) {
    SQSEvent event = new SQSEvent();
    event.setRecords(
        BenchMail.valueOf(kind).bodies(id, units).stream().map(DispatchWork::message).toList());
    return () -> {
      SQSBatchResponse response = function.handleRequest(event, context);
      if (!response.getBatchItemFailures().isEmpty()) {
        throw new IllegalStateException("a batch did not go through");
      }
    };
  }

  private static SQSMessage message(String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId(UUID.randomUUID().toString());
    message.setBody(body);
    message.setEventSourceArn("arn:aws:sqs:us-east-1:000000000000:MailQueue");
    message.setAttributes(
        Map.of(
            "SentTimestamp",
            Long.toString(System.currentTimeMillis()),
            "ApproximateReceiveCount",
            "1"));
    return message;
  }
}
