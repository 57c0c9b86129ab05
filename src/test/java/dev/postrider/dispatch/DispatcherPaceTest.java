package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.calls.Fanout;
import dev.postrider.contract.ForwardingPacer;
import dev.postrider.ledger.State;
import dev.postrider.pace.CallCounts;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import dev.postrider.simulation.InMemoryPacer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Never faster than the account may send, and what happens to what does not fit.
final class DispatcherPaceTest {
  private final DispatcherFixture world = new DispatcherFixture();

  private Received[] mails(int count, String... fields) {
    return IntStream.range(0, count)
        .mapToObj(i -> world.mail("a" + i, fields))
        .toArray(Received[]::new);
  }

  private static String to(int recipients) {
    return IntStream.range(0, recipients)
        .mapToObj(i -> "\"r" + i + "@example.com\"")
        .collect(Collectors.joining(",", "\"to\":[", "]"));
  }

  @Test
  void everyCallWaitsForItsSlot() {
    world.rate(4);
    Instant start = world.clock.instant();

    world.dispatch(mails(9));

    assertThat(world.sender.made())
        .extracting(made -> Duration.between(start, made.at()).toMillis())
        .containsExactly(0L, 250L, 500L, 750L, 1_000L, 1_250L, 1_500L, 1_750L, 2_000L);
  }

  @Test
  void aBulkCallHoldsNoMoreThanASecondsWorthOfRecipients() {
    world.rate(4);
    Instant start = world.clock.instant();

    BatchLog report = world.dispatch(world.personal("p", 10));

    assertThat(world.sender.made()).extracting(m -> m.keys().size()).containsExactly(4, 4, 2);
    assertThat(report.calls()).isEqualTo(new BatchLog.SesCalls(3, 3, 10));
    assertThat(world.sender.made())
        .extracting(made -> Duration.between(start, made.at()).toMillis())
        .containsExactly(0L, 1_000L, 2_000L);
  }

  @Test
  void recipientsAreCountedNotCalls() {
    world.rate(10);
    Instant start = world.clock.instant();
    String five = to(5);

    world.dispatch(world.mailTo("x", five), world.mailTo("y", five), world.mailTo("z", five));

    assertThat(world.sender.made())
        .extracting(made -> Duration.between(start, made.at()).toMillis())
        .containsExactly(0L, 500L, 1_000L);
  }

  @Test
  void bulkMailToManyUsesEverySlotAndFillsNoneWithMoreThanItHolds() {
    world.rate(10);
    Instant start = world.clock.instant();
    Received[] mails =
        IntStream.range(0, 6).mapToObj(i -> world.mailTo("x" + i, to(15))).toArray(Received[]::new);

    world.dispatch(Batch.Lane.BULK, mails);

    assertThat(world.sender.made())
        .extracting(made -> Duration.between(start, made.at()).toMillis())
        .containsExactly(0L, 1_500L, 3_000L, 4_500L, 6_000L, 7_500L);
  }

  @Test
  void whatFindsNoSlotInTimeIsDeferredAndOnlyASliceOfItIsClaimed() {
    world.rate(1);

    BatchLog report = world.dispatch(mails(100));

    assertThat(world.sender.made()).hasSize(45);
    assertThat(world.copyQueues.deferred()).hasSize(55);
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.memory.entries()).hasSizeLessThanOrEqualTo(50);
    assertThat(report.finished().getLast().outcome().reason()).isEqualTo("PACE");
    assertThat(world.copyQueues.deferred()).allSatisfy(p -> assertThat(p.attempt()).isZero());
    assertThat(world.memory.entries().values())
        .extracting(entry -> entry.state())
        .containsOnly(State.SENT, State.PENDING);
  }

  /// A backlog that comes back at once would only be deferred again.
  @Test
  void whatIsDeferredTogetherComesBackAtThePaceAtWhichItCanBeSent() {
    world.rate(1);

    world.dispatch(mails(100));

    List<Long> delays =
        world.copyQueues.deferred().stream().map(copy -> copy.delay().toSeconds()).toList();
    assertThat(delays).hasSize(55);
    assertThat(delays.getFirst()).isBetween(1L, 3L);
    assertThat(delays.getLast()).isBetween(44L, 60L);
  }

  /// Its entries share a copy: one that waits for the last of them leaves the pace unused before.
  @Test
  void aMessageOfManyEntriesComesBackWhenTheFirstOfThemMayGo() {
    world.rate(1);
    Received many = world.personal("p", 60);

    world.dispatch(many, world.mail("last"));

    List<Long> delays =
        world.copyQueues.deferred().stream().map(copy -> copy.delay().toSeconds()).toList();
    assertThat(delays).hasSize(2);
    assertThat(delays.getFirst()).isBetween(1L, 3L);
    assertThat(delays.getLast()).isBetween(10L, 20L);
  }

  @Test
  void aSlotThatIsTooFarAwayDefersTheMailUntilItIsFree() {
    world.rate(10);
    Instant freeAt = world.clock.instant().plusSeconds(100);
    long freeAtMicros = Duration.between(Instant.EPOCH, freeAt).toNanos() / 1_000;
    world.pace.change(state -> Gcra.withArrival(state, freeAtMicros));
    world.pacer = new InMemoryPacer(world.pace);

    world.dispatch(mails(3));

    assertThat(world.sender.made()).isEmpty();
    assertThat(world.copyQueues.deferred())
        .hasSize(3)
        .allSatisfy(
            deferred ->
                assertThat(world.clock.instant().plus(deferred.delay()))
                    .isBetween(freeAt, freeAt.plusSeconds(11)));
    assertThat(world.state("a0")).contains(State.PENDING);
  }

  @Test
  void bulkMailReservesNoFurtherAheadThanTwoSecondsAndWaitsForItsTurn() {
    world.rate(10);
    Instant start = world.clock.instant();
    world.pacer.reserve(1, 50, start, Duration.ofSeconds(10));
    List<Long> ahead = new ArrayList<>();
    Pacer inner = world.pacer;
    world.pacer =
        new Watched(
            inner,
            () ->
                ahead.add(
                    inner.known().theoreticalArrivalMicros()
                        - Duration.between(Instant.EPOCH, world.clock.instant()).toNanos()
                            / 1_000));

    world.dispatch(Batch.Lane.BULK, mails(40));

    assertThat(world.sender.made()).hasSize(40);
    assertThat(world.sender.made().getFirst().at()).isEqualTo(start.plusSeconds(4));
    assertThat(ahead.subList(1, ahead.size())).allMatch(micros -> micros <= 4_000_000);
    assertThat(ahead.getLast()).isLessThanOrEqualTo(2_000_000);
  }

  @Test
  void otherMailOvertakesABulkRunAfterTwoSecondsAtMost() {
    world.rate(10);
    world.pacer.reserve(1, 1_000, world.clock.instant(), SendStage.BULK_HORIZON);
    Instant start = world.clock.instant();

    world.dispatch(mails(1));

    assertThat(world.sender.made().getFirst().at()).isEqualTo(start.plusSeconds(2));
  }

  @Test
  void bulkMailThatIsLargerThanItsHorizonIsSentAllTheSame() {
    world.rate(14);
    String fifty = to(50);

    world.dispatch(Batch.Lane.BULK, world.mailTo("x", fifty, "\"stream\":\"marketing\""));

    assertThat(world.state("x")).contains(State.SENT);
  }

  @Test
  void mailThatTheSandboxCannotSendWithinAnInvocationIsSentAllTheSame() {
    world.rate(0.9);
    Instant sendBy =
        world.clock.instant().plus(DispatcherFixture.TIMEOUT).minus(Dispatcher.CLOSING_TIME);
    String fifty = to(50);

    world.dispatch(world.mailTo("x", fifty), world.mail("y"));

    assertThat(world.state("x")).contains(State.SENT);
    assertThat(world.state("y")).as("pays for it, and is not even claimed").isEmpty();
    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::id)
        .containsExactly("y");
    assertThat(world.clock.instant()).isBeforeOrEqualTo(sendBy);
  }

  @Test
  void anOpenBreakerDefersEverythingAndOffersNothing() {
    world.pace.change(
        state -> Gcra.breakerOpened(state, "ACCOUNT_SUSPENDED", world.clock.instant()));
    world.pacer = new InMemoryPacer(world.pace);

    BatchLog report = world.dispatch(mails(3));

    assertThat(world.sender.made()).isEmpty();
    assertThat(report.finished())
        .extracting(one -> one.outcome().reason(), one -> one.outcome().code())
        .containsOnly(tuple("STOPPED", "ACCOUNT_SUSPENDED"));
    assertThat(world.copyQueues.deferred())
        .hasSize(3)
        .allSatisfy(deferred -> assertThat(deferred.attempt()).isEqualTo(1));
  }

  @Test
  void aPaceThatCannotBeReadSendsNothingInEitherLane() {
    for (Batch.Lane lane : Batch.Lane.values()) {
      DispatcherFixture other = new DispatcherFixture();
      other.pacer = new Unavailable();

      BatchLog report = other.dispatch(lane, other.mail("a"));

      assertThat(other.sender.made()).isEmpty();
      assertThat(other.state("a")).contains(State.PENDING);
      assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("PACE_UNAVAILABLE");
      assertThat(report.finished().getFirst().outcome().code()).isEqualTo("Contended");
      assertThat(other.copyQueues.deferred().getFirst().delay()).isEqualTo(Duration.ofSeconds(2));
      assertThat(other.copyQueues.deferred().getFirst().lane()).isEqualTo(lane);
    }
  }

  @Test
  void afterABreakTheFirstSlicesAreSmallSoThatTheRateClimbsSoon() {
    world.rate(45);
    Instant start = world.clock.instant();
    world.pace.change(state -> Gcra.breakerClosed(Gcra.breakerOpened(state, "X", start), start));

    world.dispatch(mails(50));

    assertThat(world.sender.made()).hasSize(50);
    assertThat(world.sender.made().getLast().at()).isBefore(start.plusSeconds(20));
  }

  @Test
  void noCallBeginsInTheTimeThatIsKeptForTheEnd() {
    world.sender.takes(Duration.ofSeconds(10));
    Instant deadline = world.clock.instant().plus(DispatcherFixture.TIMEOUT);

    BatchLog report = world.dispatch(mails(9));

    assertThat(world.sender.made())
        .hasSize(5)
        .allSatisfy(
            made -> assertThat(made.at()).isBefore(deadline.minus(Dispatcher.CLOSING_TIME)));
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.calls().all()).isEqualTo(5);
    assertThat(world.copyQueues.deferred()).hasSize(4);
    assertThat(world.labels()).containsEntry("a8", List.of("DEFERRED"));
    assertThat(world.state("a8")).contains(State.PENDING);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_900})
  void nothingIsClaimedWhenTheTimeIsOverOrASliceWouldBeCutOff(long millis) {
    world.timeout = Dispatcher.CLOSING_TIME.plusMillis(millis);

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("PACE");
    assertThat(world.ledger.requests()).isEmpty();
    assertThat(world.copyQueues.deferred()).hasSize(1);
    assertThat(world.copyQueues.deferred().getFirst().delay())
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  /// One instance alone uses the whole rate only if the next slice is ready when a slot is over.
  @Test
  void theNextSliceIsClaimedWhileTheSlotIsUnderWay() {
    world.rate(10);
    BesideTheOthers threads = new BesideTheOthers();
    world.fanout = threads;
    List<String> steps = new ArrayList<>();
    world.suppressions =
        (recipients, budget) -> {
          steps.add("claimed while under way: " + threads.underWay);
          return world.table.lookup(recipients, budget);
        };

    world.dispatch(mails(100));

    assertThat(steps).containsExactly("claimed while under way: 0", "claimed while under way: 1");
    assertThat(threads.most).as("slots under way at a time").isEqualTo(2);
    assertThat(world.sender.made()).hasSize(100);
  }

  @Test
  void aSecondCopyWaitsUntilTheFirstIsSettled() {
    world.rate(10);
    world.fanout = new BesideTheOthers();
    Received[] mails = mails(60);
    mails[55] = world.mail("a0");

    BatchLog report = world.dispatch(mails);

    assertThat(world.sender.made()).hasSize(59);
    assertThat(report.finished())
        .filteredOn(one -> one.outcome().label().equals("DUPLICATE"))
        .hasSize(1);
    assertThat(world.copyQueues.deferred()).isEmpty();
  }

  /// The calls of a slot take no time of whoever begins them.
  private final class BesideTheOthers implements Fanout {
    private int underWay;
    private int most;

    @Override
    public <T> List<T> all(List<Supplier<T>> tasks) {
      return tasks.stream().map(Supplier::get).toList();
    }

    @Override
    public <T> TasksUnderWay<T> begin(List<Supplier<T>> tasks) {
      underWay++;
      most = Math.max(most, underWay);
      Instant begun = world.clock.instant();
      List<T> results = all(tasks);
      Instant ended = world.clock.instant();
      world.clock.advance(Duration.between(ended, begun));
      return () -> {
        underWay--;
        world.clock.until(ended);
        return results;
      };
    }
  }

  @Test
  void slicesAreAsLargeAsFiveSecondsOfPaceWithinBounds() {
    for (double[] rateAndSlice : new double[][] {{1, 10}, {4, 20}, {1_000, 500}}) {
      DispatcherFixture other = new DispatcherFixture();
      other.rate(rateAndSlice[0]);

      assertThat(firstSlice(other, other.personal("p", 300), other.personal("q", 300)))
          .isEqualTo((int) rateAndSlice[1]);
    }
  }

  @Test
  void aSliceHasNoMoreMessagesThanCallsMayBeMadeAtATime() {
    Received[] mails =
        IntStream.range(0, Dispatcher.LARGEST_SLICE + 50)
            .mapToObj(i -> world.mail("a" + i))
            .toArray(Received[]::new);

    assertThat(firstSlice(world, mails)).isEqualTo(Dispatcher.LARGEST_SLICE);
  }

  private static int firstSlice(DispatcherFixture world, Received... records) {
    List<Integer> slices = new ArrayList<>();
    world.suppressions =
        (recipients, budget) -> {
          slices.add(recipients.size());
          return world.table.lookup(recipients, budget);
        };
    world.dispatch(records);
    return slices.getFirst();
  }

  @Test
  void aUnitLargerThanASliceIsASliceByItself() {
    world.rate(1);
    String many = to(30);

    world.dispatch(world.mailTo("x", many), world.mail("y"));

    assertThat(world.state("x")).contains(State.SENT);
    assertThat(world.state("y")).contains(State.SENT);
  }

  @Test
  void aThrottleAmongAcceptedCallsEndsNoSlot() {
    world.rate(2);
    Instant start = world.clock.instant();
    world.sender.answer("a2", new SendOutcome.Throttled("TooManyRequestsException", true));

    world.dispatch(mails(6));

    assertThat(world.sender.made())
        .extracting(made -> Duration.between(start, made.at()).toMillis())
        .containsExactly(0L, 500L, 1_000L, 1_500L, 2_000L, 2_500L);
    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::id)
        .containsExactly("a2");
    assertThat(world.pacer.known().ratePerSecond()).isEqualTo(2);
  }

  @Test
  void threeThrottlesThatAreMostOfItsAnswersEndASlotAndTheRestIsReservedAnewAtTheLowerRate() {
    world.rate(2);
    Instant start = world.clock.instant();
    for (String id : List.of("a0", "a1", "a2")) {
      world.sender.answer(id, new SendOutcome.Throttled("TooManyRequestsException", true));
    }

    world.dispatch(mails(6));

    assertThat(world.sender.made())
        .extracting(made -> Duration.between(start, made.at()).toMillis())
        .containsExactly(0L, 500L, 1_000L, 3_000L, 5_000L, 7_000L);
    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::id)
        .containsExactly("a0", "a1", "a2");
    assertThat(world.state("a5")).contains(State.SENT);
  }

  @Test
  void theAnswersOfABulkCallCountForUpToTwoAndAHalfCalls() {
    List<SlotAnswers> answers = new ArrayList<>();
    world.pacer = new Telling(world.pacer, new ArrayList<>(), answers);
    world.sender.answer("p#0", new SendOutcome.Throttled("ACCOUNT_THROTTLED", true));
    world.sender.answer("p#1", new SendOutcome.Throttled("ServiceUnavailable", false));

    world.dispatch(world.personal("p", 10));

    assertThat(answers)
        .containsExactly(
            new SlotAnswers(world.pacer.known().ratePerSecond(), new CallCounts(8 * 0.25, 0.25)));
  }

  @Test
  void aStopIsToldAsSoonAsItIsHeard() {
    world.rate(2);
    Instant start = world.clock.instant();
    world.sender.answer("a1", new SendOutcome.Stopped("DAILY_QUOTA"));
    List<Instant> told = new ArrayList<>();
    world.pacer = new Telling(world.pacer, told, new ArrayList<>());

    world.dispatch(mails(6));

    assertThat(told).containsExactly(start.plusMillis(500));
    assertThat(world.sender.made()).hasSize(2);
    assertThat(world.copyQueues.deferred()).hasSize(5);
  }

  @Test
  void severalThrottlesOfOneCallAreToldOnce() {
    world.sender.answer("p#0", new SendOutcome.Throttled("ACCOUNT_THROTTLED", true));
    world.sender.answer("p#2", new SendOutcome.Throttled("ACCOUNT_THROTTLED", true));
    List<SlotAnswers> answers = new ArrayList<>();
    world.pacer = new Telling(world.pacer, new ArrayList<>(), answers);

    world.dispatch(world.personal("p", 3));

    double each = 2.5 / 3;
    assertThat(answers)
        .extracting(SlotAnswers::calls)
        .containsExactly(new CallCounts(each, each * 2));
    assertThat(world.state("p#1")).contains(State.SENT);
  }

  /// Remembers when it was told of stops, and what SES answered.
  private record Telling(Pacer real, List<Instant> told, List<SlotAnswers> answers)
      implements ForwardingPacer {

    @Override
    public void answered(SlotAnswers answered) {
      boolean _ = answers.add(answered);
      real.answered(answered);
    }

    @Override
    public void pauseTenant(String tenant, Instant now) {
      boolean _ = told.add(now);
      real.pauseTenant(tenant, now);
    }

    @Override
    public void openBreaker(String reason, Instant now) {
      boolean _ = told.add(now);
      real.openBreaker(reason, now);
    }
  }

  private record Watched(Pacer real, Runnable afterReserving) implements ForwardingPacer {
    @Override
    public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
      Reservation reservation = real.reserve(atLeast, atMost, now, horizon);
      afterReserving.run();
      return reservation;
    }
  }

  private record Unavailable() implements Pacer {
    @Override
    public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
      return new Reservation.PaceUnavailable("Contended", Duration.ofSeconds(2));
    }

    @Override
    public PaceState known() {
      return PaceState.initial(Instant.EPOCH);
    }

    @Override
    public void answered(SlotAnswers answers) {
      throw new AssertionError("nothing was sent");
    }

    @Override
    public void pauseTenant(String tenant, Instant now) {
      throw new AssertionError("nothing was sent");
    }

    @Override
    public void openBreaker(String reason, Instant now) {
      throw new AssertionError("nothing was sent");
    }
  }
}
