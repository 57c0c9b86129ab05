package dev.postrider.cli.domain;

/// What came of one way.
sealed interface Attempt {
  Way way();

  /// SES took the message.
  ///
  /// @param identity whose credentials were used
  /// @param answer what came back, in SES's words
  record Sent(Way way, String identity, String messageId, String answer) implements Attempt {}

  /// SES, or something on the way to it, refused.
  record Failed(Way way, String identity, String answer) implements Attempt {}

  /// There was nothing to try it with.
  record Skipped(Way way, String why) implements Attempt {}
}
