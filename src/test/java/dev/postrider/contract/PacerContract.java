package dev.postrider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.pace.Pacer;
import dev.postrider.pace.PausedTenants;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What every pacer does. Two instances share each pace, as two functions do.
public abstract class PacerContract {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// An instance that shares the pace with every other of this test.
  protected abstract Pacer instance();

  /// Sets the ceiling, as AccountWatch does.
  protected abstract void ceiling(double ratePerSecond, Instant now);

  /// Closes the breaker again, as AccountWatch does.
  protected abstract void closeBreaker(Instant now);

  @Test
  void beforeTheAccountIsKnownTheRateIsTheSandboxes() {
    assertThat(instance().reserve(1, 5, NOW, Duration.ofSeconds(3)))
        .isEqualTo(new Reservation.Reserved(NOW, 1, 3));
  }

  @Test
  void slotsOfAllInstancesFollowEachOther() {
    ceiling(10, NOW);
    Pacer one = instance();
    Pacer other = instance();
    assertThat(one.reserve(1, 20, NOW, MINUTE)).isEqualTo(new Reservation.Reserved(NOW, 10, 20));
    assertThat(other.reserve(1, 5, NOW, MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(2), 10, 5));
    assertThat(one.reserve(1, 5, NOW.plusMillis(100), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusMillis(2_500), 10, 5));
    assertThat(other.reserve(1, 1, NOW.plusSeconds(60), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(60), 10, 1));
  }

  @Test
  void asMuchIsGrantedAsFitsTheHorizonAndNothingBelowTheLeast() {
    ceiling(10, NOW);
    Pacer pacer = instance();
    assertThat(pacer.reserve(1, 1_000, NOW, Duration.ofSeconds(3)))
        .isEqualTo(new Reservation.Reserved(NOW, 10, 30));
    assertThat(pacer.reserve(1, 1_000, NOW, Duration.ofSeconds(3)))
        .isEqualTo(new Reservation.Later(NOW.plusSeconds(3)));
    assertThat(pacer.reserve(20, 20, NOW, Duration.ofSeconds(4)))
        .isEqualTo(new Reservation.Later(NOW.plusSeconds(3)));
  }

  @Test
  void aThrottleSlowsEveryoneDownAndTheRateClimbsBackStepByStep() {
    ceiling(10, NOW);
    Pacer one = instance();
    Pacer other = instance();
    assertThat(other.reserve(1, 1, NOW, MINUTE)).isEqualTo(new Reservation.Reserved(NOW, 10, 1));
    one.throttled(NOW);
    one.throttled(NOW.plusMillis(10));
    assertThat(other.reserve(1, 1, NOW.plusSeconds(1), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(1), 5, 1));
    assertThat(other.reserve(1, 1, NOW.plusSeconds(5), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(5), 6, 1));
    assertThat(one.reserve(1, 1, NOW.plusSeconds(9), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(9), 6, 1));
    assertThat(one.reserve(1, 1, NOW.plusSeconds(10), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(10), 7, 1));
  }

  @Test
  void aThrottleRightAfterAStepUpCounts() {
    ceiling(10, NOW);
    Pacer pacer = instance();
    pacer.throttled(NOW);
    assertThat(pacer.reserve(1, 1, NOW.plusSeconds(5), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(5), 6, 1));
    pacer.throttled(NOW.plusMillis(5_500));
    assertThat(instance().reserve(1, 1, NOW.plusSeconds(6), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(6), 3, 1));
  }

  @Test
  void aThrottledRateNeverFallsBelowTheFloor() {
    ceiling(1, NOW);
    Pacer pacer = instance();
    for (int i = 0; i < 10; i++) {
      pacer.throttled(NOW.plusSeconds(2L * i));
    }
    assertThat(pacer.known().ratePerSecond()).isEqualTo(0.5);
  }

  @Test
  void anOpenBreakerGrantsNothingToAnyoneUntilItIsClosed() {
    ceiling(10, NOW);
    Pacer one = instance();
    Pacer other = instance();
    assertThat(other.reserve(1, 1, NOW, MINUTE)).isInstanceOf(Reservation.Reserved.class);
    one.openBreaker("SENDING_PAUSED", NOW);
    one.openBreaker("DAILY_QUOTA", NOW.plusSeconds(1));
    assertThat(other.reserve(1, 1, NOW.plusSeconds(2), MINUTE))
        .isEqualTo(new Reservation.BreakerOpen("SENDING_PAUSED"));
    closeBreaker(NOW.plusSeconds(60));
    assertThat(other.reserve(1, 1, NOW.plusSeconds(61), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(61), 0.5, 1));
  }

  @Test
  void aPausedTenantIsKnownToWhoeverReservesAndLeavesThePaceAlone() {
    ceiling(10, NOW);
    Pacer one = instance();
    Pacer other = instance();
    one.throttled(NOW);
    one.pauseTenant("acme", NOW);
    one.pauseTenant("other", NOW);
    assertThat(one.known().pausedTenants().holds("acme", NOW.plusSeconds(1))).isTrue();

    assertThat(other.reserve(1, 1, NOW.plusSeconds(1), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(1), 5, 1));

    assertThat(other.known().pausedTenants().until())
        .containsOnlyKeys("acme", "other")
        .containsEntry("acme", NOW.plus(PausedTenants.REST));
    other.openBreaker("DAILY_QUOTA", NOW.plusSeconds(2));
    closeBreaker(NOW.plusSeconds(3));
    assertThat(one.reserve(1, 1, NOW.plusSeconds(4), MINUTE))
        .isInstanceOf(Reservation.Reserved.class);
    assertThat(one.known().pausedTenants().until()).hasSize(2);
  }
}
