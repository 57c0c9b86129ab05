package dev.postrider.dispatch;

import dev.postrider.calls.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves only when told, and a pause that tells it.
final class SettableClock implements InstantSource, Pause {
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public void until(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }
}
