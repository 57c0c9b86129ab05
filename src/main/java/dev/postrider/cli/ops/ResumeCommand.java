package dev.postrider.cli.ops;

import dev.postrider.account.Breaker;
import dev.postrider.aws.LambdaEventSources.Switches;
import dev.postrider.local.http.Json;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postrider resume`: closes the breaker again.
@Command(
    name = "resume",
    description = {
      "Takes `postrider pause` back. The pace begins slowly and climbs to the account's rate.",
      "A stop that SES caused ends by itself, minutes after SES is well again; --force does not"
          + " wait."
    },
    footer = {"", "Example:", "  postrider resume --yes"},
    mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Option(names = "--force", description = "Also when SES caused the stop.")
  private boolean force;

  @Override
  public Integer call() {
    try (Session session = stack.open()) {
      Instant now = session.clock().instant();
      String reason = session.pacer().read(now).openReason();
      if (reason != null && !mayClose(reason)) {
        output.note(
            "postrider: SES caused the stop ("
                + reason
                + "); it ends when SES is well again. --force resumes now.");
        return ExitCodes.FAILED;
      }
      if (!confirmation.given("Resume sending", output.err())) {
        return ExitCodes.NOT_RUN;
      }
      return resume(session, reason, now);
    }
  }

  private boolean mayClose(String reason) {
    return force || reason.startsWith(Breaker.MANUAL);
  }

  /// The breaker closes before anything polls. A stop that another cause has made meanwhile stays.
  private int resume(Session session, @Nullable String reason, Instant now) {
    PaceState state =
        session
            .pacer()
            .change(
                pace ->
                    pace.openReason() != null && pace.openReason().equals(reason)
                        ? Gcra.breakerClosed(pace, now)
                        : pace,
                now);
    if (state.openReason() != null) {
      output.note("postrider: still stopped: " + state.openReason());
      return ExitCodes.FAILED;
    }
    Switches switches = session.eventSources().ensure(true);
    output.answer(
        Json.object()
            .put("paused", false)
            .put("was", reason)
            .put("eventSourcesSwitched", switches.switched())
            .put("eventSourcesPending", switches.pending()),
        (reason == null ? "It was not paused.\n" : "Resumed; it was stopped by " + reason + ".\n")
            + PauseCommand.text(switches));
    return ExitCodes.DONE;
  }
}
