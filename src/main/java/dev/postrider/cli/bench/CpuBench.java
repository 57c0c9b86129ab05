package dev.postrider.cli.bench;

import dev.postrider.cli.bench.CpuResult.UnitCost;
import dev.postrider.cli.bench.FunctionJvm.BatchesRun;
import dev.postrider.cli.bench.FunctionJvm.Tiers;
import dev.postrider.cli.bench.QuickAws.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures what a unit costs in processor time and memory.
final class CpuBench {
  private static final long SES_MILLIS = 20;

  private final BenchScale scale;
  private final List<CountCheck> checks = new ArrayList<>();

  CpuBench(BenchScale scale) {
    this.scale = scale;
  }

  CpuResult run() {
    List<UnitCost> costs = new ArrayList<>();
    for (Tiers tiers : Tiers.values()) {
      try (QuickAws aws = new QuickAws();
          FunctionJvm function =
              FunctionJvm.start(scale.target(), "dispatch", tiers, aws.endpoint());
          FunctionJvm bare = FunctionJvm.start(scale.target(), "bare", tiers, aws.endpoint())) {
        scale.tell("cpu: warming two JVMs up, compilers: " + tiers);
        int warmUp = tiers == Tiers.FIRST ? 1_000 : scale.of(2_000, 10_000);
        ThroughputBench.warmUp(function, warmUp);
        ThroughputBench.warmUp(bare, warmUp);
        aws.latencies(
            new Latencies(SES_MILLIS, ThroughputBench.STORE_MILLIS, ThroughputBench.BUS_MILLIS));
        int units = scale.of(500, 2_000);
        costs.add(measure(aws, function, bare, tiers, BenchMail.PLAIN, 1, units / 4));
        costs.add(measure(aws, function, bare, tiers, BenchMail.PLAIN, 10, units));
        costs.add(measure(aws, function, bare, tiers, BenchMail.PLAIN, 50, units));
        costs.add(measure(aws, function, bare, tiers, BenchMail.ENTRIES, 500, units * 3));
      }
    }
    return new CpuResult(costs, checks);
  }

  private UnitCost measure(
      QuickAws aws,
      FunctionJvm function,
      FunctionJvm bare,
      Tiers tiers,
      BenchMail mail,
      int size,
      int units) {
    String name = ThroughputBench.name(mail);
    String what = "cpu, %s of %d, compilers: %s".formatted(name, size, tiers);
    scale.tell(what);
    int times = Math.max(1, units / size);
    var _ = aws.takeCounts();
    BatchesRun run = function.run(mail.name(), size, times, false);
    checks.addAll(ThroughputBench.sent(what, times * size, aws.takeCounts()));
    BatchesRun bareRun = bare.run(mail.name(), size, times, false);
    return new UnitCost(
        name,
        size,
        tiers.name().toLowerCase(Locale.ROOT),
        run.cpuMillis(),
        bareRun.cpuMillis(),
        run.allocatedKilobytes(),
        bareRun.allocatedKilobytes(),
        run.residentMegabytes());
  }
}
