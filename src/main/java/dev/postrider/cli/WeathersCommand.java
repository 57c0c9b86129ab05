package dev.postrider.cli;

import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.simulation.Replacements;
import dev.postrider.simulation.Simulation;
import dev.postrider.simulation.Weather;
import dev.postrider.simulation.WeatherReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider simulate weathers`: how much of the rate is used while SES throttles.
@Command(
    name = "weathers",
    description =
        "Runs backlogs in which SES throttles in several ways, and compares the use of the rate"
            + " with its goals.",
    footer = {
      "",
      "Examples:",
      "  postrider simulate weathers",
      "  postrider simulate weathers stray-5 neighbour --json"
    })
final class WeathersCommand extends AnsweringCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "WEATHER",
      description = "Run only these, such as stray-5. Default: all")
  private List<String> names = List.of();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The seed of each run. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Override
  public Integer call() {
    String all = Weather.ALL.stream().map(Weather::name).collect(Collectors.joining(", "));
    for (String name : names) {
      output.require(Weather.named(name).isPresent(), "WEATHER", name, "one of " + all);
    }
    List<WeatherReport> reports = new ArrayList<>();
    for (Weather weather : Weather.ALL) {
      if (names.isEmpty() || names.contains(weather.name())) {
        output.err().println(weather.name() + " …");
        reports.add(Simulation.weather(seed, weather, Replacements.NONE));
      }
    }
    return output.answer(new WeathersAnswer(reports));
  }
}
