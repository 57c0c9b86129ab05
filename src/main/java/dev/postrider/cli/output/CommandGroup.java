package dev.postrider.cli.output;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that only groups others. Run without one of them it shows its usage and exits with
/// [ExitCodes#NOT_RUN].
@Command(mixinStandardHelpOptions = true)
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
