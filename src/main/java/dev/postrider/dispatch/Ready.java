package dev.postrider.dispatch;

/// A claimed unit that is to be sent.
///
/// @param token of its claim
record Ready(Task task, Outgoing outgoing, String token) {

  /// The same in a call of its own.
  Ready alone() {
    return new Ready(task, new Outgoing(outgoing.email(), outgoing.unit(), true), token);
  }
}
