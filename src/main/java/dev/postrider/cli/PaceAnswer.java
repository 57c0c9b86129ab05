package dev.postrider.cli;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.simulation.PaceReport;
import dev.postrider.simulation.PaceReport.PaceFigure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How much of the rate was used in each case, with the goal beside it.
record PaceAnswer(List<PaceReport> cases) implements CommandAnswer {
  @Override
  public int exitCode() {
    return cases.stream().allMatch(PaceReport::reached) ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  @Override
  public String text() {
    return cases.stream().map(PaceAnswer::text).collect(Collectors.joining());
  }

  private static String text(PaceReport report) {
    String head =
        String.format(
            Locale.ROOT,
            "%s: %,.0f a second, instances: %d, messages: %,d%n",
            report.name(),
            report.ratePerSecond(),
            report.instances(),
            report.messages());
    String figures = report.figures().stream().map(PaceAnswer::text).collect(Collectors.joining());
    String copies =
        report.copies().entrySet().stream()
            .map(of -> String.format(Locale.ROOT, "%s %.2f", of.getKey(), of.getValue()))
            .collect(Collectors.joining(", "));
    String rest =
        String.format(
            Locale.ROOT,
            "  %-45s %6.1f %%  at most 100.0 %%%n  copies a message: %s%n",
            "busiest second, of what is allowed",
            report.busiestSecond() * 100,
            copies.isEmpty() ? "none" : copies);
    String broken =
        report.broken().stream()
            .map(one -> "  broken: " + one + "\n")
            .collect(Collectors.joining());
    return head + figures + rest + broken;
  }

  private static String text(PaceFigure figure) {
    return String.format(
        Locale.ROOT,
        "  %-45s %6.1f %%  %s %.1f %%%s%n",
        figure.name(),
        figure.value() * 100,
        figure.bound(),
        figure.goal() * 100,
        figure.reached() ? "" : "  MISSED");
  }
}
