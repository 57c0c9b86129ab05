package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

/// Warm throughput of one instance.
public record ThroughputResult(List<BatchTimes> batches, List<CountCheck> checks)
    implements PartResult {
  public ThroughputResult {
    batches = List.copyOf(batches);
    checks = List.copyOf(checks);
  }

  /// Batches of one size, the median of each.
  ///
  /// @param bareMillis the calls to SES alone, side by side
  /// @param inOrderMillis the calls to SES alone, one after the other
  public record BatchTimes(
      String kind,
      int units,
      long sesMillis,
      double millis,
      double bareMillis,
      double inOrderMillis) {

    /// The throughput as a share of the bare calls'.
    @JsonProperty
    public double shareOfBare() {
      return bareMillis / millis;
    }

    /// How much faster than a loop.
    @JsonProperty
    public double timesInOrder() {
      return inOrderMillis / millis;
    }
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    Stream<List<String>> rows =
        batches.stream()
            .map(
                one ->
                    List.of(
                        one.kind(),
                        Integer.toString(one.units()),
                        one.sesMillis() + " ms",
                        Millis.ratio(one.shareOfBare()),
                        Millis.ratio(1 / one.shareOfBare()),
                        Millis.ratio(one.timesInOrder()),
                        Millis.text(one.millis()),
                        Millis.text(one.bareMillis()),
                        Millis.text(one.inOrderMillis()),
                        Millis.format("%.0f", one.units() / one.millis() * 1_000)));
    return List.of(
        new BenchTable(
            "Warm throughput of one instance, median of a batch. Bare: the calls to SES alone, side"
                + " by side with the same client. In order: one after the other with the SDK's"
                + " defaults.",
            List.of(
                "batch of",
                "units",
                "SES",
                "of bare throughput",
                "times bare time",
                "times in order",
                "batch",
                "bare",
                "in order",
                "units/s"),
            rows.toList()));
  }
}
