package dev.postrider.cli;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.simulation.WeatherReport;
import dev.postrider.simulation.WeatherReport.WeatherFigure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How much of the rate was used in each weather, with the goal beside it.
record WeathersAnswer(List<WeatherReport> weathers) implements CommandAnswer {
  @Override
  public int exitCode() {
    return weathers.stream().allMatch(WeatherReport::reached)
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }

  @Override
  public String text() {
    return weathers.stream().map(WeathersAnswer::text).collect(Collectors.joining());
  }

  private static String text(WeatherReport report) {
    String head =
        String.format(
            Locale.ROOT,
            "%s: %,.0f a second, instances: %d, messages: %,d%n",
            report.weather(),
            report.ratePerSecond(),
            report.instances(),
            report.messages());
    String figures =
        report.figures().stream().map(WeathersAnswer::text).collect(Collectors.joining());
    String copies =
        report.copies().entrySet().stream()
            .map(
                of -> String.format(Locale.ROOT, "%s %.2f", of.getKey(), of.getValue()))
            .collect(Collectors.joining(", "));
    String rest =
        String.format(
            Locale.ROOT,
            "  %-45s %6.1f %%  at most 100.0 %%%n  copies a message: %s%n",
            "busiest second, of what is allowed",
            report.busiestSecond() * 100,
            copies.isEmpty() ? "none" : copies);
    String broken =
        report.broken().stream().map(one -> "  broken: " + one + "\n").collect(Collectors.joining());
    return head + figures + rest + broken;
  }

  private static String text(WeatherFigure figure) {
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
