package dev.postrider.dispatch;

import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;

/// A pacer that grants, and fails when it is told of a throttle or a stop.
record BrokenPacer(Pacer granting) implements Pacer {
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
    throw new IllegalStateException("a defect of the pacer");
  }

  @Override
  public void openBreaker(String reason, Instant now) {
    throw new IllegalStateException("a defect of the pacer");
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    throw new IllegalStateException("a defect of the pacer");
  }
}
