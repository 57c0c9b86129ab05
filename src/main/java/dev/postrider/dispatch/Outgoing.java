package dev.postrider.dispatch;

import dev.postrider.email.Email;

/// A unit that is to be sent now.
///
/// @param email where content, sender and options come from
/// @param unit with the recipients that are left
/// @param alone whether it must not share a call: SES refused the one that it was in whole
public record Outgoing(Email email, Email.Unit unit, boolean alone) {

  /// A unit that may share a call.
  public Outgoing(Email email, Email.Unit unit) {
    this(email, unit, false);
  }
}
