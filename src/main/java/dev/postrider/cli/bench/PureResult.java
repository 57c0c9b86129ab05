package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// The pure parts, as JMH measured them.
public record PureResult(List<PureStep> steps) implements PartResult {
  public PureResult {
    steps = List.copyOf(steps);
  }

  /// One benchmark.
  ///
  /// @param error half of the 99.9 % confidence interval
  /// @param bytes allocated
  public record PureStep(String name, double nanos, double error, double bytes) {}

  /// Reads JMH's report.
  ///
  /// @param report an array, an element a benchmark
  static PureResult of(JsonNode report) {
    return new PureResult(
        StreamSupport.stream(report.spliterator(), false).map(PureResult::step).toList());
  }

  private static PureStep step(JsonNode benchmark) {
    JsonNode time = benchmark.path("primaryMetric");
    return new PureStep(
        benchmark
            .path("benchmark")
            .asText()
            .replaceFirst(".*\\.(\\w+)Benchmark\\.(\\w+)$", "$1, $2"),
        time.path("score").asDouble(),
        time.path("scoreError").asDouble(),
        benchmark.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble());
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return List.of(
        new BenchTable(
            "The pure parts by JMH, all compilers, the mean of an operation.",
            List.of("step", "time", "error", "allocated"),
            steps.stream()
                .map(
                    one ->
                        List.of(
                            one.name(),
                            Millis.format("%.0f ns", one.nanos()),
                            Millis.format("%.0f ns", one.error()),
                            Millis.format("%.0f bytes", one.bytes())))
                .toList()));
  }
}
