package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postrider.account.Breaker;
import dev.postrider.aws.LambdaEventSources.Switches;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postrider resume`: closes the breaker again.
@Command(
    name = "resume",
    description = {
      "Ends `postrider pause`.",
      "The pace begins slowly and climbs to the account's rate.",
      "The account watch ends a stop that SES caused, minutes after SES sends again; --force does not"
          + " wait."
    },
    footer = {"", "Example:", "  postrider resume --yes"})
public final class ResumeCommand extends StackCommand {
  @Mixin private Confirmation confirmation;

  @Option(names = "--force", description = "Resume also when SES caused the stop.")
  private boolean force;

  @Override
  int run(StackConnection stack) {
    Instant now = stack.now();
    String reason = stack.pacer().read(now).openReason();
    if (reason != null && !force && !reason.startsWith(Breaker.MANUAL)) {
      return output.failed(
          "SES caused the stop ("
              + reason
              + "); it ends when SES is well again. --force resumes now.");
    }
    String stopped = reason == null ? "" : ", stopped by " + reason + ",";
    return confirmation.given("Resume sending" + stopped, stack.place(), output.err())
        ? resume(stack, reason, now)
        : ExitCodes.NOT_RUN;
  }

  /// The breaker closes before anything polls. A stop that another cause has made meanwhile stays.
  private int resume(StackConnection stack, @Nullable String reason, Instant now) {
    PaceState state =
        stack
            .pacer()
            .change(
                pace ->
                    pace.openReason() != null && pace.openReason().equals(reason)
                        ? Gcra.breakerClosed(pace, now)
                        : pace,
                now);
    if (state.openReason() != null) {
      return output.failed(
          "still stopped, for a reason that came meanwhile: " + state.openReason());
    }
    Switches switches = stack.eventSources().ensure(true);
    String text =
        (reason == null ? "It was not paused.\n" : "Resumed; it was stopped by " + reason + ".\n")
            + PauseCommand.pendingText(switches.pending());
    return output.answer(
        new Resumed(false, reason, switches.switched(), switches.pending(), text), stack.place());
  }

  private record Resumed(
      boolean paused,
      @JsonInclude @Nullable String was,
      boolean eventSourcesSwitched,
      boolean eventSourcesPending,
      @JsonIgnore String text)
      implements CommandAnswer {}
}
