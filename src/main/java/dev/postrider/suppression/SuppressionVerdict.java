package dev.postrider.suppression;

/// The answer about one recipient.
public sealed interface SuppressionVerdict {

  /// Must not be mailed.
  ///
  /// @param scope where the suppression stands
  record MustNotMail(Suppression suppression, Scope scope) implements SuppressionVerdict {}

  /// Every item that could suppress this recipient was read, and none does.
  record Clear() implements SuppressionVerdict {}

  /// Something could not be read, and nothing that could be read suppresses. Must not be mailed
  /// now; ask again later.
  ///
  /// @param cause what failed, without the address: an error code, or the time budget
  record Unreadable(String cause) implements SuppressionVerdict {}
}
