package dev.postrider.suppression;

/// The answer about one recipient.
public sealed interface Verdict {

  /// Must not be mailed.
  ///
  /// @param scope where the suppression stands
  record Suppressed(Suppression suppression, Scope scope) implements Verdict {}

  /// Every item that could suppress this recipient was read, and none does.
  record Clear() implements Verdict {}

  /// Something could not be read, and nothing that could be read suppresses. Must not be mailed
  /// now; ask again later.
  ///
  /// @param cause what failed, without the address: an error code, or the time budget
  record Unreadable(String cause) implements Verdict {}
}
