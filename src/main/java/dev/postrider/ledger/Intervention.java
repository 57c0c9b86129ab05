package dev.postrider.ledger;

import java.time.Instant;

/// What became of an operator's wish for one unit.
public sealed interface Intervention {

  /// The unit is as it was wished: claimable, or cancelled. It may have been so before.
  record Done() implements Intervention {}

  /// The unit has ended in another way; nothing was changed.
  record Ended(State state) implements Intervention {}

  /// The unit is being sent, or SES may yet say that it was.
  ///
  /// @param until when the same wish can be granted
  record TooEarly(Instant until) implements Intervention {}

  /// The id belongs to a message with other content; nothing was changed.
  record Reused() implements Intervention {}
}
