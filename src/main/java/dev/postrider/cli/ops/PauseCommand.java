package dev.postrider.cli.ops;

import dev.postrider.account.Breaker;
import dev.postrider.aws.LambdaEventSources.Switches;
import dev.postrider.local.http.Json;
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

  @Mixin private StackOptions stack;
  @Mixin private Output output;

  @Parameters(paramLabel = "REASON", description = "Why, for whoever finds it paused.")
  private String reason;

  @Override
  public Integer call() {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      output.note("postrider: a reason has 1 to " + LONGEST_REASON + " characters.");
      return ExitCodes.NOT_RUN;
    }
    try (Session session = stack.open()) {
      Instant now = session.clock().instant();
      String code = Breaker.MANUAL + ": " + reason.strip();
      var state = session.pacer().change(pace -> Gcra.breakerOpened(pace, code, now), now);
      if (!code.equals(state.openReason())) {
        output.note("postrider: the pace changes too often: repeat the command.");
        return ExitCodes.FAILED;
      }
      Switches switches = session.eventSources().ensure(false);
      output.answer(
          Json.object()
              .put("paused", true)
              .put("reason", code)
              .put("since", now.toString())
              .put("eventSourcesPending", switches.pending()),
          "Paused: nothing is sent until `postrider resume`.\n" + text(switches));
      return ExitCodes.DONE;
    }
  }

  /// What is to be said of a switch that could not be moved yet; else nothing.
  static String text(Switches switches) {
    return switches.pending()
        ? "A queue's polling is still changing; it follows within a minute or two.\n"
        : "";
  }
}
