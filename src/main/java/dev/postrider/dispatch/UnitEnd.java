package dev.postrider.dispatch;

import dev.postrider.email.Email;
import dev.postrider.ledger.Settlement;
import java.time.Instant;
import java.util.Optional;

/// How a unit ended in this invocation.
///
/// @param unit with the recipients that it was offered to SES with, all of them if it was not
/// @param claimed whether this invocation held the unit's claim
/// @param owed what the ledger could not be told; empty when nothing is missing
record UnitEnd(
    Task task,
    Fate fate,
    UnitOutcome outcome,
    Email.Unit unit,
    boolean claimed,
    Optional<Owed> owed) {

  /// A unit that was not claimed, or whose end nobody else could tell of.
  UnitEnd(Task task, Fate fate, UnitOutcome outcome) {
    this(task, fate, outcome, task.unit(), false, Optional.empty());
  }

  /// A unit that this invocation had claimed.
  static UnitEnd claimed(Task task, Email.Unit unit, Fate fate, UnitOutcome outcome) {
    return new UnitEnd(task, fate, outcome, unit, true, Optional.empty());
  }

  /// The same with another outcome; nothing is owed.
  UnitEnd with(Fate other, UnitOutcome instead) {
    return new UnitEnd(task, other, instead, unit, claimed, Optional.empty());
  }

  /// A settlement that could not be written.
  ///
  /// @param wanted the unit's end where it is written after all
  record Owed(Settlement settlement, UnitEnd wanted) {}

  UnitEnd owing(Settlement settlement, UnitEnd wanted) {
    return new UnitEnd(
        task, fate, outcome, unit, claimed, Optional.of(new Owed(settlement, wanted)));
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
