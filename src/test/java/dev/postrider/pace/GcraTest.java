package dev.postrider.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.simulation.InMemoryPacer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GcraTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  private static PaceState at(double rate, double ceiling) {
    return new PaceState(0, rate, ceiling, NOW, 5, null, null);
  }

  private record Slot(Instant start, Instant end, double ratePerSecond, int recipients) {}

  /// Several instances reserve at random; clocks agree, as within one run of the world's time.
  @ParameterizedTest
  @MethodSource("seeds")
  void slotsNeverOverlapAndNeverReachBeyondTheHorizon(int seed) {
    Random random = new Random(seed);
    InMemoryPacer.SharedPace shared = new InMemoryPacer.SharedPace(NOW);
    double ceiling = 0.3 + random.nextInt(2_000) / (double) (1 + random.nextInt(40));
    shared.change(state -> Gcra.underCeiling(state, ceiling, NOW));
    List<InMemoryPacer> instances =
        IntStream.range(0, 4).mapToObj(i -> new InMemoryPacer(shared)).toList();
    Instant now = NOW;
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      now = now.plusNanos(random.nextInt(500_000_000) * 1_000L / 1_000L);
      InMemoryPacer instance = instances.get(random.nextInt(4));
      if (random.nextInt(15) == 0) {
        instance.answered(new SlotAnswers(instance.known().ratePerSecond(), new CallCounts(0, 20)));
      }
      Duration horizon = Duration.ofMillis(1 + random.nextInt(20_000));
      int atLeast = 1 + random.nextInt(50);
      int atMost = atLeast + random.nextInt(200);
      switch (instance.reserve(atLeast, atMost, now, horizon)) {
        case Reservation.Reserved granted -> {
          Slot slot = slot(granted);
          assertThat(granted.recipients()).isBetween(atLeast, atMost);
          assertThat(granted.ratePerSecond()).isLessThanOrEqualTo(ceiling);
          assertThat(slot.start()).isAfterOrEqualTo(now.minus(Gcra.CATCH_UP).minusNanos(1_000));
          Duration near = Gcra.horizon(instance.known(), horizon);
          assertThat(slot.start()).isBefore(now.plus(near));
          assertThat(
                  !slot.end().isAfter(now.plus(near))
                      || (granted.recipients() == atLeast
                          && Gcra.span(atLeast, granted.ratePerSecond()).compareTo(near) > 0))
              .isTrue();
          slots.add(slot);
        }
        case Reservation.Later(Instant freeAt) ->
            assertThat(Gcra.span(atLeast, instance.known().ratePerSecond()).plusNanos(1_000))
                .isGreaterThan(
                    Duration.between(freeAt, now.plus(Gcra.horizon(instance.known(), horizon))));
        case Reservation.BreakerOpen open -> throw new AssertionError(open);
        case Reservation.PaceUnavailable unavailable -> throw new AssertionError(unavailable);
      }
    }
    assertThat(slots).isNotEmpty();
    for (int i = 1; i < slots.size(); i++) {
      assertThat(slots.get(i).start()).isAfterOrEqualTo(slots.get(i - 1).end());
    }
  }

  private static Slot slot(Reservation.Reserved granted) {
    return new Slot(
        granted.start(),
        granted.slot(granted.recipients()),
        granted.ratePerSecond(),
        granted.recipients());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void withinAnySecondNoMoreIsOfferedThanTheRateAllows(int seed) {
    Random random = new Random(seed);
    double rate = 1 + random.nextInt(100);
    PaceState state = at(rate, rate);
    List<Instant> offered = new ArrayList<>();
    Instant now = NOW;
    for (int i = 0; i < 60; i++) {
      now = now.plusMillis(random.nextInt(300));
      if (Gcra.plan(state, List.of(), 1, 1 + random.nextInt(20), now, Duration.ofSeconds(10))
          instanceof Gcra.ReservationPlan.Replace(PaceState next, Reservation.Reserved granted)) {
        state = next;
        IntStream.range(0, granted.recipients()).forEach(n -> offered.add(granted.slot(n)));
      }
      now = now.plusMillis(random.nextInt(10) == 0 ? 3_000 : 0);
    }
    for (int i = 0; i < offered.size(); i++) {
      Instant from = offered.get(i);
      long within =
          offered.stream()
              .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)))
              .count();
      assertThat(within).isLessThanOrEqualTo((long) rate + 1);
    }
  }

  /// An Append whose own condition excludes what it was planned on would never come about.
  @ParameterizedTest
  @MethodSource("seeds")
  void anAppendHoldsForTheStateItWasPlannedOn(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double rate = random.nextInt(1, 2_000) * 0.9 / random.nextInt(1, 8);
      long ahead = random.nextInt(3_000_000);
      PaceState state = new PaceState(Gcra.micros(NOW) + ahead, rate, rate, NOW, 1, null, null);
      Duration horizon =
          random.nextBoolean()
              ? Duration.ofSeconds(random.nextInt(1, 46))
              : Duration.ofNanos(1_000L * random.nextInt(1, 45_000_000));
      if (Gcra.plan(state, List.of(), 1, 10_000, NOW, horizon)
          instanceof Gcra.ReservationPlan.Append append) {
        assertThat(state.theoreticalArrivalMicros())
            .as("rate %s, ahead %s, horizon %s", rate, ahead, horizon)
            .isBetween(append.fromMicros(), append.limitMicros());
      }
    }
  }

  @Test
  void aQueueThatIsBusyIsAppendedToAndAnIdleOneIsStartedAnew() {
    PaceState busy = new PaceState(Gcra.micros(NOW) + 500_000, 10, 10, NOW, 5, null, null);
    assertThat(Gcra.plan(busy, List.of(), 1, 5, NOW, Duration.ofSeconds(2)))
        .isEqualTo(
            new Gcra.ReservationPlan.Append(
                500_000,
                Gcra.micros(NOW) - 50_000,
                Gcra.micros(NOW) + 1_500_000,
                5,
                CallCounts.NONE));
    PaceState atTheInstant = new PaceState(Gcra.micros(NOW) - 50_000, 10, 10, NOW, 5, null, null);
    assertThat(Gcra.plan(atTheInstant, List.of(), 1, 5, NOW, Duration.ofSeconds(2)))
        .isInstanceOf(Gcra.ReservationPlan.Append.class);
    PaceState idle = new PaceState(Gcra.micros(NOW) - 50_001, 10, 10, NOW, 5, null, null);
    assertThat(Gcra.plan(idle, List.of(), 1, 5, NOW, Duration.ofSeconds(2)))
        .isEqualTo(
            new Gcra.ReservationPlan.Replace(
                new PaceState(Gcra.micros(NOW) + 500_000, 10, 10, NOW, 5, null, null),
                new Reservation.Reserved(NOW, 10, 5)));
  }

  @Test
  void anAppendedSlotBeginsWhereTheArrivalTimeWas() {
    Gcra.ReservationPlan.Append append =
        new Gcra.ReservationPlan.Append(500_000, 0, 0, 5, CallCounts.NONE);
    assertThat(Gcra.appended(append, Gcra.micros(NOW) + 800_000, 10))
        .isEqualTo(new Reservation.Reserved(NOW.plusMillis(300), 10, 5));
  }

  @Test
  void whatCanNeverFitTheHorizonIsGrantedWhenItsSlotStartsWithinIt() {
    PaceState busy = new PaceState(Gcra.micros(NOW) + 1_999_999, 10, 10, NOW, 5, null, null);
    assertThat(Gcra.plan(busy, List.of(), 50, 70, NOW, Duration.ofSeconds(2)))
        .isEqualTo(
            new Gcra.ReservationPlan.Replace(
                new PaceState(Gcra.micros(NOW) + 6_999_999, 10, 10, NOW, 5, null, null),
                new Reservation.Reserved(NOW.plusNanos(1_999_999_000), 10, 50)));
    PaceState full = new PaceState(Gcra.micros(NOW) + 2_000_000, 10, 10, NOW, 5, null, null);
    assertThat(Gcra.plan(full, List.of(), 50, 70, NOW, Duration.ofSeconds(2)))
        .isEqualTo(new Gcra.ReservationPlan.NoWrite(new Reservation.Later(NOW.plusSeconds(2))));
  }

  @Test
  void whatCouldFitTheHorizonWaitsUntilItDoes() {
    PaceState busy = new PaceState(Gcra.micros(NOW) + 1, 10, 10, NOW, 5, null, null);
    assertThat(Gcra.plan(busy, List.of(), 20, 70, NOW, Duration.ofSeconds(2)))
        .isEqualTo(new Gcra.ReservationPlan.NoWrite(new Reservation.Later(NOW.plusNanos(1_000))));
    assertThat(Gcra.plan(at(10, 10), List.of(), 20, 70, NOW, Duration.ofSeconds(2)))
        .isInstanceOf(Gcra.ReservationPlan.Replace.class);
  }

  @Test
  void nothingIsGrantedWithoutTime() {
    for (int recipients : List.of(1, 50)) {
      assertThat(Gcra.plan(at(10, 10), List.of(), recipients, 70, NOW, Duration.ZERO))
          .isEqualTo(new Gcra.ReservationPlan.NoWrite(new Reservation.Later(NOW)));
    }
  }

  @Test
  void anOpenBreakerIsTheAnswer() {
    PaceState open = Gcra.breakerOpened(at(10, 10), "DAILY_QUOTA", NOW.plusSeconds(1));
    assertThat(open).isEqualTo(new PaceState(0, 10, 10, NOW, 6, "DAILY_QUOTA", NOW.plusSeconds(1)));
    assertThat(Gcra.plan(open, List.of(), 1, 1, NOW, Duration.ofSeconds(9)))
        .isEqualTo(new Gcra.ReservationPlan.NoWrite(new Reservation.BreakerOpen("DAILY_QUOTA")));
  }

  @Test
  void aLoweredRateIsAShareOfTheOneBefore() {
    assertThat(Gcra.lowered(at(10, 10), 0.4, NOW.plusSeconds(3)))
        .isEqualTo(
            new PaceState(
                0,
                4,
                10,
                NOW.plusSeconds(3),
                6,
                null,
                null,
                NOW.plusSeconds(3),
                PausedTenants.NONE,
                CallCounts.NONE));
  }

  private static PaceState learnt(PaceState known, double accepted, double throttled) {
    return Gcra.learnt(
        known,
        List.of(new SlotAnswers(known.ratePerSecond(), new CallCounts(accepted, throttled))),
        NOW);
  }

  @ParameterizedTest
  @CsvSource({
    // rate, accepted, throttled, rate after it
    "100, 0, 10, 100",
    "100, 0, 10.1, 25",
    "100, 60, 20, 67.5",
    "100, 72, 9, 100",
    "100, 1000, 125, 100",
    "5, 0, 5, 5",
    "5, 0, 5.1, 1.25",
    "1, 0, 2, 1",
    "1, 0, 2.1, 0.5",
    "3, 4, 4, 1.35",
  })
  void theRateFallsWhenMoreIsOwedThanTenCallsOrThoseOfASecond(
      double rate, double accepted, double throttled, double after) {
    assertThat(learnt(at(rate, 100), accepted, throttled).ratePerSecond()).isEqualTo(after);
  }

  @Test
  void whatIsOwedIsPaidByEightAcceptedCallsAndNoneArePaidInAdvance() {
    PaceState owing = learnt(at(100, 100), 8, 5);
    assertThat(owing.calls()).isEqualTo(new CallCounts(8, 5));
    assertThat(owing.version()).as("no change that others must know").isEqualTo(5);
    assertThat(learnt(owing, 31, 0).calls()).isEqualTo(new CallCounts(39, 5));
    assertThat(learnt(owing, 32, 0).calls()).isEqualTo(CallCounts.NONE);
    assertThat(learnt(learnt(owing, 1_000, 0), 0, 11).ratePerSecond()).isEqualTo(25);
  }

  /// Whoever waits for a slot waits for it at the rate that all know.
  @Test
  void aRateThatFallsIsWrittenAlsoWhereNoSlotIsFree() {
    PaceState busy = new PaceState(Gcra.micros(NOW) + 3_000_000, 10, 10, NOW, 5, null, null);
    List<SlotAnswers> told = List.of(new SlotAnswers(10, new CallCounts(0, 20)));
    assertThat(Gcra.plan(busy, told, 1, 1, NOW, Duration.ofSeconds(2)))
        .isEqualTo(
            new Gcra.ReservationPlan.Replace(
                Gcra.lowered(busy, 0.25, NOW), new Reservation.Later(NOW.plusSeconds(3))));
  }

  @Test
  void theRateDoesNotClimbWhileCallsAreThrottled() {
    PaceState owing = learnt(at(50, 100), 0, 2);
    Instant later = NOW.plusSeconds(60);
    assertThat(Gcra.plan(owing, List.of(), 1, 1, later, Duration.ofSeconds(9)))
        .isEqualTo(
            new Gcra.ReservationPlan.Replace(
                Gcra.withArrival(owing, Gcra.micros(later) + 20_000),
                new Reservation.Reserved(later, 50, 1)));
    List<SlotAnswers> paid = List.of(new SlotAnswers(50, new CallCounts(8, 0)));
    assertThat(
            ((Gcra.ReservationPlan.Replace)
                    Gcra.plan(owing, paid, 1, 1, later, Duration.ofSeconds(9)))
                .next()
                .ratePerSecond())
        .isEqualTo(60);
  }

  @Test
  void aLoweredRateIsReservedNoFurtherAheadThanItLasts() {
    PaceState closed =
        Gcra.breakerClosed(Gcra.breakerOpened(at(45, 45), "SENDING_PAUSED", NOW), NOW);
    Gcra.ReservationPlan.Append plan =
        (Gcra.ReservationPlan.Append)
            Gcra.plan(closed, List.of(), 1, 50, NOW, Duration.ofSeconds(45));
    assertThat(plan.recipients()).isEqualTo(2);
    PaceState booked = new PaceState(Gcra.micros(NOW) + 4_000_000, 0.5, 45, NOW, 7, null, null);
    assertThat(Gcra.plan(booked, List.of(), 1, 50, NOW, Duration.ofSeconds(45)))
        .isEqualTo(new Gcra.ReservationPlan.NoWrite(new Reservation.Later(NOW.plusSeconds(4))));
    assertThat(Gcra.horizon(at(45, 45), Duration.ofSeconds(45))).hasSeconds(4);
    assertThat(Gcra.horizon(at(9, 45), Duration.ofSeconds(2))).hasSeconds(2);
  }

  @ParameterizedTest
  @CsvSource({"10, 0.5", "0.5, 0.5", "0.4, 0.4", "0.1, 0.1"})
  void noThrottleMakesItSlowerThanTheFloorOrFasterThanTheCeiling(double ceiling, double slowest) {
    PaceState state = at(ceiling, ceiling);
    for (int i = 1; i < 12; i++) {
      state = Gcra.lowered(state, 0.5, NOW.plusSeconds(2L * i));
      assertThat(state.ratePerSecond()).isBetween(slowest, ceiling);
    }
    assertThat(state.ratePerSecond()).isEqualTo(slowest);
  }

  @Test
  void afterTheBreakerTheRateClimbsATenthOfTheCeilingEveryFiveSecondsAndNoHigher() {
    PaceState state = at(7, 10);
    Instant now = NOW;
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      now = now.plusSeconds(5);
      Gcra.ReservationPlan plan = Gcra.plan(state, List.of(), 1, 1, now, Duration.ofSeconds(9));
      state = ((Gcra.ReservationPlan.Replace) plan).next();
      rates.add(state.ratePerSecond());
    }
    assertThat(rates).containsExactly(8.0, 9.0, 10.0, 10.0, 10.0);
    assertThat(state.version()).as("a change for each step").isEqualTo(8);
  }

  @Test
  void aRateRestsForFiveSecondsBeforeItClimbs() {
    Gcra.ReservationPlan plan =
        Gcra.plan(at(7, 10), List.of(), 1, 1, NOW.plusMillis(4_999), Duration.ofSeconds(9));
    assertThat(((Gcra.ReservationPlan.Replace) plan).next().ratePerSecond()).isEqualTo(7);
    Gcra.ReservationPlan stepped =
        Gcra.plan(at(9.5, 10), List.of(), 1, 1, NOW.plusSeconds(5), Duration.ofSeconds(9));
    assertThat(((Gcra.ReservationPlan.Replace) stepped).next().ratePerSecond()).isEqualTo(10);
  }

  @Test
  void aStepUpIsWrittenAlsoWhereTheQueueIsBusy() {
    Instant later = NOW.plusSeconds(6);
    PaceState busy = new PaceState(Gcra.micros(later) + 1_000_000, 5, 10, NOW, 5, null, null);
    assertThat(Gcra.plan(busy, List.of(), 1, 6, later, Duration.ofSeconds(9)))
        .isEqualTo(
            new Gcra.ReservationPlan.Replace(
                new PaceState(Gcra.micros(later) + 2_000_000, 6, 10, later, 6, null, null),
                new Reservation.Reserved(later.plusSeconds(1), 6, 6)));
  }

  @Test
  void aNewCeilingIsTheRateWhereNothingLoweredIt() {
    assertThat(Gcra.underCeiling(at(10, 10), 20, NOW.plusSeconds(9)))
        .isEqualTo(new PaceState(0, 20, 20, NOW, 6, null, null));
    assertThat(Gcra.underCeiling(at(10, 10), 4, NOW.plusSeconds(9)))
        .isEqualTo(new PaceState(0, 4, 4, NOW, 6, null, null));
  }

  @Test
  void aRateThatThrottlesLoweredStaysLoweredUnderANewCeiling() {
    Instant later = NOW.plusSeconds(9);
    assertThat(Gcra.underCeiling(at(5, 10), 20, later))
        .isEqualTo(new PaceState(0, 5, 20, later, 6, null, null));
    assertThat(Gcra.underCeiling(at(5, 10), 3, later))
        .isEqualTo(new PaceState(0, 3, 3, later, 6, null, null));
  }

  @ParameterizedTest
  @CsvSource({"10, 0.5", "0.2, 0.2"})
  void aPaceStartsSlowlyWhenTheBreakerClosesAndOwesNothing(double ceiling, double slow) {
    Instant later = NOW.plusSeconds(60);
    PaceState open = Gcra.breakerOpened(at(ceiling, ceiling), "SENDING_PAUSED", NOW);
    assertThat(Gcra.breakerClosed(open, later))
        .isEqualTo(new PaceState(Gcra.micros(later), slow, ceiling, later, 7, null, null));
  }

  @Test
  void slotsThatWereReservedBeforeTheBreakerOpenedStayReserved() {
    PaceState ahead = new PaceState(Gcra.micros(NOW) + 9_000_000, 10, 10, NOW, 1, "X", NOW);
    assertThat(Gcra.breakerClosed(ahead, NOW.plusSeconds(1)).theoreticalArrivalMicros())
        .isEqualTo(Gcra.micros(NOW) + 9_000_000);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 1", "1, 1", "1.9, 1", "12.6, 12", "50, 50", "900, 50"})
  void aCallHoldsASecondsWorthOfRecipientsAndNoMoreThanFifty(double rate, int recipients) {
    assertThat(at(rate, rate).recipientsPerCall()).isEqualTo(recipients);
  }

  @Test
  void theSpanOfRecipientsIsRoundedUp() {
    assertThat(Gcra.span(1, 3)).isEqualTo(Duration.ofNanos(333_334_000));
    assertThat(Gcra.span(0, 3)).isEqualTo(Duration.ZERO);
    assertThat(Gcra.span(30, 10)).isEqualTo(Duration.ofSeconds(3));
  }
}
