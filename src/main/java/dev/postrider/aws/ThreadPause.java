package dev.postrider.aws;

import dev.postrider.calls.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Lets the thread wait.
public record ThreadPause(InstantSource clock) implements Pause {
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
