package dev.postrider.cli;

import dev.postrider.cli.bench.BenchMachine;
import dev.postrider.cli.bench.BenchPart;
import dev.postrider.cli.bench.BenchReport;
import dev.postrider.cli.bench.BenchScale;
import dev.postrider.cli.bench.CountCheck;
import dev.postrider.cli.bench.PartResult;
import dev.postrider.cli.output.AnsweringCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider bench`: what mail costs in time, calls and memory; `docs/benchmarks.md` has the
/// result and the method.
@Command(
    name = "bench",
    description = {
      "Measures the functions in front of stand-ins.",
      "It prints counts, ratios and times."
    },
    footer = {"", "Example:", "  postrider bench --quick --only throughput,cpu"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:a stand-in counted something else than was sent, or a part could not be measured",
      "2:wrong usage, or it could not be run"
    })
final class BenchCommand extends AnsweringCommand {
  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Parts to measure: ${COMPLETION-CANDIDATES}. Default: all")
  private List<BenchPart> only = List.of(BenchPart.values());

  @Option(names = "--quick", description = "Measure less of everything, in under 5 minutes.")
  private boolean quick;

  @Option(names = "--markdown", description = "Answer as the text of docs/benchmarks.md.")
  private boolean markdown;

  @Override
  public Integer call() {
    Instant began = Instant.now();
    BenchMachine machine = BenchMachine.here();
    BenchScale scale =
        new BenchScale(BuildOutput.directory(), quick, what -> progress(began, what));
    Map<String, PartResult> parts = new LinkedHashMap<>();
    List<CountCheck> checks = new ArrayList<>();
    for (BenchPart part : BenchPart.values()) {
      if (only.contains(part)) {
        measure(part, scale, parts, checks);
      }
    }
    return output.answer(
        new BenchReport(began, machine, line(), seconds(began), parts, checks, markdown));
  }

  /// A part that cannot be measured costs no other one its figures.
  private void measure(
      BenchPart part, BenchScale scale, Map<String, PartResult> parts, List<CountCheck> checks) {
    try {
      PartResult result = part.measure(scale);
      parts.put(part.toString(), result);
      checks.addAll(result.checks());
    } catch (RuntimeException e) {
      output.note("postrider: " + part + " could not be measured: " + e.getMessage());
      checks.add(new CountCheck(part + ": measured", 1, 0));
    }
  }

  private void progress(Instant began, String what) {
    output.note("%4.0f s  %s".formatted(seconds(began), what));
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1_000.0;
  }

  /// The command that measures the same again.
  private String line() {
    String parts =
        only.size() == BenchPart.values().length
            ? ""
            : " --only " + String.join(",", only.stream().map(BenchPart::toString).toList());
    return "./postrider bench"
        + (quick ? " --quick" : "")
        + parts
        + (markdown ? " --markdown" : "");
  }
}
