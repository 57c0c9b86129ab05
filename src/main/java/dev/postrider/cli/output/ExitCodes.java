package dev.postrider.cli.output;

/// The exit codes of all commands, as `postrider --help` lists them.
public final class ExitCodes {
  /// Done.
  public static final int DONE = 0;

  /// What was asked for failed, or was not found.
  public static final int FAILED = 1;

  /// Wrong usage, or the command could not be run.
  public static final int NOT_RUN = 2;

  private ExitCodes() {}
}
