package dev.postrider.cli.output;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that only groups others. Run without one of them it shows its usage and exits with
/// [ExitCodes#NOT_RUN].
@Command(mixinStandardHelpOptions = true)
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  /// The group was run without one of its commands.
  public static final class MissingCommand extends ParameterException {
    private static final long serialVersionUID = 1;

    MissingCommand(CommandLine group) {
      super(group, "A command is missing.");
    }
  }

  @Override
  public void run() {
    throw new MissingCommand(spec.commandLine());
  }
}
