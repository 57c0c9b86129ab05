package dev.postrider.cli;

import dev.postrider.cli.output.CommandGroup;
import picocli.CommandLine.Command;

/// The command `postrider` without its sub-commands, which [Main] lists.
///
/// [ExitCodes] lists its exit codes.
@Command(
    name = "postrider",
    description = "Self-hosted, event-driven email dispatcher for AWS.",
    version = "postrider 0.1.0-SNAPSHOT",
    customSynopsis = "postrider COMMAND …",
    exitCodeList = {"0:done", "1:the command failed", "2:wrong usage, or it could not run"},
    footer = "More: postrider COMMAND --help, postrider --version")
class PostriderCommand extends CommandGroup {}
