package dev.postrider.cli.ops;

import dev.postrider.aws.SqsShelf;
import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.aws.SqsShelf.Look;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One walk through a queue that does something with each selected message, and keeps what became
/// of each, whatever fails on the way.
final class ShelfRun {
  private static final int PROGRESS_EVERY = 500;

  /// So many failures one after the other are no accident of one message: the rest is not tried.
  private static final int FAILURES_IN_A_ROW = 3;

  private final Selection selection;
  private final Function<Item, MailReturn.Outcome> act;
  private final Output output;
  private final Instant now;
  private final Map<Waiting, MailReturn.Outcome> outcomes = new LinkedHashMap<>();
  private int seen;
  private int failuresInARow;
  private int notTried;
  private int total;
  private boolean partial;
  private @Nullable RuntimeException failure;

  ShelfRun(
      Selection selection, Function<Item, MailReturn.Outcome> act, Output output, Instant now) {
    this.selection = selection;
    this.act = act;
    this.output = output;
    this.now = now;
  }

  /// Walks through the queue.
  ///
  /// @throws RuntimeException when the queue failed before anything was done
  void over(SqsShelf shelf) {
    try {
      Look look = shelf.look(selection.limit(), this::visit, this::isSettled);
      total = look.total();
      partial = look.partial() && !isSettled();
    } catch (RuntimeException e) {
      if (outcomes.isEmpty()) {
        throw e;
      }
      failure = e;
    }
  }

  private boolean isSettled() {
    return selection.isSettledBy(outcomes.keySet());
  }

  private boolean visit(Item item) {
    if (++seen % PROGRESS_EVERY == 0) {
      output.note(seen + " looked at …");
    }
    Waiting waiting = Waiting.of(item);
    if (!selection.test(waiting, now)) {
      return false;
    }
    if (failuresInARow == FAILURES_IN_A_ROW) {
      notTried++;
      return false;
    }
    MailReturn.Outcome outcome = outcome(item);
    outcomes.put(waiting, outcome);
    return outcome.leaves();
  }

  private MailReturn.Outcome outcome(Item item) {
    try {
      MailReturn.Outcome outcome = act.apply(item);
      failuresInARow = 0;
      return outcome;
    } catch (RuntimeException e) {
      failuresInARow++;
      return new MailReturn.Outcome.Stays(Failures.sentence(e) + ": repeat the command");
    }
  }

  /// What became of each selected message, in the order in which they came.
  Map<Waiting, MailReturn.Outcome> outcomes() {
    return outcomes;
  }

  /// How many messages were looked at.
  int seen() {
    return seen;
  }

  /// How many messages the queue is likely to hold that were not looked at.
  int notSeen() {
    return partial ? Math.max(0, total - seen) : 0;
  }

  /// How many messages the queue held, as SQS approximates it.
  int total() {
    return total;
  }

  /// Whether messages may be there that were not looked at.
  boolean isPartial() {
    return partial;
  }

  /// How many selected messages were left alone, since all before them had failed.
  int notTried() {
    return notTried;
  }

  /// Why the walk ended before its end.
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /// Whether every message was looked at, and all that were selected have left.
  boolean isComplete() {
    return failure == null
        && !partial
        && notTried == 0
        && outcomes.values().stream().allMatch(MailReturn.Outcome::leaves);
  }
}
