package dev.postrider.cli.bench;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.FeedbackFunction;
import dev.postrider.sesevents.SesEventWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// FeedbackFunction with events of SES, one an invocation, as SNS brings them.
final class FeedbackWork implements Workload {
  private final FeedbackFunction function = new FeedbackFunction();

  @Override
  public Runnable batch(String kind, String id, int units) {
    List<SNSEvent> events =
        IntStream.range(0, units).mapToObj(n -> sns(event(kind, id, n).toString())).toList();
    return () ->
        events.forEach(
            event -> {
              var _ = function.handleRequest(event, null);
            });
  }

  private static ObjectNode event(String kind, String id, int n) {
    Instant now = Instant.now();
    String recipient = BenchMail.mailbox(n);
    SesEventWriter writer =
        new SesEventWriter(
            now,
            "bench",
            List.of(recipient),
            Map.of(
                "postrider-id", BenchMail.PLAIN.unit(id, n), "postrider-stream", "transactional"));
    return switch (kind) {
      case "Send" -> writer.send();
      case "Delivery" -> writer.delivery(now, recipient);
      case "Bounce" ->
          writer.bounce(
              now, recipient, "Permanent", "General", "smtp; 550 5.1.1 no such user here");
      case "Complaint" -> writer.complaint(now, List.of(recipient), "abuse");
      default -> throw new IllegalArgumentException("no event: " + kind);
    };
  }

  private static SNSEvent sns(String message) {
    SNS sns = new SNS();
    sns.setMessageId("bench");
    sns.setMessage(message);
    SNSRecord record = new SNSRecord();
    record.setSns(sns);
    SNSEvent event = new SNSEvent();
    event.setRecords(List.of(record));
    return event;
  }
}
