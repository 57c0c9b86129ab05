package dev.postrider.cli.domain;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `postrider dmarc`: what receivers report.
@Command(
    name = "dmarc",
    description = "DMARC reports: who sends in the domain's name.",
    footer = {"", "Examples:", "  postrider dmarc read reports/*"},
    mixinStandardHelpOptions = true,
    subcommands = {DmarcReadCommand.class, CommandLine.HelpCommand.class})
public final class DmarcCommand implements Runnable {
  private final Outside outside;

  @Spec private CommandSpec spec;

  /// For the process.
  public DmarcCommand() {
    this(Outside.real());
  }

  /// For a test's surroundings.
  public DmarcCommand(Outside outside) {
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
