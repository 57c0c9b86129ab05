package dev.postrider.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/// A function that does what the bodies of its messages say; run in a JVM of its own.
public final class QueueHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : event.getRecords()) {
      switch (message.getBody()) {
        case "fail" -> failures.add(new BatchItemFailure(message.getMessageId()));
        case "bad identifier" -> failures.add(new BatchItemFailure("nobody"));
        case "throw" -> throw new IllegalStateException("as told");
        case "exit" -> Runtime.getRuntime().halt(3);
        case "hang" -> hang();
        case "describe" ->
            failures.add(
                new BatchItemFailure(
                    String.join(
                        " ",
                        context.getFunctionName(),
                        String.valueOf(System.getenv("GREETING")),
                        Objects.requireNonNull(message.getMessageAttributes().get("colour"))
                            .getStringValue(),
                        message.getEventSourceArn(),
                        context.getRemainingTimeInMillis() > 0 ? "in time" : "too late")));
        default -> {}
      }
    }
    return new SQSBatchResponse(failures);
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
