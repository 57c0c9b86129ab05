package dev.postrider.contract;

import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import java.time.Duration;
import java.time.Instant;

/// A pacer that does what another one does; a test overrides what is to differ.
public interface ForwardingPacer extends Pacer {
  Pacer real();

  @Override
  default Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
    return real().reserve(atLeast, atMost, now, horizon);
  }

  @Override
  default PaceState known() {
    return real().known();
  }

  @Override
  default void answered(SlotAnswers answers) {
    real().answered(answers);
  }

  @Override
  default void openBreaker(String reason, Instant now) {
    real().openBreaker(reason, now);
  }

  @Override
  default void pauseTenant(String tenant, Instant now) {
    real().pauseTenant(tenant, now);
  }
}
