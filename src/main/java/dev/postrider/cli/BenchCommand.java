package dev.postrider.cli;

import dev.postrider.cli.bench.Bench;
import dev.postrider.cli.output.AnsweringCommand;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider bench`: what a batch costs on the embedded stack.
@Command(
    name = "bench",
    description =
        "Measures what a batch costs on the embedded stack: calls, capacity units and time.",
    footer = {"", "Example:", "  postrider bench --batches 20"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "2:wrong usage, or it could not be run"})
final class BenchCommand extends AnsweringCommand {
  /// What one event source hands over at once.
  private static final int LARGEST_BATCH = 50;

  @Option(
      names = "--batches",
      defaultValue = "20",
      description = "Number of batches of each kind. Default: ${DEFAULT-VALUE}")
  private int batches;

  @Option(
      names = "--units",
      defaultValue = "50",
      description = "Number of units of mail in a batch, 1 to 50. Default: ${DEFAULT-VALUE}")
  private int units;

  @Option(
      names = "--cold-starts",
      defaultValue = "5",
      description = "Number of JVMs that are started for a first answer. Default: ${DEFAULT-VALUE}")
  private int coldStarts;

  @Option(
      names = "--ses-latency",
      defaultValue = "PT0.05S",
      description =
          "What SES's stand-in adds to each answer, as an ISO-8601 duration."
              + " Default: ${DEFAULT-VALUE}")
  private Duration sesLatency = Duration.ZERO;

  @Override
  public Integer call() {
    requireIn("--batches", batches, 1, 10_000);
    requireIn("--units", units, 1, LARGEST_BATCH);
    requireIn("--cold-starts", coldStarts, 1, 100);
    Bench.BenchSettings settings = new Bench.BenchSettings(batches, units, coldStarts, sesLatency);
    try (Bench bench =
        new Bench(BuildOutput.directory(), settings, what -> output.note(what + " …"))) {
      return output.answer(bench.run());
    }
  }

  private void requireIn(String option, int value, int least, int most) {
    output.require(value >= least && value <= most, option, value, least + " to " + most);
  }
}
