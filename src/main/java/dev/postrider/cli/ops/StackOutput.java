package dev.postrider.cli.ops;

import dev.postrider.verify.AwsAnswer;
import dev.postrider.verify.DeployedStack;

/// What the parts of a stack are called.
final class StackOutput {
  private StackOutput() {}

  /// The value of an output; where there are none, as in the embedded stack, the logical id of what
  /// it names.
  static String of(AwsAnswer<DeployedStack> stack, String output) {
    return stack instanceof AwsAnswer.Given<DeployedStack>(DeployedStack deployed)
        ? deployed.output(output)
        : output.replaceFirst("Name$", "");
  }
}
