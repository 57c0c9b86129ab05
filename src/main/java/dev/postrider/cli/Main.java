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
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.local.LocalLogging;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/// The command `postrider`.
///
/// [ExitCodes] lists its exit codes.
@Command(
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
    })
public final class Main extends PostriderCommand {
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
    return commandLine(args)
        .setOut(new TerminalWriter(out))
        .setErr(new TerminalWriter(err))
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setExecutionExceptionHandler(Main::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
  }

  /// The command with the one sub-command that is asked for, or with all: making all of them takes
  /// longer than most of them run.
  private static CommandLine commandLine(String... args) {
    String name = args.length == 0 ? "" : args[0];
    if (name.equals("--version")) {
      return new CommandLine(new PostriderCommand());
    }
    return alone(name)
        .map(type -> new CommandLine(new PostriderCommand()).addSubcommand(name, type))
        .orElseGet(() -> new CommandLine(new Main()));
  }

  /// The sub-command of this name; empty when there is none, or it tells of all the others.
  static Optional<Class<?>> alone(String name) {
    String className = className(name);
    return Arrays.<Class<?>>stream(Main.class.getAnnotation(Command.class).subcommands())
        .filter(type -> !type.equals(CommandLine.HelpCommand.class))
        .filter(type -> type.getSimpleName().equals(className))
        .findFirst();
  }

  /// `SendTestCommand` for `send-test`.
  private static String className(String name) {
    return Arrays.stream(name.split("-", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("", "", "Command"));
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
