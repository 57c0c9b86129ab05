package dev.postrider.cli.bench;

import java.util.Locale;
import java.util.function.Function;

/// What can be measured alone, in the order of a whole run.
public enum BenchPart {
  THROUGHPUT(scale -> new ThroughputBench(scale).run()),
  LATENCY(scale -> new LatencyBench(scale).run()),
  CPU(scale -> new CpuBench(scale).run()),
  FEEDBACK(scale -> new FeedbackBench(scale).run()),
  START(BenchPart::start),
  COST(BenchPart::cost),
  PACE(scale -> new PaceBench(scale).run()),
  GROWTH(scale -> new GrowthBench(scale).run()),
  PURE(scale -> new PureBench(scale).run());

  private final Function<BenchScale, PartResult> measuring;

  BenchPart(Function<BenchScale, PartResult> measuring) {
    this.measuring = measuring;
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

  /// Measures this part.
  public PartResult measure(BenchScale scale) {
    return measuring.apply(scale);
  }

  /// As it is written on the command line.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
