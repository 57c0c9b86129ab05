package dev.postrider.cli.domain;

import dev.postrider.cli.output.CommandGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
public final class DomainCommand extends CommandGroup {
  private final CommandEnvironment environment;

  /// For the process.
  public DomainCommand() {
    this(CommandEnvironment.real());
  }

  /// For a test's surroundings.
  public DomainCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  CommandEnvironment environment() {
    return environment;
  }
}
