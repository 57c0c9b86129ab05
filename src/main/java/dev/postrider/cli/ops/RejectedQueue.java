package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.dispatch.RejectReason;
import dev.postrider.ledger.State;
import java.util.Arrays;

/// Mail that can never be sent as it is.
record RejectedQueue(StackConnection stack) implements WaitingQueue {

  @Override
  public SqsQueueBrowser browser() {
    return stack.browser(stack.deployment().queues().rejected()).withReasons();
  }

  @Override
  public String advice(BrowsedMessage message) {
    return Arrays.stream(RejectReason.values())
        .filter(reason -> message.reason().filter(reason.name()::equals).isPresent())
        .findFirst()
        .map(RejectedQueue::advice)
        .orElse("");
  }

  private static String advice(RejectReason reason) {
    return switch (reason) {
      case MALFORMED ->
          "The producer must change what is named above, and enqueue the message again under the"
              + " same id.";
      case ID_REUSED ->
          "The producer used one id for two messages. Enqueue this one under a new id.";
      case SES_REFUSED ->
          "SES refused it with the code above. Fix the cause, then: postrider rejected retry ID.";
    };
  }

  @Override
  public RedriveOutcome retry(BrowsedMessage message) {
    return stack.mailRedrive().release(message, State.REJECTED);
  }
}
