package dev.postrider.cli;

import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.simulation.PaceCase;
import dev.postrider.simulation.PaceReport;
import dev.postrider.simulation.Replacements;
import dev.postrider.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider simulate pace`: how much of the rate is used while SES throttles.
@Command(
    name = "pace",
    description = {
      "Runs backlogs in which SES throttles in several ways.",
      "Compares the use of the rate with its goals."
    },
    footer = {
      "",
      "Examples:",
      "  postrider simulate pace",
      "  postrider simulate pace stray-5 neighbour --json"
    })
final class SimulatePaceCommand extends AnsweringCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "CASE",
      description = "Run only these, such as stray-5. Default: all")
  private List<String> names = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of each run. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Override
  public Integer call() {
    String all = PaceCase.ALL.stream().map(PaceCase::name).collect(Collectors.joining(", "));
    for (String name : names) {
      output.require(PaceCase.named(name).isPresent(), "CASE", name, "one of " + all);
    }
    List<PaceReport> reports = new ArrayList<>();
    for (PaceCase paceCase : PaceCase.ALL) {
      if (names.isEmpty() || names.contains(paceCase.name())) {
        output.err().println(paceCase.name() + " …");
        reports.add(Simulation.pace(seed, paceCase, Replacements.NONE));
      }
    }
    return output.answer(new PaceAnswer(reports));
  }
}
