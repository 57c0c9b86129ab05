package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import dev.postrider.ledger.State;
import java.util.List;

/// Messages that failed until SQS moved them to the dead-letter queue.
record DeadMailQueue(StackConnection stack) implements WaitingQueue {

  @Override
  public SqsQueueBrowser browser() {
    return stack.browser(stack.deployment().queues().mailDeadLetters());
  }

  @Override
  public RedriveOutcome retry(BrowsedMessage message) {
    return stack.mailRedrive().resume(message);
  }

  @Override
  public String advice(BrowsedMessage message) {
    return switch (stack
        .decoder()
        .decode(message.message().body(), message.message().fallbackId())) {
      case Decoded.Malformed malformed ->
          "It is malformed ("
              + malformed.reason()
              + "), which alone makes no dead letter: a retry moves it to the rejected queue.";
      case Decoded.WellFormed(Email email) -> advice(email);
    };
  }

  private String advice(Email email) {
    List<String> keys = email.units().stream().map(Email.Unit::key).toList();
    List<State> known =
        stack.ledgerReader().find(keys).values().stream()
            .map(unit -> unit.entry().state())
            .toList();
    int unknown = keys.size() - known.size();
    return verdict(known, unknown)
        + " Ledger: "
        + (known.isEmpty() ? "not one of its units" : UnitHistory.counts(known.stream()))
        + (unknown > 0 ? ", " + unknown + " unknown to it." : ".");
  }

  private static String verdict(List<State> known, int unknown) {
    if (unknown == 0 && known.stream().allMatch(State::ended)) {
      return "All of it has ended; only its copy is left over. A retry lets the dispatcher drop"
          + " it.";
    }
    return known.isEmpty()
        ? "It was never claimed: the function failed before, or could not write the ledger. See the"
            + " dispatch log, fix the cause, then retry."
        : "It was claimed and did not come to an end: instances died with it, or the ledger could"
            + " not be written. See the dispatch log for its id; a retry is safe.";
  }
}
