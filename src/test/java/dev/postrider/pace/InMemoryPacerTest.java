package dev.postrider.pace;

import dev.postrider.contract.PacerContract;
import dev.postrider.simulation.InMemoryPacer;
import java.time.Instant;

final class InMemoryPacerTest extends PacerContract {
  private final InMemoryPacer.SharedPace shared =
      new InMemoryPacer.SharedPace(Instant.parse("2026-11-24T00:00:00Z"));

  @Override
  protected Pacer instance() {
    return new InMemoryPacer(shared);
  }

  @Override
  protected void ceiling(double ratePerSecond, Instant now) {
    shared.change(state -> Gcra.underCeiling(state, ratePerSecond, now));
  }

  @Override
  protected void closeBreaker(Instant now) {
    shared.change(state -> Gcra.breakerClosed(state, now));
  }
}
