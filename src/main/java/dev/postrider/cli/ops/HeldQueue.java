package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.ledger.State;

/// Mail whose outcome stayed unknown, of a stream that is not sent twice.
record HeldQueue(StackConnection stack) implements WaitingQueue {

  @Override
  public SqsQueueBrowser browser() {
    return stack.browser(stack.deployment().queues().held());
  }

  @Override
  public String advice(BrowsedMessage message) {
    return "SES may or may not have accepted it. Send it after all: postrider held retry ID. End"
        + " it: postrider held cancel ID.";
  }

  @Override
  public RedriveOutcome retry(BrowsedMessage message) {
    return stack.mailRedrive().release(message, State.HELD);
  }

  RedriveOutcome cancel(BrowsedMessage message) {
    return stack.mailRedrive().cancel(message);
  }
}
