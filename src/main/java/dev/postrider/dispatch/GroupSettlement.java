package dev.postrider.dispatch;

import dev.postrider.dispatch.Finished.FinishedUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Settles what a slot's calls to SES came to, by group commit: the first calls to be answered
/// settle their units at once. What is answered while they do so waits for one of them, which
/// settles all that waits as soon as its own is written. There is no timer, and a call that leaves
/// its units to another one waits for nothing. Shared by the calls of one slot.
final class GroupSettlement {
  /// How many settle at a time while the ledger answers soon.
  static final int AT_ONCE = 4;

  /// A ledger that does not answer must not keep back what the other calls came to: once the last
  /// settlement to begin is so old, the next call settles, whoever else does.
  static final Duration SOON = Duration.ofMillis(30);

  private final OutcomeRecorder recorder;
  private final Instant until;
  private final List<FinishedUnit> waiting = new ArrayList<>();
  private final List<FinishedUnit> before = new ArrayList<>();
  private final List<FinishedUnit> after = new ArrayList<>();
  private final List<RuntimeException> defects = new ArrayList<>();
  private int underWay;
  private Instant lastBegan = Instant.EPOCH;

  /// @param until when it is too late to go on asking the ledger
  GroupSettlement(OutcomeRecorder recorder, Instant until) {
    this.recorder = recorder;
    this.until = until;
  }

  /// Settles the units of a call, or leaves them to a call that is settling.
  ///
  /// @param next what the call does when its own units are settled or left to another call; where
  ///     the call settles, it goes on with what came to wait meanwhile after that
  void settle(List<FinishedUnit> units, Runnable next) {
    List<FinishedUnit> group = joined(units);
    settle(group);
    next.run();
    while (!group.isEmpty()) {
      group = taken();
      settle(group);
    }
  }

  /// What the call is to settle; nothing where it leaves its units to another one.
  private synchronized List<FinishedUnit> joined(List<FinishedUnit> units) {
    waiting.addAll(units);
    boolean answersSoon = recorder.clock().instant().isBefore(lastBegan.plus(SOON));
    if (waiting.isEmpty() || (underWay >= AT_ONCE && answersSoon)) {
      return List.of();
    }
    underWay++;
    return taken();
  }

  /// All that waits; whoever finds nothing has ended.
  private synchronized List<FinishedUnit> taken() {
    List<FinishedUnit> group = List.copyOf(waiting);
    waiting.clear();
    if (group.isEmpty()) {
      underWay--;
    } else {
      lastBegan = recorder.clock().instant();
    }
    return group;
  }

  private void settle(List<FinishedUnit> group) {
    try {
      settled(group, recorder.settle(group, until));
    } catch (RuntimeException defect) {
      failed(group, defect);
    }
  }

  private synchronized void settled(List<FinishedUnit> group, List<FinishedUnit> ended) {
    before.addAll(group);
    after.addAll(ended);
  }

  /// The records are redelivered: SES may have their mail.
  private synchronized void failed(List<FinishedUnit> group, RuntimeException defect) {
    settled(group, group.stream().map(u -> u.delivery().returned(defect, u.at())).toList());
    defects.add(defect);
  }

  /// Puts the units, now that all calls have ended, in the place of what they were before.
  synchronized void into(BatchLog log) {
    log.replace(before, after);
    defects.forEach(log::defect);
  }
}
