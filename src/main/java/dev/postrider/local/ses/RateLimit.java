package dev.postrider.local.ses;

import java.time.Duration;
import java.time.Instant;

/// A token bucket that holds one second's worth of recipients. Guarded by its owner.
///
/// A message with more recipients than the bucket holds passes when the bucket is full, and the
/// debt is paid before the next one: otherwise it could never be sent.
final class RateLimit {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final double capacity;
  private double tokens;
  private Instant filledAt;

  RateLimit(double perSecond, Instant now) {
    this.perSecond = perSecond;
    this.capacity = Math.max(1, perSecond);
    this.tokens = capacity;
    this.filledAt = now;
  }

  boolean take(int recipients, Instant now) {
    double passed = Duration.between(filledAt, now).toNanos() / NANOS_PER_SECOND;
    if (passed > 0) {
      tokens = Math.min(capacity, tokens + passed * perSecond);
      filledAt = now;
    }
    if (tokens < Math.min(recipients, capacity)) {
      return false;
    }
    tokens -= recipients;
    return true;
  }
}
