package dev.postrider.cli.ops;

import dev.postrider.account.Breaker;
import dev.postrider.aws.LambdaEventSources.Switches;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.pace.Gcra;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `postrider pause`: opens the breaker by hand.
@Command(
    name = "pause",
    description = {
      "Stops all sending until `postrider resume`. Mail waits in its queue and loses nothing.",
      "The breaker is opened first, then the queues are polled no more."
    },
    footer = {"", "Example:", "  postrider pause \"wrong prices in the newsletter\""},
    mixinStandardHelpOptions = true)
public final class PauseCommand implements Callable<Integer> {
  private static final int LONGEST_REASON = 200;

  @Mixin private StackOptions options;
  @Mixin private Output output;

  @Parameters(paramLabel = "REASON", description = "Why, for the person who finds it paused.")
  private String reason;

  @Override
  public Integer call() {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      output.note("postrider: a reason has 1 to " + LONGEST_REASON + " characters.");
      return ExitCodes.NOT_RUN;
    }
    try (StackConnection stack = options.open()) {
      Instant now = stack.now();
      String code = Breaker.MANUAL + ": " + reason.strip();
      var state = stack.pacer().change(pace -> Gcra.breakerOpened(pace, code, now), now);
      if (!code.equals(state.openReason())) {
        output.note("postrider: the pace changes too often: repeat the command.");
        return ExitCodes.FAILED;
      }
      Switches switches = stack.eventSources().ensure(false);
      output.answer(new Paused(true, code, now, switches.pending()));
      return ExitCodes.DONE;
    }
  }

  private record Paused(boolean paused, String reason, Instant since, boolean eventSourcesPending)
      implements CommandAnswer {
    @Override
    public String text() {
      return "Paused: nothing is sent until `postrider resume`.\n"
          + pendingText(eventSourcesPending);
    }
  }

  /// What is to be said of a switch that could not be moved yet; else nothing.
  static String pendingText(boolean eventSourcesPending) {
    return eventSourcesPending
        ? "A queue's polling is still changing; it follows within a minute or two.\n"
        : "";
  }
}
