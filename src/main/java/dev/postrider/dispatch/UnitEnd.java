package dev.postrider.dispatch;

import dev.postrider.ledger.Settlement;
import java.time.Instant;
import java.util.Optional;

/// How a unit ended in this invocation.
///
/// @param owed what the ledger could not be told; empty when nothing is missing
record UnitEnd(Task task, Fate fate, UnitOutcome outcome, Optional<Owed> owed) {

  UnitEnd(Task task, Fate fate, UnitOutcome outcome) {
    this(task, fate, outcome, Optional.empty());
  }

  /// A settlement that could not be written.
  ///
  /// @param wanted the unit's end where it is written after all
  record Owed(Settlement settlement, UnitEnd wanted) {}

  UnitEnd owing(Settlement settlement, UnitEnd wanted) {
    return new UnitEnd(task, fate, outcome, Optional.of(new Owed(settlement, wanted)));
  }

  /// What a defect interrupted is redelivered; the ledger knows how far it came.
  static UnitEnd returned(Task task, RuntimeException defect, Instant now) {
    return new UnitEnd(
        task,
        new Fate.Returned(),
        Outcomes.of(
            task, UnitOutcome.Kind.RETURNED, "DEFECT", defect.getClass().getSimpleName(), now));
  }
}
