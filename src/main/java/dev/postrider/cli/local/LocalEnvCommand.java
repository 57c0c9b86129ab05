package dev.postrider.cli.local;

import dev.postrider.cli.output.ExitCodes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `postrider local env`: lets the programs of a shell talk to the embedded stack.
@Command(
    name = "env",
    description = {
      "Prints lines that lead SDKs and the AWS CLI to the stack.",
      "They set endpoints, both Region variables and keys, and unset profile and session token."
    },
    footer = {"", "Example:", "  eval \"$(postrider local env)\"", "  postrider local env"},
    mixinStandardHelpOptions = true)
public final class LocalEnvCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private EmbeddedStack stack;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(stack.find().endpoints().exports());
    out.flush();
    return ExitCodes.DONE;
  }
}
