package dev.postrider.dispatch;

import dev.postrider.email.Email;

/// One unit of work: a unit of mail and the record that brought it.
///
/// @param attempt how often it has been claimed, this time included; 0 before its claim
/// @param resend whether it was claimed again because an earlier outcome stayed unknown, so that a
///     second copy of the mail is possible
record Task(
    Received record, Batch.Lane lane, Email email, Email.Unit unit, int attempt, boolean resend) {

  /// The same after its claim.
  Task claimed(int number, boolean again) {
    return new Task(record, lane, email, unit, number, again);
  }
}
