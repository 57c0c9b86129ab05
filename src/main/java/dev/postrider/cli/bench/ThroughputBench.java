package dev.postrider.cli.bench;

import dev.postrider.cli.bench.FunctionJvm.Tiers;
import dev.postrider.cli.bench.QuickAws.Latencies;
import dev.postrider.cli.bench.ThroughputResult.BatchTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures warm batches beside the bare calls to SES.
final class ThroughputBench {
  static final long STORE_MILLIS = 4;
  static final long BUS_MILLIS = 8;

  private static final List<Long> SES_MILLIS = List.of(0L, 20L, 60L);
  private static final int WARM_UP_UNITS = 1_000;

  private final BenchScale scale;
  private final List<CountCheck> checks = new ArrayList<>();

  ThroughputBench(BenchScale scale) {
    this.scale = scale;
  }

  /// What is measured: messages of one recipient, and the entries of one.
  private record BatchKind(BenchMail mail, int units) {}

  ThroughputResult run() {
    List<BatchKind> kinds =
        List.of(
            new BatchKind(BenchMail.PLAIN, 1),
            new BatchKind(BenchMail.PLAIN, 10),
            new BatchKind(BenchMail.PLAIN, 50),
            new BatchKind(BenchMail.ENTRIES, 500));
    List<BatchTimes> all = new ArrayList<>();
    try (QuickAws aws = new QuickAws();
        FunctionJvm function = start("dispatch", aws);
        FunctionJvm bare = start("bare", aws);
        FunctionJvm inOrder = start("in-order", aws)) {
      for (FunctionJvm jvm : List.of(function, bare, inOrder)) {
        warmUp(jvm);
      }
      var _ = aws.takeCounts();
      for (long ses : SES_MILLIS) {
        aws.latencies(new Latencies(ses, STORE_MILLIS, BUS_MILLIS));
        for (BatchKind kind : kinds) {
          all.add(measure(aws, function, bare, inOrder, kind, ses));
        }
      }
    }
    return new ThroughputResult(all, checks);
  }

  private FunctionJvm start(String work, QuickAws aws) {
    return FunctionJvm.start(scale.target(), work, Tiers.FIRST, aws.endpoint());
  }

  private void warmUp(FunctionJvm jvm) {
    scale.tell("warming a JVM up");
    warmUp(jvm, WARM_UP_UNITS);
  }

  /// Runs every kind of batch until the compiler knows it.
  static void warmUp(FunctionJvm jvm, int units) {
    var _ = jvm.run(BenchMail.PLAIN.name(), 1, units / 5, false);
    var _ = jvm.run(BenchMail.PLAIN.name(), 10, units / 10, false);
    var _ = jvm.run(BenchMail.PLAIN.name(), 50, units / 50, false);
    var _ = jvm.run(BenchMail.ENTRIES.name(), 500, units / 100, false);
  }

  private BatchTimes measure(
      QuickAws aws,
      FunctionJvm function,
      FunctionJvm bare,
      FunctionJvm inOrder,
      BatchKind kind,
      long ses) {
    String what = "%s of %d, SES %d ms".formatted(name(kind.mail()), kind.units(), ses);
    scale.tell("throughput: " + what);
    int times = kind.units() == 500 ? scale.of(6, 20) : scale.of(15, 60);
    String mail = kind.mail().name();
    var _ = function.run(mail, kind.units(), 3, false);
    var _ = aws.takeCounts();
    double millis = function.run(mail, kind.units(), times, false).medianMillis();
    checks.addAll(sent("throughput, " + what, times * kind.units(), aws.takeCounts()));
    double bareMillis = bare.run(mail, kind.units(), times, false).medianMillis();
    checks.add(
        new CountCheck(
            "bare calls, " + what, (long) times * kind.units(), aws.takeCounts().recipients()));
    // Slow by its nature: one after the other.
    int fewer = Math.max(3, times / Math.max(1, kind.units() / 5));
    double inOrderMillis = inOrder.run(mail, kind.units(), fewer, false).medianMillis();
    return new BatchTimes(name(kind.mail()), kind.units(), ses, millis, bareMillis, inOrderMillis);
  }

  static String name(BenchMail mail) {
    return mail == BenchMail.PLAIN ? "messages" : mail.name().toLowerCase(Locale.ROOT);
  }

  /// Each unit was taken in once, claimed, and settled as SENT.
  static List<CountCheck> sent(String what, int units, QuickCounts counts) {
    return List.of(
        new CountCheck(what + ": recipients at SES", units, counts.recipients()),
        new CountCheck(what + ": different units at SES", units, counts.units()),
        new CountCheck(what + ": units claimed and settled", units, counts.settledUnits()),
        new CountCheck(what + ": calls that the stand-in does not know", 0, counts.unknown()));
  }
}
