package dev.postrider.cli.domain;

import dev.postrider.cli.output.CommandGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `postrider dmarc`: what receivers report.
@Command(
    name = "dmarc",
    description = "DMARC reports: who sends in the domain's name.",
    footer = {"", "Examples:", "  postrider dmarc read reports/*"},
    subcommands = {DmarcReadCommand.class, CommandLine.HelpCommand.class})
public final class DmarcCommand extends CommandGroup {
  /// The process's own; tests put theirs here.
  CommandEnvironment environment = CommandEnvironment.real();
}
