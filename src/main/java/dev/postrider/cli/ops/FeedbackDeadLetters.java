package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.CliJson;
import java.util.Optional;

/// SES events that the feedback function could not handle, or that SNS could not hand to it. Their
/// effect depends on neither order nor repetition, so that they can be retried at any time.
record FeedbackDeadLetters(StackConnection stack) implements WaitingQueue {

  @Override
  public SqsQueueBrowser browser() {
    return stack.browser(stack.deployment().queues().feedbackDeadLetters());
  }

  @Override
  public String verb() {
    return "Retry";
  }

  @Override
  public RedriveOutcome retry(BrowsedMessage message) {
    return event(message.message().body())
        .map(stack.function(stack.deployment().feedbackFunction())::retry)
        .orElseGet(() -> RedriveOutcome.stays("it is not an event of SES"));
  }

  @Override
  public String advice(BrowsedMessage message) {
    Optional<ObjectNode> json = CliJson.readObject(message.message().body());
    if (json.isEmpty()) {
      return "It is not a JSON object, and not an event of SES.";
    }
    ObjectNode body = json.get();
    if (body.has("requestPayload")) {
      return "The feedback function failed with "
          + DeployedFunction.errorType(body)
          + ". See its log, fix the cause, then: postrider dead retry --queue feedback --all.";
    }
    return body.has("Message")
        ? "SNS could not hand it to the feedback function. Retry it when the function runs."
        : "It is not an event of SES.";
  }

  /// The function's event in a dead letter: Lambda's record of a failed invocation holds the event
  /// whole, SNS's own dead letter holds the notification alone.
  private static Optional<ObjectNode> event(String body) {
    return DeployedFunction.failedEvent(body)
        .or(
            () ->
                CliJson.readObject(body)
                    .filter(notification -> notification.has("Message"))
                    .map(FeedbackDeadLetters::snsEvent));
  }

  private static ObjectNode snsEvent(JsonNode notification) {
    ObjectNode event = CliJson.object();
    event
        .putArray("Records")
        .addObject()
        .put("EventSource", "aws:sns")
        .put("EventVersion", "1.0")
        .set("Sns", notification);
    return event;
  }
}
