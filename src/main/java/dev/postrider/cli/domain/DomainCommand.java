package dev.postrider.cli.domain;

import dev.postrider.cli.output.CommandGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `postrider domain`: the records of a sending domain, their check, and the next step.
@Command(
    name = "domain",
    description = "The sending domain: records, check, next step.",
    footer = {
      "",
      "Examples:",
      "  postrider domain records example.com",
      "  postrider domain check example.com",
      "  postrider domain advise example.com --report reports/*"
    },
    subcommands = {
      RecordsCommand.class,
      CheckCommand.class,
      AdviseCommand.class,
      CommandLine.HelpCommand.class
    })
public final class DomainCommand extends CommandGroup {
  /// The process's own; tests put theirs here.
  CommandEnvironment environment = CommandEnvironment.real();
}
