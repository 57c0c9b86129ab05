package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.postrider.local.Queues;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What the DispatchFunction of a test is given.
final class DispatchInputs {
  static final String MAIL_ARN = "arn:aws:sqs:eu-central-1:000000000000:MailQueue";

  private DispatchInputs() {}

  /// The variables that have no default, but for the sender.
  static Map<String, String> environment(Queues queues) {
    Map<String, String> environment = new HashMap<>();
    environment.put("POSTRIDER_STACK", "test");
    environment.put("POSTRIDER_LOG_LEVEL", "ERROR");
    environment.put("POSTRIDER_MAIL_QUEUE_URL", queues.mail());
    environment.put("POSTRIDER_BULK_QUEUE_URL", queues.bulk());
    environment.put("POSTRIDER_REJECTED_QUEUE_URL", queues.rejected());
    environment.put("POSTRIDER_HELD_QUEUE_URL", queues.held());
    environment.put("POSTRIDER_LEDGER_TABLE", "ledger");
    environment.put("POSTRIDER_SUPPRESSION_TABLE", "suppressions");
    environment.put("POSTRIDER_CONFIGURATION_SET", "postrider");
    environment.put("POSTRIDER_STATUS_RECIPIENTS", "HASH");
    environment.put("POSTRIDER_ROUTINE_STATUS_EVENTS", "true");
    environment.put("POSTRIDER_LEDGER_DAYS", "30");
    environment.put("POSTRIDER_CONFIGURATION_FAULT_DAYS", "7");
    environment.put("POSTRIDER_UNKNOWN_GRACE", "PT2M");
    environment.put("POSTRIDER_SOFT_BOUNCE_COUNT", "3");
    environment.put("POSTRIDER_SOFT_BOUNCE_WINDOW", "P7D");
    environment.put("POSTRIDER_SOFT_BOUNCE_SUPPRESSION", "P14D");
    return environment;
  }

  /// A message as SQS hands it over for the first time.
  static SQSMessage message(String messageId, String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId(messageId);
    message.setBody(body);
    message.setEventSourceArn(MAIL_ARN);
    message.setMessageAttributes(Map.of());
    message.setAttributes(
        Map.of(
            "SentTimestamp",
            Long.toString(Instant.now().toEpochMilli()),
            "ApproximateReceiveCount",
            "1"));
    return message;
  }
}
