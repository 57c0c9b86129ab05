package dev.postrider.dispatch;

/// A claimed unit that is to be sent.
///
/// @param token of its claim
record Ready(Task task, Outgoing outgoing, String token) {}
