package dev.postrider.dispatch;

import dev.postrider.email.Email;

/// What to do with a claimed unit.
sealed interface Decision {

  /// Send it.
  ///
  /// @param unit with the recipients that are left
  /// @param dropped how many recipients were left out
  record Send(Email.Unit unit, int dropped) implements Decision {}

  /// Nobody in `to` may be mailed.
  ///
  /// @param reason the gravest reason among them
  record Suppress(String reason) implements Decision {}

  /// Its `expiresAt` has passed.
  record Expire() implements Decision {}

  /// Whether it may be sent could not be read: never a silent yes.
  record AskAgain(String cause) implements Decision {}
}
