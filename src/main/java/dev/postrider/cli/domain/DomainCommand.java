package dev.postrider.cli.domain;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `postrider domain`: the records of a sending domain, their check, and the next step.
@Command(
    name = "domain",
    description = "The sending domain: its records, their check, and the next safe step.",
    footer = {
      "",
      "Examples:",
      "  postrider domain records example.com",
      "  postrider domain check example.com",
      "  postrider domain advise example.com --report reports/*"
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      RecordsCommand.class,
      CheckCommand.class,
      AdviseCommand.class,
      CommandLine.HelpCommand.class
    })
public final class DomainCommand implements Runnable {
  private final Outside outside;

  @Spec private CommandSpec spec;

  /// For the process.
  public DomainCommand() {
    this(Outside.real());
  }

  /// For a test's surroundings.
  public DomainCommand(Outside outside) {
    this.outside = outside;
  }

  Outside outside() {
    return outside;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
  }
}
