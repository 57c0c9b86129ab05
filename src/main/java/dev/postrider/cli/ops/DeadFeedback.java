package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.local.http.Json;
import java.util.Optional;

/// SES events that did not come through. Their effect depends on neither order nor repetition, so
/// that they can be handed to the function again at any time.
final class DeadFeedback {
  private final LiveFunction function;

  DeadFeedback(LiveFunction function) {
    this.function = function;
  }

  MailReturn.Outcome retry(Item item) {
    Optional<ObjectNode> event = event(item.message().body());
    if (event.isEmpty()) {
      return new MailReturn.Outcome.Stays("it is no event of SES");
    }
    return function.takes(event.get())
        ? new MailReturn.Outcome.Returned(1)
        : new MailReturn.Outcome.Stays("the feedback function failed again: see its log");
  }

  static String explanation(Item item) {
    return Json.readObject(item.message().body())
        .map(DeadFeedback::explanation)
        .orElse("It is no JSON object, and no event of SES.");
  }

  private static String explanation(ObjectNode body) {
    if (body.has("requestPayload")) {
      return "The feedback function failed with "
          + Json.text(body.path("responsePayload"), "errorType").orElse("an error")
          + ". See its log, mend the cause, then: postrider dead retry --queue feedback --all.";
    }
    return body.has("Message")
        ? "SNS could not hand it to the feedback function. Retry it when the function runs."
        : "It is no event of SES.";
  }

  /// The function's event in a dead letter: Lambda's record of a failed invocation holds it whole,
  /// SNS's own dead letter holds the notification alone.
  static Optional<ObjectNode> event(String body) {
    Optional<ObjectNode> json = Json.readObject(body);
    if (json.isEmpty()) {
      return json;
    }
    if (json.get().get("requestPayload") instanceof ObjectNode event) {
      return Optional.of(event);
    }
    return json.filter(notification -> notification.has("Message"))
        .map(
            notification -> {
              ObjectNode event = Json.object();
              event
                  .putArray("Records")
                  .addObject()
                  .put("EventSource", "aws:sns")
                  .put("EventVersion", "1.0")
                  .set("Sns", notification);
              return event;
            });
  }
}
