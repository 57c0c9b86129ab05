package dev.postrider.cli.ops;

/// The exit codes of all commands, as `postrider --help` lists them.
final class ExitCodes {
  /// Done.
  static final int DONE = 0;

  /// What was asked for failed, or was not found.
  static final int FAILED = 1;

  /// Wrong usage, or it could not be run.
  static final int NOT_RUN = 2;

  private ExitCodes() {}
}
