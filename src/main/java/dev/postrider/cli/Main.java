package dev.postrider.cli;

import dev.postrider.cli.domain.DmarcCommand;
import dev.postrider.cli.domain.DomainCommand;
import dev.postrider.cli.domain.SendTestCommand;
import dev.postrider.cli.domain.SmtpPasswordCommand;
import dev.postrider.cli.ops.CancelCommand;
import dev.postrider.cli.ops.DeadCommand;
import dev.postrider.cli.ops.DeferredCommand;
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
import dev.postrider.cli.output.Durations;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.HelpLayout;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.Times;
import dev.postrider.local.CommandLines;
import dev.postrider.local.LocalLogging;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `postrider`.
///
/// [ExitCodes] lists its exit codes.
@Command(
    subcommands = {
      DemoCommand.class,
      LocalCommand.class,
      ValidateCommand.class,
      SendCommand.class,
      ShowCommand.class,
      StatusCommand.class,
      ConsoleCommand.class,
      VerifyCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      CancelCommand.class,
      DeferredCommand.class,
      HeldCommand.class,
      RejectedCommand.class,
      DeadCommand.class,
      SuppressionsCommand.class,
      HashCommand.class,
      DomainCommand.class,
      DmarcCommand.class,
      SendTestCommand.class,
      SmtpPasswordCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    })
public final class Main extends PostriderCommand {
  private static final String COMPLETION = "generate-completion";

  /// The commands as the help groups them.
  private static final Map<String, List<String>> GROUPS = groups();

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Mail", List.of("validate", "send", "show", "cancel"));
    groups.put("Stack", List.of("status", "console", "verify", "pause", "resume"));
    groups.put("Queues", List.of("deferred", "held", "rejected", "dead"));
    groups.put("People", List.of("suppressions", "hash"));
    groups.put("Domain", List.of("domain", "dmarc", "send-test", "smtp-password"));
    groups.put("Developer", List.of("demo", "local", "simulate", "bench", COMPLETION));
    return groups;
  }

  public static void main(String[] args) {
    LocalLogging.quiet();
    System.exit(
        run(
            TerminalWriter.ofOutput(new PrintWriter(System.out, true, System.out.charset())),
            TerminalWriter.ofErrors(new PrintWriter(System.err, true, System.err.charset())),
            args));
  }

  /// Runs the command in this process. What it prints holds no character that steers a terminal
  /// (decision 0084), picocli's colours neither.
  ///
  /// @return the exit code
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(new TerminalWriter(out), new TerminalWriter(err), args);
  }

  static int run(TerminalWriter out, TerminalWriter err, String... args) {
    return commandLine(args)
        .setOut(out)
        .setErr(err)
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explain)
        .execute(args);
  }

  /// Picocli would write its colours as text, which the terminal does not get from others.
  private static int execute(CommandLine.ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      if (command.isUsageHelpRequested()) {
        HelpLayout.print(command.getOut(), command);
        return ExitCodes.DONE;
      }
    }
    return new CommandLine.RunLast().execute(parsed);
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
        .map(Main::reading)
        .orElseGet(Main::commandLine);
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

  /// The command with all sub-commands, and with what it needs to read its arguments. A word that
  /// begins with `@` is the word that somebody searches for, not a file of further words.
  public static CommandLine commandLine() {
    return reading(new CommandLine(new Main()));
  }

  private static CommandLine reading(CommandLine command) {
    CommandLine completion = command.getSubcommands().get(COMPLETION);
    if (completion != null) {
      completion
          .getCommandSpec()
          .usageMessage()
          .description(
              "Prints the completion script for bash and zsh.",
              "For this shell: source <(postrider generate-completion)");
    }
    return HelpLayout.of(command, GROUPS)
        .setExpandAtFiles(false)
        .registerConverter(Duration.class, new Durations())
        .registerConverter(Instant.class, Times::instant)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /// The error alone, and which command shows the usage: a usage of forty lines would push it off
  /// the screen. A group shows its commands first, since one of them is what is missing.
  private static int explainUsage(ParameterException wrong, String... args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    if (wrong instanceof CommandGroup.MissingCommand) {
      HelpLayout.print(err, command);
    }
    TerminalWriter.error(err, "postrider: " + plain(String.valueOf(wrong.getMessage())));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    String name = command.getCommandSpec().qualifiedName().replaceFirst("^postrider ?", "");
    err.println("Usage: " + CommandLines.plain((name + " --help").strip()));
    return ExitCodes.NOT_RUN;
  }

  /// Without the names of Java's types.
  private static String plain(String message) {
    return message
        .replaceFirst("is not an? (int|long)$", "is not a whole number")
        .replaceFirst("is not a double$", "is not a number")
        .replaceFirst(
            "expected one of \\[(.*)] \\(case-\\w+\\) but was '(.*)'$", "'$2' is not one of $1")
        .replaceFirst("cannot convert '(.*)' to \\w+ \\(.*\\)$", "'$1' is not one");
  }

  /// A person reads the reasons; who wants the stack trace sets POSTRIDER_DEBUG.
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    TerminalWriter.error(err, "postrider: " + reason(failure));
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
    return message == null ? "a defect; POSTRIDER_DEBUG=1 shows where" : message;
  }
}
