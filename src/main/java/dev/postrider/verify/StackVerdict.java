package dev.postrider.verify;

/// What a check makes of what AWS answered. Holds no recipient's address.
public sealed interface StackVerdict {

  /// As it must be.
  ///
  /// @param found the value
  record Ok(String found) implements StackVerdict {}

  /// Not as it must be.
  ///
  /// @param found what is wrong with the value
  /// @param action the one thing to do
  record Failed(String found, String action) implements StackVerdict {}

  /// Neither is known.
  ///
  /// @param unanswered whether AWS refused, did not answer or was busy, so that the same question
  ///     may tell at another time; false where no answer can tell
  record CannotTell(String why, boolean unanswered) implements StackVerdict {}
}
