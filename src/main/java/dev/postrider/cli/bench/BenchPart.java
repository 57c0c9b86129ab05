package dev.postrider.cli.bench;

import java.util.Locale;

/// What can be measured alone, in the order of a whole run.
public enum BenchPart {
  THROUGHPUT,
  LATENCY,
  CPU,
  FEEDBACK,
  START,
  COST,
  PACE,
  GROWTH,
  PURE;

  /// Measures this part.
  public PartResult measure(BenchScale scale) {
    return switch (this) {
      case THROUGHPUT -> new ThroughputBench(scale).run();
      case LATENCY -> new LatencyBench(scale).run();
      case CPU -> new CpuBench(scale).run();
      case FEEDBACK -> new FeedbackBench(scale).run();
      case START -> start(scale);
      case COST -> cost(scale);
      case PACE -> new PaceBench(scale).run();
      case GROWTH -> new GrowthBench(scale).run();
      case PURE -> new PureBench(scale).run();
    };
  }

  private static PartResult start(BenchScale scale) {
    try (StartBench bench = new StartBench(scale.target())) {
      return bench.run(scale.of(3, 11), scale.progress());
    }
  }

  private static PartResult cost(BenchScale scale) {
    CostBench.WarmTimes times = CostBench.warmTimes(scale);
    try (CostBench bench = new CostBench(scale, times)) {
      return bench.run();
    }
  }

  /// As it is written on the command line.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
