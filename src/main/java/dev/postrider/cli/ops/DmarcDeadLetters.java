package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.CliJson;
import java.util.Optional;

/// Mails with DMARC reports that could not be read. A dead letter is Lambda's record of the failed
/// invocation; the mail itself is in the bucket. What is read again is counted again.
record DmarcDeadLetters(StackConnection stack) implements WaitingQueue {

  @Override
  public SqsQueueBrowser browser() {
    return stack.browser(reports().deadLetters());
  }

  @Override
  public String verb() {
    return "Retry";
  }

  @Override
  public RedriveOutcome retry(BrowsedMessage message) {
    return DeployedFunction.failedEvent(message.message().body())
        .map(stack.function(reports().function())::retry)
        .orElseGet(() -> RedriveOutcome.stays("it is not a failed invocation"));
  }

  @Override
  public String advice(BrowsedMessage message) {
    String body = message.message().body();
    Optional<ObjectNode> event = DeployedFunction.failedEvent(body);
    return event.isEmpty()
        ? "It is not a failed invocation of the report function."
        : "The mail "
            + CliJson.text(event.get().at("/detail/object"), "key").orElse("?")
            + " could not be read: "
            + CliJson.readObject(body).map(DeployedFunction::errorType).orElse("an error")
            + ". See the report function's log, fix the cause, then: postrider dead retry --queue"
            + " dmarc --all.";
  }

  private Deployment.DmarcReports reports() {
    return stack
        .deployment()
        .dmarcReports()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this stack receives no DMARC reports (parameter ReceiveDmarcReports)"));
  }
}
