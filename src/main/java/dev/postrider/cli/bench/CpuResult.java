package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Processor time and memory of a unit.
public record CpuResult(List<UnitCost> costs, List<CountCheck> checks) implements PartResult {
  public CpuResult {
    costs = List.copyOf(costs);
    checks = List.copyOf(checks);
  }

  /// Of one kind of batch with one set of compilers, function and bare calls beside each other.
  public record UnitCost(
      String kind,
      int units,
      String tiers,
      double cpuMillis,
      double bareCpuMillis,
      double allocatedKilobytes,
      double bareAllocatedKilobytes,
      double residentMegabytes) {

    /// As a multiple of the bare calls'.
    @JsonProperty
    public double timesBare() {
      return cpuMillis / bareCpuMillis;
    }
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return List.of(
        new BenchTable(
            "Processor time of a unit, of all threads of the function's JVM, and memory. SES takes"
                + " 20 ms. Compilers: the first tier alone, as Lambda's runtime has it, or all.",
            List.of(
                "batch of",
                "units",
                "compilers",
                "times bare CPU",
                "times bare allocation",
                "CPU a unit",
                "bare",
                "allocated a unit",
                "resident"),
            costs.stream()
                .map(
                    one ->
                        List.of(
                            one.kind(),
                            Integer.toString(one.units()),
                            one.tiers(),
                            Millis.ratio(one.timesBare()),
                            Millis.ratio(one.allocatedKilobytes() / one.bareAllocatedKilobytes()),
                            Millis.format("%.2f ms", one.cpuMillis()),
                            Millis.format("%.2f ms", one.bareCpuMillis()),
                            Millis.format("%.0f KB", one.allocatedKilobytes()),
                            Millis.format("%.0f MB", one.residentMegabytes())))
                .toList()));
  }
}
