package dev.postrider.dispatch;

/// What a unit's turn in a slot came to.
sealed interface Turn {

  /// Offered to SES, and settled.
  record Offered(Attempted attempted, UnitEnd end) implements Turn {}

  /// Refused by SES in a call with others, any of which may be the reason: it is to be offered in a
  /// call of its own.
  record Suspected(Ready ready) implements Turn {}

  /// Not offered to SES: its `expiresAt` passed while it waited for its turn.
  record Late(Ready ready) implements Turn {}

  /// Not offered to SES: SES had said meanwhile that it sends nothing, the time was over, or the
  /// turn had passed.
  record Kept(Ready ready) implements Turn {}

  /// Perhaps offered to SES: a defect came in between.
  record Broken(Ready ready, RuntimeException defect) implements Turn {}
}
