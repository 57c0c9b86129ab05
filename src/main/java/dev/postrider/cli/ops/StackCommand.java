package dev.postrider.cli.ops;

import dev.postrider.cli.output.AnsweringCommand;
import picocli.CommandLine.Mixin;

/// A command about a stack, which is open while it runs.
abstract class StackCommand extends AnsweringCommand {
  @Mixin private StackOptions options;

  /// Runs on the open stack.
  ///
  /// @return the exit code
  abstract int run(StackConnection stack);

  @Override
  public Integer call() {
    try (StackConnection stack = options.open()) {
      return run(stack);
    }
  }
}
