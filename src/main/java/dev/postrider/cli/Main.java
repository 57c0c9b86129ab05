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
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.local.CommandLines;
import dev.postrider.local.LocalLogging;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
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
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;
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
  /// Verbs of the groups, as a person needs them; others stay where their group has them.
  private static final List<String> VERBS =
      List.of(
          "list", "show", "add", "remove", "import", "export", "sync", "retry", "cancel",
          "discard");

  public static void main(String[] args) {
    LocalLogging.quiet();
    System.exit(
        run(
            new PrintWriter(System.out, true, System.out.charset()),
            TerminalWriter.ofErrors(new PrintWriter(System.err, true, System.err.charset())),
            args));
  }

  /// Runs the command in this process. What it prints holds no character that steers a terminal
  /// (decision 0084), picocli's colours neither.
  ///
  /// @return the exit code
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(out, new TerminalWriter(err), args);
  }

  private static int run(PrintWriter out, TerminalWriter err, String... args) {
    return commandLine(args)
        .setOut(new TerminalWriter(out))
        .setErr(err)
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explain)
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
    return ordered(command)
        .setExpandAtFiles(false)
        .registerConverter(Duration.class, new Durations())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /// Commands that are methods come in any order from reflection.
  private static CommandLine ordered(CommandLine command) {
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(command.getHelpSectionMap());
    sections.put(
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
        help -> {
          if (help.commandSpec().parent() == null) {
            return help.commandList(help.subcommands());
          }
          Map<String, Help> sorted = new LinkedHashMap<>();
          help.subcommands().entrySet().stream()
              .sorted(Comparator.comparingInt(each -> VERBS.indexOf(verb(each.getKey()))))
              .forEach(each -> sorted.put(each.getKey(), each.getValue()));
          return help.commandList(sorted);
        });
    command.getSubcommands().values().forEach(Main::ordered);
    return command.setHelpSectionMap(sections);
  }

  /// Picocli's help names a command with its aliases: `[retry, release]`.
  private static String verb(String names) {
    return names.replaceFirst("^\\[?(\\w*).*", "$1");
  }

  /// The error alone, and which command shows the usage: a usage of forty lines would push it off
  /// the screen. A group shows its commands first, since one of them is what is missing.
  private static int explainUsage(ParameterException wrong, String... args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    if (wrong instanceof CommandGroup.MissingCommand) {
      command.usage(err);
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
            "expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'$",
            "found \"$2\", allowed is $1")
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
