package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/// From enqueuing to SES's acceptance, one instance, without SQS's own polling.
///
/// @param capacityPerSecond what the instance can send in batches of ten
public record LatencyResult(
    double capacityPerSecond, List<AcceptanceTimes> loads, List<CountCheck> checks)
    implements PartResult {
  public LatencyResult {
    loads = List.copyOf(loads);
    checks = List.copyOf(checks);
  }

  /// At one load.
  ///
  /// @param load as a share of the capacity
  public record AcceptanceTimes(
      long sesMillis, double load, int messages, double p50, double p95, double p99) {}

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return List.of(
        new BenchTable(
            "From enqueuing to SES's acceptance. Mail arrives at random times; one instance takes"
                + " up to ten that wait, without a window. Not in it: SQS's polling and fairness,"
                + " which the stand-in does not have. The capacity is "
                + Millis.format("%.0f", capacityPerSecond)
                + " messages a second at 20 ms.",
            List.of("SES", "load", "messages", "p50 of SES", "p50", "p95", "p99"),
            loads.stream()
                .map(
                    one ->
                        List.of(
                            one.sesMillis() + " ms",
                            Millis.percent(one.load()),
                            Integer.toString(one.messages()),
                            Millis.ratio(one.p50() / Math.max(1, one.sesMillis())),
                            Millis.text(one.p50()),
                            Millis.text(one.p95()),
                            Millis.text(one.p99())))
                .toList()));
  }
}
