package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.account.Breaker;
import dev.postrider.aws.LambdaEventSources.Switches;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.pace.Gcra;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `postrider pause`: opens the breaker by hand.
@Command(
    name = "pause",
    description = {
      "Stops all sending until `postrider resume`. Mail waits in its queue; none is lost.",
      "It opens the breaker first, and then stops the polling of the queues."
    },
    footer = {"", "Example:", "  postrider pause \"wrong prices in the newsletter\""})
public final class PauseCommand extends StackCommand {
  private static final int LONGEST_REASON = 200;

  @Parameters(paramLabel = "REASON", description = "Why, for the person who finds it paused.")
  private String reason;

  @Override
  public Integer call() {
    return reason.isBlank() || reason.length() > LONGEST_REASON
        ? output.notRun("a reason has 1 to " + LONGEST_REASON + " characters.")
        : super.call();
  }

  @Override
  int run(StackConnection stack) {
    Instant now = stack.now();
    String code = Breaker.MANUAL + ": " + reason.strip();
    var state = stack.pacer().change(pace -> Gcra.breakerOpened(pace, code, now), now);
    if (!code.equals(state.openReason())) {
      return output.failed("the pace changes too often: repeat the command.");
    }
    Switches switches = stack.eventSources().ensure(false);
    String text =
        "Paused: nothing is sent until `%s`.\n".formatted(stack.commands().of("resume"))
            + pendingText(switches.pending());
    return output.answer(new Paused(true, code, now, switches.pending(), text));
  }

  private record Paused(
      boolean paused,
      String reason,
      Instant since,
      boolean eventSourcesPending,
      @JsonIgnore String text)
      implements CommandAnswer {}

  /// What is to be said of a switch that could not be moved yet; else nothing.
  static String pendingText(boolean eventSourcesPending) {
    return eventSourcesPending
        ? "A queue's polling is still changing; it follows within a minute or two.\n"
        : "";
  }
}
