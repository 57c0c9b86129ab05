package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.Browse;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.ops.RedriveReport.RedrivenMessage;
import dev.postrider.cli.output.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Goes through a queue once, does something with each selected message, and keeps what became of
/// each, whatever fails on the way.
final class RedriveRun {
  private static final int PROGRESS_EVERY = 500;

  /// That many failures in a row do not come from one message: the rest is not tried.
  private static final int FAILURES_IN_A_ROW = 3;

  private final MessageSelection selection;
  private final Function<BrowsedMessage, RedriveOutcome> action;
  private final Output output;
  private final Instant now;
  private final List<WaitingMessage> selected = new ArrayList<>();
  private final List<RedrivenMessage> redriven = new ArrayList<>();
  private int seen;
  private int failuresInARow;
  private int notTried;
  private @Nullable RuntimeException failure;

  RedriveRun(
      MessageSelection selection,
      Function<BrowsedMessage, RedriveOutcome> action,
      Output output,
      Instant now) {
    this.selection = selection;
    this.action = action;
    this.output = output;
    this.now = now;
  }

  /// @throws RuntimeException when the queue failed before anything was done
  RedriveReport over(SqsQueueBrowser queue) {
    int total = 0;
    boolean partial = false;
    try {
      Browse browse =
          queue.browse(selection.limit(), this::visit, () -> selection.isSettledBy(selected));
      total = browse.total();
      partial = browse.partial() && !selection.isSettledBy(selected);
    } catch (RuntimeException e) {
      if (redriven.isEmpty()) {
        throw e;
      }
      failure = e;
    }
    return new RedriveReport(new Coverage(seen, total, partial), notTried, redriven);
  }

  private boolean visit(BrowsedMessage browsed) {
    if (++seen % PROGRESS_EVERY == 0) {
      output.note(seen + " looked at …");
    }
    WaitingMessage message = WaitingMessage.of(browsed);
    if (!selection.test(message, now)) {
      return false;
    }
    if (failuresInARow == FAILURES_IN_A_ROW) {
      notTried++;
      return false;
    }
    RedriveOutcome outcome = outcome(browsed);
    selected.add(message);
    redriven.add(new RedrivenMessage(message, outcome));
    return outcome.left();
  }

  private RedriveOutcome outcome(BrowsedMessage message) {
    try {
      RedriveOutcome outcome = action.apply(message);
      failuresInARow = 0;
      return outcome;
    } catch (RuntimeException e) {
      failuresInARow++;
      return RedriveOutcome.stays(Failures.sentence(e) + ": repeat the command");
    }
  }

  List<WaitingMessage> selected() {
    return selected;
  }

  /// Why the run ended before the queue's end.
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }
}
