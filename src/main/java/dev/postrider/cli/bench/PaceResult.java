package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.stream.Stream;

/// How much of MaxSendRate is used while mail waits.
///
/// @param measured over real protocols, on the embedded stack
/// @param simulated in virtual time, the same code
public record PaceResult(
    List<UsedShare> measured, List<UsedShare> simulated, List<CountCheck> checks)
    implements PartResult {
  public PaceResult {
    measured = List.copyOf(measured);
    simulated = List.copyOf(simulated);
    checks = List.copyOf(checks);
  }

  /// In one setting.
  ///
  /// @param rate MaxSendRate, in recipients a second
  /// @param instances of DispatchFunction at once; 0 where the seed draws them
  /// @param used of the rate, 0 to 1
  /// @param throttled the share of calls that SES throttled, 0 to 1
  public record UsedShare(
      double rate, int instances, double used, double throttled, String setting) {
    private List<String> row() {
      return List.of(
          Millis.format("%.0f/s", rate),
          instances == 0 ? "drawn" : Integer.toString(instances),
          setting,
          Millis.percent(used),
          Millis.percent(throttled));
    }
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    List<String> head = List.of("MaxSendRate", "instances", "setting", "used", "throttled");
    return Stream.of(
            new BenchTable(
                "Used share of MaxSendRate under a backlog, over real protocols: one JVM an"
                    + " instance, all on this machine, as the embedded servers are.",
                head,
                measured.stream().map(UsedShare::row).toList()),
            new BenchTable(
                "The same by the simulation, in virtual time.",
                head,
                simulated.stream().map(UsedShare::row).toList()))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }
}
