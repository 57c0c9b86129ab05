package dev.postrider.dispatch;

import dev.postrider.email.Email;

/// A unit that is to be sent now.
///
/// @param email where content, sender and options come from
/// @param unit with the recipients that are left
public record Outgoing(Email email, Email.Unit unit) {}
