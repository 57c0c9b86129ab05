package dev.postrider.cli;

import dev.postrider.cli.domain.DmarcCommand;
import dev.postrider.cli.domain.DomainCommand;
import dev.postrider.cli.domain.SendTestCommand;
import dev.postrider.cli.domain.SmtpPasswordCommand;
import dev.postrider.cli.ops.CancelCommand;
import dev.postrider.cli.ops.DeadCommand;
import dev.postrider.cli.ops.HashCommand;
import dev.postrider.cli.ops.HeldCommand;
import dev.postrider.cli.ops.PauseCommand;
import dev.postrider.cli.ops.RejectedCommand;
import dev.postrider.cli.ops.ResumeCommand;
import dev.postrider.cli.ops.SendCommand;
import dev.postrider.cli.ops.ShowCommand;
import dev.postrider.cli.ops.StatusCommand;
import dev.postrider.cli.ops.SuppressionsCommand;
import dev.postrider.cli.ops.ValidateCommand;
import dev.postrider.cli.ops.VerifyCommand;
import dev.postrider.cli.output.CommandGroup;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.local.LocalLogging;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/// The command `postrider`.
///
/// [ExitCodes] lists its exit codes.
@Command(
    name = "postrider",
    description = "Self-hosted, event-driven email dispatcher for AWS.",
    subcommands = {
      DemoCommand.class,
      LocalCommand.class,
      DomainCommand.class,
      DmarcCommand.class,
      SendTestCommand.class,
      SmtpPasswordCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      ShowCommand.class,
      SendCommand.class,
      ValidateCommand.class,
      CancelCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      HeldCommand.class,
      RejectedCommand.class,
      DeadCommand.class,
      SuppressionsCommand.class,
      HashCommand.class,
      AutoComplete.GenerateCompletion.class,
      SimulateCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    version = "postrider 0.1.0-SNAPSHOT",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command failed",
      "2:wrong usage, or the command could not run"
    })
public final class Main extends CommandGroup {
  public static void main(String[] args) {
    LocalLogging.quiet();
    System.exit(
        run(
            new PrintWriter(System.out, true, System.out.charset()),
            new PrintWriter(System.err, true, System.err.charset()),
            args));
  }

  /// Runs the command in this process. What it prints holds no character that steers a terminal
  /// (decision 0084), picocli's colours neither.
  ///
  /// @return the exit code
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Main())
        .setOut(new TerminalWriter(out))
        .setErr(new TerminalWriter(err))
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setExecutionExceptionHandler(Main::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
  }

  /// A person reads the reasons; who wants the stack trace sets POSTRIDER_DEBUG.
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println("postrider: " + reason(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      err.println("  because: " + reason(cause));
    }
    if (System.getenv("POSTRIDER_DEBUG") != null) {
      failure.printStackTrace(err);
    }
    return ExitCodes.NOT_RUN;
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
