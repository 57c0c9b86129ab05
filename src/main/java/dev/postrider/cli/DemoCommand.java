package dev.postrider.cli;

import dev.postrider.cli.demo.Demo;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.local.CommandLines;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `postrider demo`: a realistic mix of mail through an embedded stack of its own.
@Command(
    name = "demo",
    description = {
      "Sends a mix of mail through an embedded stack.",
      "Shows what became of it, and ends."
    },
    footer = {"", "Example:", "  postrider demo"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each message reached its expected state",
      "1:one did not",
      "2:wrong usage, or the stack did not start"
    })
final class DemoCommand implements Callable<Integer> {
  private static final double RECIPIENTS_PER_SECOND = 200;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Starting SQS, DynamoDB, SES and the functions …");
    out.flush();
    LocalOptions options =
        LocalOptions.of(BuildOutput.directory())
            .ses(ses -> ses.maxSendRate(RECIPIENTS_PER_SECOND))
            .accountWatchInterval(Duration.ofSeconds(5));
    try (LocalStack stack = LocalStack.start(options)) {
      out.println("Its inbox, as long as the demo runs: " + stack.endpoints().ses() + "/");
      boolean right = new Demo(stack, out, Clock.systemUTC()).run();
      out.println(
          right
              ? "Each message reached its expected state."
              : "Not all is as it must be: see WRONG above, or a call or a mail too many.");
      out.println(
          "To look at mail in the browser, run `"
              + CommandLines.plain("local")
              + "`: it prints its inbox's address first.");
      return right ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }
}
