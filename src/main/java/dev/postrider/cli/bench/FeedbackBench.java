package dev.postrider.cli.bench;

import dev.postrider.cli.bench.FeedbackResult.EventRate;
import dev.postrider.cli.bench.FunctionJvm.BatchesRun;
import dev.postrider.cli.bench.FunctionJvm.Tiers;
import dev.postrider.cli.bench.QuickAws.Latencies;
import java.util.ArrayList;
import java.util.List;

/// Measures FeedbackFunction with each kind of event.
final class FeedbackBench {
  private static final List<String> EVENTS = List.of("Send", "Delivery", "Bounce", "Complaint");

  private final BenchScale scale;

  FeedbackBench(BenchScale scale) {
    this.scale = scale;
  }

  FeedbackResult run() {
    List<EventRate> rates = new ArrayList<>();
    List<CountCheck> checks = new ArrayList<>();
    try (QuickAws aws = new QuickAws();
        FunctionJvm function =
            FunctionJvm.start(scale.target(), "feedback", Tiers.FIRST, aws.endpoint())) {
      aws.knowsUnits(true);
      for (String event : EVENTS) {
        scale.tell("feedback: warming up with " + event);
        var _ = function.run(event, 1, 300, false);
      }
      aws.latencies(new Latencies(0, ThroughputBench.STORE_MILLIS, ThroughputBench.BUS_MILLIS));
      int times = scale.of(200, 1_000);
      for (String event : EVENTS) {
        scale.tell("feedback: " + times + " events of type " + event);
        var _ = aws.takeCounts();
        BatchesRun run = function.run(event, 1, times, false);
        QuickCounts counts = aws.takeCounts();
        checks.add(taken(event, times, counts));
        checks.add(
            new CountCheck(
                "feedback, " + event + ": calls that the stand-in does not know",
                0,
                counts.unknown()));
        rates.add(rate(event, run, counts, times));
      }
    }
    return new FeedbackResult(rates, checks);
  }

  /// A Send event of a unit that is SENT is compared with its item, and not written.
  private static CountCheck taken(String event, int times, QuickCounts counts) {
    return event.equals("Send")
        ? new CountCheck(
            "feedback, Send: items read", times, counts.calls().getOrDefault("GetItem", 0))
        : new CountCheck(
            "feedback, " + event + ": units written",
            times,
            Math.min(times, counts.writtenUnits()));
  }

  private static EventRate rate(String event, BatchesRun run, QuickCounts counts, int times) {
    return new EventRate(
        event,
        (double) counts.events() / times,
        (double) counts.written() / times,
        counts.calls().values().stream().mapToInt(Integer::intValue).sum() / (double) times,
        1_000 / run.medianMillis(),
        run.cpuMillis());
  }
}
