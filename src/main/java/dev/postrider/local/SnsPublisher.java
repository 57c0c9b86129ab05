package dev.postrider.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.lambda.AsyncInvoker;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// A topic with one Lambda subscription: hands each message to the function as SNS would.
///
/// Source: "Invoking Lambda functions with Amazon SNS notifications", Lambda developer guide. SNS
/// invokes asynchronously, one message an event; the signature is not one.
///
/// @param invoker of the function; closed together with the topic
public record SnsPublisher(AsyncInvoker invoker, Clock clock) implements AutoCloseable {
  private static final String TOPIC_ARN = LocalAws.arn("sns", "FeedbackTopic");

  /// Takes in one message; does not block.
  public void publish(String event) {
    invoker.invoke(notification(event).toString());
  }

  /// Notifications that have been neither handled nor given up.
  public int pending() {
    return invoker.pending();
  }

  private ObjectNode notification(String message) {
    ObjectNode event = HttpJson.object();
    ObjectNode notification =
        event
            .putArray("Records")
            .addObject()
            .put("EventSource", "aws:sns")
            .put("EventVersion", "1.0")
            .put("EventSubscriptionArn", TOPIC_ARN + ":" + UUID.randomUUID())
            .putObject("Sns");
    notification
        .put("Type", "Notification")
        .put("MessageId", UUID.randomUUID().toString())
        .put("TopicArn", TOPIC_ARN)
        .put("Subject", "Amazon SES Email Event Notification")
        .put("Message", message)
        .put("Timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("SignatureVersion", "1")
        .put("Signature", "local")
        .put("SigningCertUrl", "https://sns.eu-central-1.amazonaws.com/local.pem")
        .put("UnsubscribeUrl", "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe")
        .putObject("MessageAttributes");
    return event;
  }

  @Override
  public void close() {
    invoker.close();
  }
}
