package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.local.http.Json;
import java.util.Optional;

/// Mails with DMARC reports that could not be read. A dead letter is Lambda's record of the failed
/// invocation; the mail itself is in the bucket. What is read again is counted again.
final class DeadReports {
  private final LiveFunction function;

  DeadReports(LiveFunction function) {
    this.function = function;
  }

  MailReturn.Outcome retry(Item item) {
    Optional<ObjectNode> event = event(item);
    if (event.isEmpty()) {
      return new MailReturn.Outcome.Stays("it is no failed invocation");
    }
    return function.takes(event.get())
        ? new MailReturn.Outcome.Returned(1)
        : new MailReturn.Outcome.Stays("the report function failed again: see its log");
  }

  static String explanation(Item item) {
    return event(item)
        .map(
            event ->
                "The mail "
                    + Json.text(event.at("/detail/object"), "key").orElse("?")
                    + " could not be read: "
                    + Json.readObject(item.message().body())
                        .flatMap(body -> Json.text(body.path("responsePayload"), "errorType"))
                        .orElse("an error")
                    + ". See the report function's log, mend the cause, then: postrider dead retry"
                    + " --queue dmarc --all.")
        .orElse("It is no failed invocation of the report function.");
  }

  private static Optional<ObjectNode> event(Item item) {
    return Json.readObject(item.message().body())
        .map(body -> body.get("requestPayload"))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }
}
