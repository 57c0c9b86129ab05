package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.Received;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The Lambda function that sends: SQS batches in, partial batch responses out.
public final class DispatchFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final DispatchWiring wiring;

  /// As Lambda makes it: everything from the environment. Fails with the variable's name when the
  /// configuration is broken.
  public DispatchFunction() {
    this(DispatchWiring.from(new Environment(System.getenv())));
  }

  DispatchFunction(DispatchWiring wiring) {
    this.wiring = wiring;
    Priming.beforeSnapshot(wiring::prime);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<SQSMessage> records = EventRecords.of(event);
    if (records.isEmpty()) {
      return new SQSBatchResponse(List.of()); // the daily call of docs/decisions/0018
    }
    Instant deadline = wiring.clock().instant().plusMillis(context.getRemainingTimeInMillis());
    Batch batch = new Batch(lane(records), records.stream().map(this::received).toList(), deadline);
    BatchLog log = wiring.dispatcher().dispatch(batch);
    wiring.journal().write(batch, log, new DispatchJournal.Traces(Tracing.current(), producers(records)));
    wiring.publishing().publish(log.events(), deadline);
    return SQSBatchResponse.builder()
        .withBatchItemFailures(log.failedMessageIds().stream().map(BatchItemFailure::new).toList())
        .build();
  }

  /// One batch comes from one queue.
  private Batch.Lane lane(List<SQSMessage> records) {
    boolean bulk =
        records.stream()
            .map(record -> Objects.requireNonNullElse(record.getEventSourceArn(), ""))
            .anyMatch(arn -> arn.endsWith(":" + wiring.bulkQueueName()));
    return bulk ? Batch.Lane.BULK : Batch.Lane.MAIL;
  }

  /// The traces in which producers enqueued their messages, by message; SQS keeps them.
  private static Map<String, String> producers(List<SQSMessage> records) {
    Map<String, String> traces = new HashMap<>();
    for (SQSMessage message : records) {
      Tracing.root(attributes(message).get("AWSTraceHeader"))
          .ifPresent(trace -> traces.put(message.getMessageId(), trace));
    }
    return traces;
  }

  /// SQS always sends the attributes; an event that was written by hand may do without.
  private static Map<String, String> attributes(SQSMessage message) {
    return Objects.requireNonNullElse(message.getAttributes(), Map.<String, String>of());
  }

  private Received received(SQSMessage message) {
    Map<String, String> attributes = attributes(message);
    String now = Long.toString(wiring.clock().millis());
    return new Received(
        message.getMessageId(),
        message.getBody(),
        attributes.get("MessageGroupId"),
        Instant.ofEpochMilli(Long.parseLong(attributes.getOrDefault("SentTimestamp", now))),
        Integer.parseInt(attributes.getOrDefault("ApproximateReceiveCount", "1")),
        CarriedAttributes.read(
            Objects.requireNonNullElse(
                message.getMessageAttributes(), Map.<String, MessageAttribute>of())));
  }
}
