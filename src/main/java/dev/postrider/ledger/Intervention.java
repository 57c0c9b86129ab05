package dev.postrider.ledger;

import java.time.Instant;

/// The answer to an operator's request about one unit.
public sealed interface Intervention {

  /// The unit is claimable, or cancelled, as the operator asked. It may have been so before.
  record Applied() implements Intervention {}

  /// The unit has ended in another way; nothing was changed.
  record AlreadyEnded(State state) implements Intervention {}

  /// The unit is being sent, or SES may yet say that it was.
  ///
  /// @param until when the same request can be granted
  record TooEarly(Instant until) implements Intervention {}

  /// The id belongs to a message with other content; nothing was changed.
  record OtherMessage() implements Intervention {}
}
