package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A ledger that cannot be written delays mail. It costs no receive count and sends nothing twice.
final class LedgerOutageTest {
  /// Units than one second try has room for.
  private static final int MORE = OutcomeRecorder.MOST + 6;

  private static final Claim UNWRITTEN =
      new Claim.Unwritten("ProvisionedThroughputExceededException");

  private final DispatcherFixture world = new DispatcherFixture();

  @Test
  void aClaimThatCannotBeWrittenDefersItsMailWithBackOffAndHarmsNoOther() {
    world.ledger.answer("a", UNWRITTEN);

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"));

    assertThat(report.failedMessageIds()).isEmpty();
    Finished a = outcome(report, "a");
    assertThat(a.outcome().label()).isEqualTo("DEFERRED");
    assertThat(a.outcome().reason()).isEqualTo("LEDGER_UNAVAILABLE");
    assertThat(a.outcome().code()).isEqualTo("ProvisionedThroughputExceededException");
    MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getFirst();
    assertThat(deferred.attempt()).isEqualTo(1);
    assertThat(deferred.delay()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(world.sender.offers()).containsOnlyKeys("b");
  }

  private static Finished outcome(BatchLog report, String key) {
    return report.finished().stream().filter(o -> o.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void whereNoClaimOfASliceCanBeWrittenTheOthersAreNotTried() {
    world.rate(2);
    Received[] records =
        IntStream.range(0, 30).mapToObj(i -> world.mail("a" + i)).toArray(Received[]::new);
    IntStream.range(0, 10).forEach(i -> world.ledger.answer("a" + i, UNWRITTEN));

    BatchLog report = world.dispatch(records);

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.ledger.requests()).hasSize(10);
    assertThat(world.copyQueues.deferred())
        .hasSize(30)
        .allSatisfy(deferred -> assertThat(deferred.attempt()).isEqualTo(1));
    assertThat(world.sender.made()).isEmpty();
  }

  @Test
  void aClaimThatWasWrittenAllTheSameIsGivenBackAndItsCopyIsSentAtOnce() {
    world.ledger.loseAnswers("a");

    world.dispatch(Batch.Lane.BULK, world.mail("a", "\"stream\":\"marketing\""), world.mail("b"));
    assertThat(world.state("a")).contains(State.PENDING);
    world.ledger.mendClaims();
    MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getFirst();
    world.clock.advance(deferred.delay());
    world.dispatch(Batch.Lane.BULK, world.copyOf(deferred));

    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.sender.offers()).containsEntry("a", 1L);
  }

  @Test
  void aClaimThatWasWrittenAndCannotBeGivenBackKeepsItsCopyAwayUntilLeaseAndGraceAreOver() {
    world.ledger.loseAnswers("a");
    world.ledger.loseSettlements();

    BatchLog report = world.dispatch(world.mail("a"));
    world.ledger.mendClaims();
    world.ledger.settling(_ -> Optional.empty());
    int hops = 0;
    while (!world.state("a").equals(Optional.of(State.SENT)) && hops++ < 10) {
      MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getLast();
      world.clock.advance(deferred.delay());
      report = world.dispatch(world.copyOf(deferred));
      assertThat(report.failedMessageIds()).isEmpty();
    }

    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.sender.offers()).containsEntry("a", 1L);
    assertThat(report.finished().getFirst().unit().orElseThrow().resend()).isTrue();
    assertThat(hops).isBetween(3, 5);
  }

  /// Found by the simulation: seed 113 of 1,000 messages lost a message.
  @Test
  void aMessageUnderAnIdThatHasEndedIsNotTakenForItsDuplicateBeforeAClaimHasJudged() {
    world.dispatch(world.mail("a"));
    world.ledger.answer("a", UNWRITTEN);

    Received other = world.mail("a", "\"html\":\"<p>other\"");
    world.dispatch(other);
    assertThat(world.labels()).containsEntry("a", List.of("DEFERRED"));
    world.ledger.mendClaims();
    world.dispatch(world.copyOf(world.copyQueues.deferred().getFirst()));

    assertThat(world.labels()).containsEntry("a", List.of("REJECTED"));
    assertThat(world.copyQueues.rejected()).hasSize(1);
  }

  @Test
  void claimsThatFailSlowlyAreNotGivenBackForWantOfTime() {
    world.ledger.answer("a", UNWRITTEN);
    world.ledger.claiming(() -> world.clock.advance(Duration.ofSeconds(23)));

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(world.ledger.settlements()).isEmpty();
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.deferred()).hasSize(1);
  }

  @Test
  void aLedgerThatHangsAtTheClaimsLeavesTimeForTheCopies() {
    Instant deadline = world.clock.instant().plusSeconds(20);
    world.timeout = Duration.ofSeconds(20);
    world.ledger.hangClaims(world.clock);

    BatchLog report = world.dispatch(mails(250));

    assertThat(world.clock.instant()).isBeforeOrEqualTo(deadline.minus(Dispatcher.CLOSING_TIME));
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.deferred()).hasSize(250);
  }

  @Test
  void aLedgerThatHangsAtTheSettlementsLeavesTimeForTheCopies() {
    Instant deadline = world.clock.instant().plus(world.timeout);
    world.ledger.hangSettlements(world.clock);

    BatchLog report = world.dispatch(mails(250));

    assertThat(world.clock.instant()).isBefore(deadline.minusSeconds(2));
    assertThat(world.sender.made()).isNotEmpty();
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.deferred()).hasSize(250 - world.sender.made().size());
  }

  private Received[] mails(int count) {
    return IntStream.range(0, count).mapToObj(i -> world.mail("a" + i)).toArray(Received[]::new);
  }

  @Test
  void anEndWithoutASendThatCannotBeWrittenIsDeferred() {
    world.suppress("a@example.com");
    world.ledger.loseSettlements();
    Received expired =
        world.mail("b", world.field("expiresAt", world.clock.instant().minusSeconds(1)));

    BatchLog report = world.dispatch(world.mail("a"), expired);

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished())
        .allSatisfy(
            outcome -> {
              assertThat(outcome.outcome().label()).isEqualTo("DEFERRED");
              assertThat(outcome.outcome().reason()).isEqualTo("LEDGER_UNAVAILABLE");
              assertThat(outcome.outcome().code()).isEqualTo("Throttled");
            });
    assertThat(world.copyQueues.deferred()).hasSize(2);
  }

  /// The first settlement of each unit fails.
  private void loseTheFirstSettlements() {
    Set<String> seen = new HashSet<>();
    world.ledger.settling(
        settlement ->
            seen.add(settlement.key())
                ? Optional.of(new Settled.Unrecorded("Throttled"))
                : Optional.empty());
  }

  @Test
  void whatCouldNotBeSettledIsTriedOnceMoreASecondLater() {
    Instant start = world.clock.instant();
    loseTheFirstSettlements();
    world.suppress("b@example.com");

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"));

    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.state("b")).contains(State.SUPPRESSED);
    assertThat(outcome(report, "b").outcome().label()).isEqualTo("SUPPRESSED");
    assertThat(world.copyQueues.placed()).isEmpty();
    assertThat(Duration.between(start, world.clock.instant())).isEqualTo(OutcomeRecorder.PAUSE);
  }

  @Test
  void aSecondTryFindsOutThatSesAcceptedTwice() {
    world.ledger.settling(
        settlement ->
            Optional.of(
                world.ledger.settlements().size() == 1
                    ? new Settled.Unrecorded("Throttled")
                    : new Settled.AcceptedTwice("ses-0")));

    assertThat(world.dispatch(world.mail("a")).finished().getFirst().outcome().label())
        .isEqualTo("SENT_TWICE");
  }

  @Test
  void aSecondTryIsForAcceptedUnitsFirstAndForNoMoreThanOneRoundOfCalls() {
    List.of(0, 1, 2).forEach(i -> world.sender.answer("a" + i, new SendOutcome.Unknown("TIMEOUT")));
    world.ledger.loseSettlements();

    world.dispatch(
        IntStream.range(0, MORE).mapToObj(i -> world.mail("a" + i)).toArray(Received[]::new));

    List<Settlement> again = world.ledger.settlements().subList(MORE, MORE + OutcomeRecorder.MOST);
    assertThat(world.ledger.settlements()).hasSize(MORE + OutcomeRecorder.MOST);
    assertThat(again)
        .allMatch(settlement -> settlement.result() instanceof ClaimResult.SesAccepted);
  }

  /// What is not given back counts as unknown: a held stream's mail would wait for an operator,
  /// although SES said that it did not take it.
  @Test
  void aSecondTryIsForWhatWouldBeHeldBeforeWhatComesBackByItself() {
    Received[] records =
        IntStream.range(0, MORE)
            .mapToObj(
                i ->
                    i == MORE - 1
                        ? world.mail("last", "\"stream\":\"marketing\"")
                        : world.mail("a" + i))
            .toArray(Received[]::new);
    IntStream.range(0, MORE)
        .forEach(i -> world.sender.answer("a" + i, new SendOutcome.Throttled("Down", false)));
    world.ledger.loseSettlements();

    world.dispatch(Batch.Lane.BULK, records);

    assertThat(world.ledger.settlements().get(MORE).key()).isEqualTo("last");
    assertThat(world.ledger.settlements()).hasSize(MORE + OutcomeRecorder.MOST);
  }

  @Test
  void nothingIsTriedAgainWhenTheTimeIsOver() {
    world.ledger.settling(
        _ -> {
          world.clock.advance(Duration.ofMillis(1_500));
          return Optional.of(new Settled.Unrecorded("Throttled"));
        });
    world.timeout = Dispatcher.CLOSING_TIME.plusMillis(2_100);

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(world.ledger.settlements()).hasSize(1);
    assertThat(report.failedMessageIds()).isEmpty();
  }

  @Test
  void aDefectInASecondTryLeavesTheEndsAsTheyWere() {
    world.ledger.settling(
        _ -> {
          if (world.ledger.settlements().size() > 1) {
            throw new IllegalStateException("a defect of the ledger");
          }
          return Optional.of(new Settled.Unrecorded("Throttled"));
        });

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.defects()).hasSize(1);
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("SENT");
  }

  @Test
  void eachCallIsSettledWhenItsAnswerIsThere() {
    world.rate(1);
    Instant start = world.clock.instant();

    world.dispatch(world.mail("a"), world.mail("b"), world.mail("c"));

    assertThat(world.ledger.settlements())
        .extracting(Settlement::now)
        .containsExactly(start, start.plusSeconds(1), start.plusSeconds(2));
  }
}
