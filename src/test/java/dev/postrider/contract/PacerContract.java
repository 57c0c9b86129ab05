package dev.postrider.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.postrider.pace.CallCounts;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.PausedTenants;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
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
  void throttlesAmongManyAcceptedCallsLeaveTheRateAlone() {
    ceiling(10, NOW);
    Pacer pacer = instance();
    for (int i = 0; i < 20; i++) {
      pacer.answered(answers(10, 8, 1));
      assertThat(pacer.reserve(1, 1, NOW.plusSeconds(i), MINUTE))
          .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(i), 10, 1));
    }
  }

  @Test
  void whereMuchIsThrottledTheRateFallsForEveryoneAndClimbsInStepsThatGrow() {
    ceiling(10, NOW);
    Pacer one = instance();
    Pacer other = instance();
    assertThat(other.reserve(1, 1, NOW, MINUTE)).isEqualTo(new Reservation.Reserved(NOW, 10, 1));
    one.answered(answers(10, 15, 15));
    Instant lowered = NOW.plusSeconds(1);
    assertThat(rate(one.reserve(1, 1, lowered, MINUTE))).isEqualTo(4.5);
    assertThat(rate(other.reserve(1, 1, lowered.plusSeconds(3), MINUTE))).isEqualTo(4.5);
    assertThat(rate(other.reserve(1, 1, lowered.plusSeconds(4), MINUTE))).isEqualTo(4.7);
    assertThat(rate(one.reserve(1, 1, lowered.plusSeconds(7), MINUTE))).isEqualTo(4.7);
    assertThat(rate(one.reserve(1, 1, lowered.plusSeconds(8), MINUTE)))
        .isCloseTo(5.1, within(1e-9));
    assertThat(rate(one.reserve(1, 1, lowered.plusSeconds(12), MINUTE)))
        .isCloseTo(5.9, within(1e-9));
    assertThat(rate(one.reserve(1, 1, lowered.plusSeconds(24), MINUTE)))
        .as("a long time later")
        .isEqualTo(10);
  }

  @Test
  void throttlesRightAfterAStepUpCountAndTheRateFallsByThreeQuartersAtMost() {
    ceiling(10, NOW);
    Pacer pacer = instance();
    pacer.answered(answers(10, 10, 10));
    assertThat(rate(pacer.reserve(1, 1, NOW, MINUTE))).isEqualTo(10);
    pacer.answered(answers(10, 10, 10));
    assertThat(rate(pacer.reserve(1, 1, NOW.plusSeconds(1), MINUTE))).isEqualTo(4.5);
    assertThat(rate(pacer.reserve(1, 1, NOW.plusSeconds(5), MINUTE))).isEqualTo(4.7);
    pacer.answered(answers(4.7, 0, 5));
    assertThat(rate(instance().reserve(1, 1, NOW.plusSeconds(6), MINUTE))).isEqualTo(4.7);
    assertThat(rate(pacer.reserve(1, 1, NOW.plusSeconds(7), MINUTE))).isEqualTo(4.7 * 0.25);
  }

  @Test
  void whatInstancesOweAddsUp() {
    ceiling(10, NOW);
    Pacer one = instance();
    Pacer other = instance();
    one.answered(answers(10, 0, 6));
    assertThat(rate(one.reserve(1, 1, NOW, MINUTE))).isEqualTo(10);
    other.answered(answers(10, 0, 6));
    assertThat(rate(other.reserve(1, 1, NOW.plusSeconds(1), MINUTE))).isEqualTo(2.5);
    assertThat(rate(one.reserve(1, 1, NOW.plusSeconds(2), MINUTE))).isEqualTo(2.5);
  }

  @Test
  void whatSesThrottledAtAHigherRateSaysNothingOfTheLowerOne() {
    ceiling(10, NOW);
    Pacer one = instance();
    Pacer other = instance();
    one.answered(answers(10, 0, 20));
    assertThat(rate(one.reserve(1, 1, NOW, MINUTE))).isEqualTo(2.5);
    other.answered(answers(10, 0, 20));
    assertThat(rate(other.reserve(1, 1, NOW.plusSeconds(1), MINUTE))).isEqualTo(2.5);
  }

  @Test
  void whatAReservationCouldNotTellTheNextOneTells() {
    ceiling(10, NOW);
    Pacer pacer = instance();
    pacer.answered(answers(10, 0, 6));
    assertThat(pacer.reserve(1, 1, NOW, Duration.ZERO)).isInstanceOf(Reservation.Later.class);
    pacer.answered(answers(10, 0, 6));
    assertThat(pacer.reserve(1, 1, NOW, Duration.ZERO)).isInstanceOf(Reservation.Later.class);
    assertThat(rate(pacer.reserve(1, 1, NOW, MINUTE))).isEqualTo(2.5);
    assertThat(rate(pacer.reserve(1, 1, NOW.plusSeconds(1), MINUTE))).isEqualTo(2.5);
  }

  @Test
  void noSlotEndsFurtherAheadThanFourSeconds() {
    ceiling(10, NOW);
    assertThat(instance().reserve(1, 1_000, NOW, MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW, 10, 40));
    ceiling(2, NOW);
    assertThat(instance().reserve(1, 1_000, NOW.plusSeconds(4), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(4), 2, 8));
  }

  @Test
  void aPaceThatRanDryJustNowGoesOnWhereItEnded() {
    ceiling(10, NOW);
    Pacer pacer = instance();
    assertThat(pacer.reserve(1, 1, NOW, MINUTE)).isEqualTo(new Reservation.Reserved(NOW, 10, 1));
    assertThat(pacer.reserve(1, 1, NOW.plusMillis(150), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusMillis(100), 10, 1));
    assertThat(pacer.reserve(1, 1, NOW.plusMillis(251), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusMillis(251), 10, 1));
  }

  @Test
  void aThrottledRateNeverFallsBelowTheFloor() {
    ceiling(1, NOW);
    Pacer pacer = instance();
    for (int i = 0; i < 10; i++) {
      pacer.answered(answers(pacer.known().ratePerSecond(), 0, 20));
      assertThat(rate(pacer.reserve(1, 1, NOW.plusSeconds(2L * i), MINUTE))).isEqualTo(0.5);
    }
  }

  private static SlotAnswers answers(double rate, double accepted, double throttled) {
    return new SlotAnswers(rate, new CallCounts(accepted, throttled));
  }

  private static double rate(Reservation reservation) {
    return ((Reservation.Reserved) reservation).ratePerSecond();
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
    one.answered(answers(10, 0, 20));
    assertThat(rate(one.reserve(1, 1, NOW, MINUTE))).isEqualTo(2.5);
    one.pauseTenant("acme", NOW);
    one.pauseTenant("other", NOW);
    assertThat(one.known().pausedTenants().holds("acme", NOW.plusSeconds(1))).isTrue();

    assertThat(other.reserve(1, 1, NOW.plusSeconds(1), MINUTE))
        .isEqualTo(new Reservation.Reserved(NOW.plusSeconds(1), 2.5, 1));

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
