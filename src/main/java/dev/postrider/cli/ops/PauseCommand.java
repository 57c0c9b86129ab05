package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.account.Breaker;
import dev.postrider.aws.LambdaEventSources.Switches;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.Times;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `postrider pause`: opens the breaker by hand.
@Command(
    name = "pause",
    description = {
      "Stops all sending until `postrider resume`.",
      "Mail waits in its queue; none is lost. It opens the breaker first, and then stops the polling of the queues.",
      "The reason is kept with your user name and the time, before the reasons of earlier pauses."
    },
    footer = {"", "Example:", "  postrider pause \"wrong prices in the newsletter\""})
public final class PauseCommand extends StackCommand {
  private static final int LONGEST_REASON = 200;

  /// Of all notes together, in characters.
  private static final int LONGEST_NOTES = 4_000;

  private static final String BEFORE = "; before: ";

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
    String given =
        "%s: %s (%s, %s)"
            .formatted(
                Breaker.MANUAL, reason.strip(), System.getProperty("user.name"), Times.at(now));
    PaceState state = stack.pacer().change(pace -> paused(pace, given, now), now);
    String code = state.openReason();
    if (code == null || !code.startsWith(given)) {
      return output.failed(
          code == null || code.length() < LONGEST_NOTES - LONGEST_REASON
              ? "the pace changes too often: repeat the command."
              : "it is paused already, and there is no room for one more note: " + code);
    }
    Switches switches = stack.eventSources().ensure(false);
    String text =
        "Paused: nothing is sent until `%s`.\nReason: %s\n"
                .formatted(stack.commands().of("resume"), TerminalWriter.cell(code))
            + pendingText(switches.pending());
    return output.answer(new Paused(true, code, now, switches.pending(), text), stack.place());
  }

  /// The newest note comes first, and those that were there before stay behind it.
  private static PaceState paused(PaceState pace, String note, Instant now) {
    String known = pace.openReason();
    if (known == null) {
      return Gcra.breakerOpened(pace, note, now);
    }
    String since = known.startsWith(Breaker.MANUAL) ? "" : " (since " + pace.openedAt() + ")";
    String all = note + BEFORE + known + since;
    return all.length() > LONGEST_NOTES ? pace : Gcra.breakerOpened(pace, all, now);
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
