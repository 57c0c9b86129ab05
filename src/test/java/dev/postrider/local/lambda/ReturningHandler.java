package dev.postrider.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A function that enqueues the next number for itself until it comes to 20, and then says so on
/// another queue.
public final class ReturningHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final int LAST = 20;

  private final SqsClient sqs = SqsClient.create();

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    for (SQSMessage message : event.getRecords()) {
      int number = Integer.parseInt(message.getBody());
      String queue = System.getenv(number < LAST ? "OWN_QUEUE" : "OTHER_QUEUE");
      String next = Integer.toString(number < LAST ? number + 1 : number);
      sqs.sendMessage(s -> s.queueUrl(queue).messageBody(next));
    }
    return new SQSBatchResponse(List.of());
  }
}
