package dev.postrider.cli;

import dev.postrider.simulation.Figures;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A simulation's figures for people.
record FiguresText(Figures figures, long broken, Duration took) {

  String text() {
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
        parked copies            %,d
        instances killed         %,d
        virtual time             %.1f days
        wall time                %.1f s
        """,
        figures.runs(),
        broken,
        figures.messages(),
        figures.units(),
        listed(figures.states()),
        figures.accepted(),
        figures.calls(),
        figures.lost(),
        figures.duplicated(),
        figures.duplicatesPerMillion(),
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
        figures.parked(),
        figures.killed(),
        figures.virtualSeconds() / 86_400,
        took.toMillis() / 1_000.0);
  }

  private static String listed(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> String.format(Locale.ROOT, "%n  %-50s %,d", count.getKey(), count.getValue()))
        .collect(Collectors.joining());
  }
}
