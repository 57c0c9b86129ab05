package dev.postrider.cli.ops;

import dev.postrider.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `postrider verify`: is a deployed stack as it must be?
@Command(
    name = "verify",
    description = {
      "Asks AWS about every part of a deployed stack, and says of each: ok, failed with the one"
          + " thing to do, or cannot tell."
    },
    footer = {"", "Examples:", "  postrider verify", "  postrider verify --stack mail-eu --json"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing failed, and AWS answered every question",
      "1:at least one thing failed",
      "2:nothing failed, but AWS left a question open; or wrong usage, or no such stack"
    })
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private StackOptions options;
  @Mixin private Output output;

  @Override
  public Integer call() {
    try (StackConnection stack = options.open()) {
      output.note("asking about " + stack.deployment().name());
      VerifyAnswer answer =
          VerifyAnswer.of(
              stack.deployment().name(), stack.now(), new StackVerification(stack).findings());
      output.answer(answer);
      return answer.exitCode();
    }
  }
}
