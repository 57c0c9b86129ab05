package dev.postrider.simulation;

import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One instance's way to the shared pace. A reservation whose answer is lost is made again, and the
/// lost one stays unused.
///
/// @param pacer what the instance knows of the pace
record SimulatedPacer(World world, Instance instance, InMemoryPacer pacer) implements Pacer {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  @Override
  public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
    Reservation reservation =
        instance
            .call(world.ledgerTable, () -> pacer.reserve(atLeast, atMost, now, horizon))
            .orElse(new Reservation.PaceUnavailable("ApiCallTimeoutException", RETRY_AFTER));
    if (reservation instanceof Reservation.Reserved granted) {
      instance.note(
          "RESERVED", "", granted.recipients() + " from " + Timeline.micros(granted.start()));
    }
    return reservation;
  }

  @Override
  public PaceState known() {
    return pacer.known();
  }

  @Override
  public void answered(SlotAnswers answers) {
    pacer.answered(answers);
  }

  @Override
  public void openBreaker(String reason, Instant now) {
    world.truth.opens(reason);
    change("BREAKER_OPENED", () -> pacer.openBreaker(reason, now));
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    change("TENANT_PAUSED", () -> pacer.pauseTenant(tenant, now));
  }

  private void change(String what, Runnable change) {
    Optional<Boolean> _ =
        instance.call(
            world.ledgerTable,
            () -> {
              change.run();
              instance.note(what, "", "");
              return true;
            });
  }
}
