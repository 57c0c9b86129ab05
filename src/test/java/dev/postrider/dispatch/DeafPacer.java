package dev.postrider.dispatch;

import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;

/// A pacer that grants, and whose item cannot be written when it is told of a throttle or a stop.
record DeafPacer(Pacer granting) implements Pacer {
  @Override
  public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
    return granting.reserve(atLeast, atMost, now, horizon);
  }

  @Override
  public PaceState known() {
    return granting.known();
  }

  @Override
  public void throttled(Instant now) {
    // Best effort: the write failed.
  }

  @Override
  public void openBreaker(String reason, Instant now) {
    // Best effort: the write failed.
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    // Best effort: the write failed.
  }
}
