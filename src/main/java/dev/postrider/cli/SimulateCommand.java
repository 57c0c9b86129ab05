package dev.postrider.cli;

import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.simulation.Figures;
import dev.postrider.simulation.Replacements;
import dev.postrider.simulation.RunReport;
import dev.postrider.simulation.Simulation;
import java.io.PrintWriter;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider simulate`: the real code in a simulated world, with faults; `docs/reliability.md`
/// says what is promised and what is injected.
@Command(
    name = "simulate",
    description = {
      "Runs the dispatcher in a simulated AWS.",
      "Injects faults, and checks the dispatcher's promises."
    },
    footer = {"", "Example:", "  postrider simulate --seeds 20"},
    subcommands = SimulatePaceCommand.class)
final class SimulateCommand extends AnsweringCommand {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);
  private static final int EXPLAINED = 3;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "100",
      description = "Number of runs, with the seeds 1, 2, 3 … Default: ${DEFAULT-VALUE}")
  private int seeds;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of messages that are enqueued in each run. Default: ${DEFAULT-VALUE}")
  private int messages;

  @Option(names = "--seed", paramLabel = "N", description = "Run only this seed.")
  private @Nullable Long seed;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description =
          "MaxSendRate of a backlog without faults, instead of the rate that the seed draws.")
  private @Nullable Double rate;

  @Override
  public Integer call() {
    requirePositive("--seeds", seeds);
    requirePositive("--messages", messages);
    if (rate != null) {
      requirePositive("--rate", rate);
    }
    PrintWriter err = output.err();
    Instant began = Instant.now();
    Instant told = began;
    long first = seed == null ? 1 : seed;
    long last = seed == null ? seeds : seed;
    Figures figures = Figures.NONE;
    long broken = 0;
    for (long each = first; each <= last; each++) {
      RunReport report =
          rate == null
              ? Simulation.run(each, messages, Replacements.NONE)
              : Simulation.backlog(each, messages, rate);
      figures = figures.plus(report.figures());
      if (!report.kept() && broken++ < EXPLAINED) {
        err.print(report.explanation());
      }
      if (Duration.between(told, Instant.now()).compareTo(PROGRESS_EVERY) >= 0) {
        told = Instant.now();
        err.printf(
            Locale.ROOT,
            "%,d of %,d runs, %,d messages, %d broken%n",
            each - first + 1,
            last - first + 1,
            figures.messages(),
            broken);
      }
    }
    return output.answer(
        new SimulationAnswer(
            figures,
            figures.duplicatesPerMillion(),
            broken,
            Duration.between(began, Instant.now()).toMillis() / 1_000.0));
  }

  private void requirePositive(String option, double value) {
    String found = NumberFormat.getInstance(Locale.ROOT).format(value);
    output.require(value >= 1, option, found, "at least 1");
  }
}
