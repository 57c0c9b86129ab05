package dev.postrider.dispatch;

import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.pace.Gcra;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// How long a deferred copy stays away. Every wait is at most SQS's 15 minutes.
record Backoff(RandomGenerator random) {
  /// SQS's longest delay.
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// The wait before another try after that number of failed ones: doubles each time, half of it
  /// fixed and half of it jitter, so that copies deferred together do not come back together.
  Duration after(DeferReason reason, int attempts) {
    long full =
        Math.min(LONGEST.toMillis(), reason.firstWait().toMillis() << Math.clamp(attempts, 0, 10));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  /// A unit that waits after a failed attempt, as long as its record's attempts say.
  Outcome.Deferred deferred(Delivery unit, DeferReason why, Diagnostic diagnostic) {
    return new Outcome.Deferred(why, diagnostic, after(why, unit.record().carried().attempt()));
  }

  /// The same without a text.
  Outcome.Deferred deferred(Delivery unit, DeferReason why, String code) {
    return deferred(unit, why, Diagnostic.of(code));
  }

  /// What waits until an instant, with jitter.
  Outcome.Deferred deferredUntil(Instant instant, DeferReason why, Instant now) {
    return new Outcome.Deferred(why, "", until(instant, now));
  }

  /// Units that all wait for the same reason. Where that is the pace, each waits as much longer as
  /// those before it take: they would only be in each other's way. Units of one record come back in
  /// one copy, and wait as long as the first of them.
  static List<FinishedUnit> spread(
      Collection<Delivery> units, Outcome.Deferred why, double ratePerSecond, Instant now) {
    List<FinishedUnit> ended = new ArrayList<>();
    Map<String, Outcome.Deferred> byRecord = new HashMap<>();
    int before = 0;
    for (Delivery unit : units) {
      Duration longer =
          why.why() == DeferReason.PACE ? Gcra.span(before, ratePerSecond) : Duration.ZERO;
      Duration delay = why.delay().plus(longer);
      Duration most = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
      Outcome.Deferred outcome =
          byRecord.computeIfAbsent(
              unit.record().messageId(),
              _ -> new Outcome.Deferred(why.why(), why.diagnostic(), most));
      ended.add(unit.ended(outcome, now));
      before += unit.recipients();
    }
    return ended;
  }

  /// The wait until an instant, with up to a tenth and a second of jitter on top.
  Duration until(Instant instant, Instant now) {
    Duration exact = Duration.between(now, instant);
    if (exact.compareTo(LONGEST) >= 0) {
      return LONGEST;
    }
    Duration base = exact.compareTo(SHORTEST) < 0 ? SHORTEST : exact;
    Duration spread =
        base.plusMillis(random.nextLong(Math.min(10_000, base.toMillis() / 10) + 1_000));
    return spread.compareTo(LONGEST) > 0 ? LONGEST : spread;
  }

  /// The wait until an instant before which nothing may happen and after which every second counts.
  Duration exactlyUntil(Instant instant, Instant now) {
    Duration exact = Duration.between(now, instant);
    if (exact.compareTo(LONGEST) >= 0) {
      return LONGEST;
    }
    return exact.isNegative() ? Duration.ZERO : exact;
  }
}
