package dev.postrider.cli.ops;

import dev.postrider.dispatch.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Lets the thread of a command wait.
record ThreadPause(Clock clock) implements Pause {
  @Override
  public void until(Instant instant) {
    Duration wait = Duration.between(clock.instant(), instant);
    if (!wait.isPositive()) {
      return;
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
