package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.simulation.PaceReport;
import java.util.List;
import java.util.stream.Stream;

/// How much of MaxSendRate is used while mail waits.
///
/// @param measured over real protocols, on the embedded stack
/// @param simulated in virtual time, the same code: the cases of `simulate pace`
public record PaceResult(
    List<UsedShare> measured, List<PaceReport> simulated, List<CountCheck> checks)
    implements PartResult {
  public PaceResult {
    measured = List.copyOf(measured);
    simulated = List.copyOf(simulated);
    checks = List.copyOf(checks);
  }

  /// Under a backlog.
  ///
  /// @param rate MaxSendRate, in recipients a second
  /// @param instances of DispatchFunction at once
  /// @param used of the rate, 0 to 1
  /// @param throttled the share of calls that SES throttled, 0 to 1
  public record UsedShare(double rate, int instances, double used, double throttled) {
    private List<String> row() {
      return List.of(
          Millis.format("%.0f/s", rate),
          Integer.toString(instances),
          Millis.percent(used),
          Millis.percent(throttled));
    }
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return Stream.of(
            new BenchTable(
                "Used share of MaxSendRate under a backlog, over real protocols: one JVM an"
                    + " instance, all on this machine, as the embedded servers are. The stack"
                    + " may use 90 % of it (RateHeadroom).",
                List.of("MaxSendRate", "instances", "used", "throttled"),
                measured.stream().map(UsedShare::row).toList()),
            new BenchTable(
                "The cases of `./postrider simulate pace` (docs/reliability.md), in virtual time:"
                    + " shares, with their goals.",
                List.of("case", "MaxSendRate", "instances", "figure", "value", "goal"),
                simulated.stream().flatMap(PaceResult::rows).toList()))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private static Stream<List<String>> rows(PaceReport report) {
    return report.figures().stream()
        .map(
            figure ->
                List.of(
                    report.name(),
                    Millis.format("%.0f/s", report.ratePerSecond()),
                    Integer.toString(report.instances()),
                    figure.name(),
                    Millis.percent(figure.value()),
                    figure.bound() + " " + Millis.percent(figure.goal())));
  }
}
