package dev.postrider.cli.bench;

import dev.postrider.cli.bench.FunctionJvm.Tiers;
import dev.postrider.cli.bench.LatencyResult.AcceptanceTimes;
import dev.postrider.cli.bench.QuickAws.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Measures how long mail takes from the queue to SES's acceptance, at a low and at a high load.
final class LatencyBench {
  private static final List<Double> LOADS = List.of(0.1, 0.8);
  private static final int WARM_UP_UNITS = 1_000;

  private final BenchScale scale;
  private final List<CountCheck> checks = new ArrayList<>();

  LatencyBench(BenchScale scale) {
    this.scale = scale;
  }

  LatencyResult run() {
    List<AcceptanceTimes> loads = new ArrayList<>();
    double reported = 0;
    try (QuickAws aws = new QuickAws();
        FunctionJvm function =
            FunctionJvm.start(scale.target(), "dispatch", Tiers.FIRST, aws.endpoint())) {
      scale.tell("latency: warming a JVM up");
      ThroughputBench.warmUp(function, WARM_UP_UNITS);
      for (long ses : List.of(0L, 20L, 60L)) {
        aws.latencies(new Latencies(ses, ThroughputBench.STORE_MILLIS, ThroughputBench.BUS_MILLIS));
        double capacity =
            10_000
                / function.run(BenchMail.PLAIN.name(), 10, scale.of(20, 50), false).medianMillis();
        reported = ses == 20 ? capacity : reported;
        for (double load : LOADS) {
          loads.add(measure(aws, function, ses, load, load * capacity));
        }
      }
    }
    return new LatencyResult(reported, loads, checks);
  }

  private AcceptanceTimes measure(
      QuickAws aws, FunctionJvm function, long ses, double load, double perSecond) {
    String what = "latency at %.0f %% load, SES %d ms".formatted(load * 100, ses);
    scale.tell(what);
    int messages = Math.clamp((int) (perSecond * scale.of(6, 30)), 50, 5_000);
    var _ = aws.takeCounts();
    Map<String, Long> enqueued = function.arrivals(perSecond, messages);
    QuickCounts counts = aws.takeCounts();
    checks.addAll(ThroughputBench.sent(what, messages, counts));
    Map<String, Long> accepted = counts.acceptedAt();
    List<Double> millis =
        accepted.entrySet().stream()
            .flatMap(
                unit ->
                    Stream.ofNullable(enqueued.get(unit.getKey()))
                        .map(at -> Millis.ofNanos((double) (unit.getValue() - at))))
            .toList();
    return new AcceptanceTimes(
        ses,
        load,
        messages,
        Millis.percentile(millis, 0.5),
        Millis.percentile(millis, 0.95),
        Millis.percentile(millis, 0.99));
  }
}
