package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.contract.ForwardingPacer;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import dev.postrider.simulation.InMemoryPacer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the send stage asks of the pacer, and when.
final class SendStageTest {
  private final DispatcherFixture world = new DispatcherFixture();
  private final Instant start = world.clock.instant();
  private final List<Asked> asked = new ArrayList<>();

  /// A question to the pacer.
  ///
  /// @param after since the test began
  /// @param lead how far ahead of the clock the slot is to be
  private record Asked(Duration after, Duration lead, int atLeast, int atMost, Duration horizon) {}

  /// The next slot is free after this time.
  private void slotsAreFreeAfter(Duration wait) {
    world.pace.change(
        state ->
            Gcra.withArrival(state, ChronoUnit.MICROS.between(Instant.EPOCH, start.plus(wait))));
    world.pacer = new InMemoryPacer(world.pace);
  }

  private void listen() {
    world.pacer = new Listening(world.pacer, Duration.ZERO);
  }

  private Received mailToMany(String id, int recipients) {
    return world.mailTo(
        id,
        IntStream.range(0, recipients)
            .mapToObj(i -> "\"%s-%d@example.com\"".formatted(id, i))
            .collect(Collectors.joining(",", "\"to\":[", "]")));
  }

  private Received[] mailsToMany(int... recipients) {
    return IntStream.range(0, recipients.length)
        .mapToObj(i -> mailToMany("x" + i, recipients[i]))
        .toArray(Received[]::new);
  }

  static Stream<Arguments> units() {
    return Stream.of(
        // 10 a second for 2 seconds hold 20
        Arguments.of(new int[] {5}, 5),
        Arguments.of(new int[] {15, 5, 1}, 20),
        Arguments.of(new int[] {15, 6}, 15),
        Arguments.of(new int[] {30, 1}, 30));
  }

  @ParameterizedTest
  @MethodSource("units")
  void noMoreIsReservedThanTheWholeUnitsThatTheHorizonHoldsOrTheFirst(
      int[] recipients, int atMost) {
    world.rate(10);
    listen();

    world.dispatch(Batch.Lane.BULK, mailsToMany(recipients));

    assertThat(asked.getFirst().atLeast()).isEqualTo(recipients[0]);
    assertThat(asked.getFirst().atMost()).isEqualTo(atMost);
  }

  @Test
  void otherMailReservesFourSecondsAheadAndBulkMailTwo() {
    listen();

    world.dispatch(Batch.Lane.MAIL, world.mail("a"));
    world.dispatch(Batch.Lane.BULK, world.mail("b"));

    assertThat(asked)
        .extracting(Asked::horizon)
        .containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({
    // recipients, when it asks again: half of the horizon ahead, or as much as the unit leaves
    "1, 4000",
    "10, 4000",
    "15, 4500",
    "20, 5000",
    "30, 5000",
  })
  void bulkMailAsksAgainWhenItsFirstUnitFitsTheHorizonAndWhenTheSlotIsFreeAtTheLatest(
      int recipients, long againAfterMillis) {
    world.rate(10);
    slotsAreFreeAfter(Duration.ofSeconds(5));
    listen();

    world.dispatch(Batch.Lane.BULK, mailsToMany(recipients));

    assertThat(asked)
        .extracting(Asked::after)
        .containsExactly(Duration.ZERO, Duration.ofMillis(againAfterMillis));
    assertThat(world.sender.made().getFirst().at()).isEqualTo(start.plusSeconds(5));
  }

  @Test
  void atALoweredRateOtherMailAsksAgainToo() {
    world.rate(20);
    world.pace.change(state -> Gcra.lowered(state, 0.5, start));
    slotsAreFreeAfter(Duration.ofSeconds(8));
    listen();

    world.dispatch(world.mail("a"));

    assertThat(asked)
        .extracting(Asked::after)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(6));
    assertThat(world.sender.made().getFirst().at()).isEqualTo(start.plusSeconds(8));
  }

  @Test
  void mailWhoseSlotIsFreeAtOnceTellsHowPromptItWas() {
    world.rate(10);

    assertThat(world.dispatch(mailsToMany(50)).finished())
        .extracting(Finished::tellsPromptness)
        .containsExactly(true);
  }

  /// A unit that is larger than the horizon is asked for again when its slot is free: the slot then
  /// begins at once, after seconds of waiting.
  @Test
  void mailThatWaitedHereForThePaceDoesNotTellHowPromptItWas() {
    world.rate(10);
    slotsAreFreeAfter(Duration.ofSeconds(20));

    assertThat(world.dispatch(mailsToMany(50, 1)).finished())
        .extracting(Finished::tellsPromptness)
        .containsExactly(false, false);
  }

  /// Mail that waits where it is needs no copy.
  @Test
  void otherMailWaitsForASlotThatComesWithinTheInvocation() {
    world.rate(20);
    slotsAreFreeAfter(Duration.ofSeconds(40));
    listen();

    world.dispatch(world.mail("a"));

    assertThat(asked)
        .extracting(Asked::after)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(38));
    assertThat(world.sender.made().getFirst().at()).isEqualTo(start.plusSeconds(40));
    assertThat(world.copyQueues.deferred()).isEmpty();
  }

  @Test
  void atTheFullRateASlotBeyondTheInvocationDefersOtherMailAtOnce() {
    world.rate(20);
    slotsAreFreeAfter(Duration.ofSeconds(45));
    listen();

    world.dispatch(world.mail("a"));

    assertThat(asked).hasSize(1);
    assertThat(world.clock.instant()).isEqualTo(start);
    assertThat(world.copyQueues.deferred()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "100, 0", "101, 101", "1999, 1999", "2000, 2000", "2001, 2000", "7000, 2000"})
  void afterTwoLateAnswersTheNextSlotLiesAsFarAheadAsTheyTookUpToTwoSeconds(
      long answerMillis, long leadMillis) {
    world.rate(10);
    world.pacer = new Listening(new OneByOne(), Duration.ofMillis(answerMillis));

    world.dispatch(world.mail("a"), world.mail("b"), world.mail("c"));

    assertThat(asked).hasSizeGreaterThan(2);
    assertThat(asked.get(0).lead()).isZero();
    assertThat(asked.get(1).lead()).as("a gap for all, for one late answer").isZero();
    assertThat(asked.get(2).lead()).isEqualTo(Duration.ofMillis(leadMillis));
  }

  /// Grants the slot of one recipient, at the time that is asked for.
  private static final class OneByOne implements Pacer {
    @Override
    public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
      return new Reservation.Reserved(now, 10, 1);
    }

    @Override
    public PaceState known() {
      return PaceState.initial(Instant.EPOCH);
    }

    @Override
    public void answered(SlotAnswers answers) {
      assertThat(answers.calls().throttled()).isZero();
    }

    @Override
    public void openBreaker(String reason, Instant now) {
      throw new AssertionError("nothing was stopped");
    }

    @Override
    public void pauseTenant(String tenant, Instant now) {
      throw new AssertionError("no tenant was paused");
    }
  }

  /// Keeps what is asked, and answers after a while.
  private final class Listening implements ForwardingPacer {
    private final Pacer real;
    private final Duration latency;

    Listening(Pacer real, Duration latency) {
      this.real = real;
      this.latency = latency;
    }

    @Override
    public Pacer real() {
      return real;
    }

    @Override
    public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
      Instant clock = world.clock.instant();
      asked.add(
          new Asked(
              Duration.between(start, clock),
              Duration.between(clock, now),
              atLeast,
              atMost,
              horizon));
      world.clock.advance(latency);
      return real.reserve(atLeast, atMost, now, horizon);
    }
  }
}
