package dev.postrider.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.simulation.Figures;
import dev.postrider.simulation.Spread;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A simulation's figures.
///
/// @param brokenRuns how many runs broke a promise
/// @param wallSeconds how long the simulation took
record SimulationAnswer(
    @JsonUnwrapped Figures figures,
    double duplicatesPerMillion,
    long brokenRuns,
    double wallSeconds)
    implements CommandAnswer {
  @Override
  public int exitCode() {
    return brokenRuns == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        """
        runs                     %,d, of which %,d broke a promise
        messages                 %,d
        units                    %,d%s
        accepted by SES          %,d, in %,d calls
        lost                     %,d
        duplicates               %,d, %.1f per million%s
        accepted, not recorded   %,d
        busiest second           %.1f %% of what is allowed
        used under backlog       %.1f %% of MaxSendRate, at least %.1f %% (%,d runs measured it)
        held, rejected           %,d and %,d copies
        dead letters             %,d, and %,d events sent in again by hand
        deferred copies          %,d; %,d messages came back 16 times in a row and more%s
        instances killed         %,d
        virtual time             %.1f days
        wall time                %.1f s
        """,
        figures.runs(),
        brokenRuns,
        figures.messages(),
        figures.units(),
        listed(figures.states()),
        figures.accepted(),
        figures.calls(),
        figures.lost(),
        figures.duplicated(),
        duplicatesPerMillion,
        listed(figures.duplicates()),
        figures.unrecorded(),
        figures.peakShare() * 100,
        figures.meanUsedShare() * 100,
        figures.usedShare() * 100,
        figures.measured(),
        figures.heldCopies(),
        figures.rejectedCopies(),
        figures.deadLetters(),
        figures.eventDeadLetters(),
        figures.deferred(),
        figures.loops(),
        copies(),
        figures.killed(),
        figures.virtualSeconds() / 86_400,
        wallSeconds);
  }

  private String copies() {
    return figures.copies().entrySet().stream()
        .map(of -> row(of.getKey(), of.getValue()))
        .collect(
            Collectors.joining(
                "",
                "%n  %-24s %9s   %-28s %s"
                    .formatted(
                        "reason",
                        "messages",
                        "copies: median, p99, most",
                        "in a row: median, p99, most"),
                ""));
  }

  private String row(String reason, Spread copies) {
    Spread hops = figures.hops().getOrDefault(reason, copies);
    return String.format(
        Locale.ROOT,
        "%n  %-24s %,9d   %14d %4d %5d     %15d %4d %5d",
        reason,
        copies.atLeast(1),
        copies.median(),
        copies.p99(),
        copies.most(),
        hops.median(),
        hops.p99(),
        hops.most());
  }

  private static String listed(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> String.format(Locale.ROOT, "%n  %-50s %,d", count.getKey(), count.getValue()))
        .collect(Collectors.joining());
  }
}
