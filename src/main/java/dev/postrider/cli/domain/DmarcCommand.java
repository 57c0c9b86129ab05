package dev.postrider.cli.domain;

import dev.postrider.cli.output.CommandGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `postrider dmarc`: what receivers report.
@Command(
    name = "dmarc",
    description = "DMARC reports: who sends in the domain's name.",
    footer = {"", "Examples:", "  postrider dmarc read reports/*"},
    mixinStandardHelpOptions = true,
    subcommands = {DmarcReadCommand.class, CommandLine.HelpCommand.class})
public final class DmarcCommand extends CommandGroup {
  private final CommandEnvironment environment;

  /// For the process.
  public DmarcCommand() {
    this(CommandEnvironment.real());
  }

  /// For a test's surroundings.
  public DmarcCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  CommandEnvironment environment() {
    return environment;
  }
}
