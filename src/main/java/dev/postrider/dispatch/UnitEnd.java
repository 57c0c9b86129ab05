package dev.postrider.dispatch;

import java.time.Instant;

/// How a unit ended in this invocation.
record UnitEnd(Task task, Fate fate, UnitOutcome outcome) {

  /// What a defect interrupted is redelivered; the ledger knows how far it came.
  static UnitEnd returned(Task task, RuntimeException defect, Instant now) {
    return new UnitEnd(
        task,
        new Fate.Returned(),
        Outcomes.of(
            task, UnitOutcome.Kind.RETURNED, "DEFECT", defect.getClass().getSimpleName(), now));
  }
}
