package dev.postrider.cli.bench;

import dev.postrider.cli.bench.FunctionJvm.BatchesRun;
import dev.postrider.cli.bench.FunctionJvm.Tiers;
import dev.postrider.cli.bench.GrowthResult.AtSize;
import java.util.ArrayList;
import java.util.List;

/// Measures the same at 1, 10 and 100 times of messages, suppressions and tenants.
final class GrowthBench {
  private static final int BATCH = 50;

  private final BenchScale scale;
  private final List<AtSize> figures = new ArrayList<>();
  private final List<CountCheck> checks = new ArrayList<>();

  GrowthBench(BenchScale scale) {
    this.scale = scale;
  }

  GrowthResult run() {
    messages();
    figures.addAll(new StoreGrowth(scale).run());
    return new GrowthResult(figures, checks);
  }

  /// One instance that sends more and more.
  private void messages() {
    try (QuickAws aws = new QuickAws();
        FunctionJvm function =
            FunctionJvm.start(scale.target(), "dispatch", Tiers.FIRST, aws.endpoint())) {
      scale.tell("growth: warming a JVM up");
      ThroughputBench.warmUp(function, 1_000);
      int sent = 0;
      for (int size : sizes(scale.of(100, 1_000))) {
        scale.tell("growth: %,d messages".formatted(size));
        var _ = aws.takeCounts();
        int more = (size - sent) / BATCH;
        BatchesRun run = function.run(BenchMail.PLAIN.name(), BATCH, more, true);
        checks.addAll(ThroughputBench.sent("growth, to " + size, more * BATCH, aws.takeCounts()));
        sent = size;
        List<Double> last = run.millis().subList(Math.max(0, more - 20), more);
        add(size, "ms a batch of 50", Millis.median(last));
        add(size, "heap after a collection, MB", run.heapMegabytes());
        add(size, "resident, MB", run.residentMegabytes());
      }
    }
  }

  private void add(int size, String what, double value) {
    figures.add(new AtSize("messages", size, what, value));
  }

  static List<Integer> sizes(int first) {
    return List.of(first, 10 * first, 100 * first);
  }
}
