package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What each answer of the ledger makes of a unit.
final class DispatcherClaimsTest {
  private final DispatcherFixture world = new DispatcherFixture();

  @Test
  void aClaimNamesTheContentAndOutlivesTheInvocation() {
    Instant start = world.clock.instant();

    world.dispatch(world.mail("a"), world.mail("b", "\"stream\":\"receipts\""));

    ClaimRequest a = world.ledger.requests().get(0);
    ClaimRequest b = world.ledger.requests().get(1);
    assertThat(a.key()).isEqualTo("a");
    assertThat(a.fingerprint()).isNotEmpty().isNotEqualTo(b.fingerprint());
    assertThat(a.token()).hasSizeGreaterThan(16).isEqualTo(b.token());
    assertThat(a.now()).isEqualTo(start);
    assertThat(a.leaseUntil()).isEqualTo(start.plus(DispatcherFixture.TIMEOUT).plusSeconds(10));
    assertThat(b.stream()).isEqualTo("receipts");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"SENT", "SUPPRESSED", "REJECTED", "EXPIRED", "CANCELLED", "HELD"})
  void aCopyOfWhatHasEndedIsAcknowledged(State state) {
    world.ledger.answer("a", new Claim.EndedBefore(state));

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("DUPLICATE");
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo(state.name());
    assertThat(world.sender.made()).isEmpty();
    assertThat(world.copyQueues.placed()).isEmpty();
  }

  @Test
  void aUnitThatAnotherHoldsComesBackAfterItsLease() {
    Instant until = world.clock.instant().plusSeconds(50);
    world.ledger.answer("a", new Claim.Busy(until));

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("BUSY");
    assertDeferredUntil(until);
    assertThat(world.sender.made()).isEmpty();
  }

  @Test
  void aUnitOfUnknownOutcomeComesBackWhenItCanBeDecided() {
    Instant until = world.clock.instant().plusSeconds(110);
    world.ledger.answer("a", new Claim.Unsettled(until));

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("UNKNOWN");
    assertDeferredUntil(until);
    assertThat(world.sender.made()).isEmpty();
  }

  private void assertDeferredUntil(Instant until) {
    MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getFirst();
    assertThat(world.clock.instant().plus(deferred.delay()))
        .isAfterOrEqualTo(until)
        .isCloseTo(until, within(11, ChronoUnit.SECONDS));
    assertThat(deferred.attempt()).isZero();
  }

  @Test
  void aUnitThatIsHeldGoesToTheHeldQueueAndIsSettledAfterwards() {
    world.ledger.answer("a", new Claim.Hold("old-token"));
    world.ledger.settling(
        settlement -> {
          assertThat(world.copyQueues.held()).hasSize(1);
          return Optional.of(new Settled.Confirmed());
        });

    BatchLog report = world.dispatch(Batch.Lane.BULK, world.mail("a", "\"stream\":\"marketing\""));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("HELD");
    assertThat(world.ledger.settlements())
        .containsExactly(
            new Settlement(
                "a",
                "old-token",
                world.clock.instant(),
                new ClaimResult.EndedUnsent(State.HELD, "OUTCOME_UNKNOWN")));
    assertThat(world.sender.made()).isEmpty();
  }

  @Test
  void aUnitThatCouldNotBePutOnTheHeldQueueIsNotSettledAndRedelivered() {
    world.ledger.answer("a", new Claim.Hold("old-token"));
    world.copyQueues.failOn(MessageCopy.HeldCopy.class::isInstance);

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-a"));
    assertThat(world.ledger.settlements()).isEmpty();
  }

  @Test
  void aDefectInTheSettlementOfACopyThatIsSafeIsReportedAndHarmsNothing() {
    world.ledger.answer("a", new Claim.Hold("old-token"));
    world.ledger.breakSettling();

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.defects()).hasSize(1);
    assertThat(world.copyQueues.held()).hasSize(1);
  }

  @Test
  void anIdWithOtherContentIsRejectedAndNothingIsSettled() {
    world.ledger.answer("a", new Claim.IdReused());

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("REJECTED");
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("ID_REUSED");
    assertThat(world.copyQueues.rejected()).hasSize(1);
    assertThat(world.ledger.settlements()).isEmpty();
  }

  @Test
  void anEntryThatCannotBeReadReturnsItsOwnRecordAlone() {
    world.ledger.answer("a", new Claim.EntryUnreadable("NumberFormatException"));

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-a"));
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("RETURNED");
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("LEDGER_ENTRY");
    assertThat(report.finished().getFirst().outcome().code()).isEqualTo("NumberFormatException");
    assertThat(world.sender.offers()).containsOnlyKeys("b");
  }

  @Test
  void aDefectOfTheLedgerReturnsTheRecordsOfItsSliceAlone() {
    world.rate(2);
    Received[] records = new Received[14];
    for (int i = 0; i < records.length; i++) {
      records[i] = world.mail("a" + i);
    }
    world.ledger.breakAt("a0");

    BatchLog report = world.dispatch(records);

    assertThat(report.failedMessageIds())
        .containsExactlyInAnyOrder(
            "m-a0", "m-a1", "m-a2", "m-a3", "m-a4", "m-a5", "m-a6", "m-a7", "m-a8", "m-a9");
    assertThat(world.sender.offers()).containsOnlyKeys("a10", "a11", "a12", "a13");
    assertThat(report.defects()).hasSize(1);
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("DEFECT");
    assertThat(report.finished().getFirst().outcome().code()).isEqualTo("IllegalStateException");
  }

  @Test
  void marketingMailOfUnknownOutcomeIsHeldAndOtherMailIsResent() {
    world.sender.answer("a", new SendOutcome.Unknown("TIMEOUT"));
    world.sender.answer("b", new SendOutcome.Unknown("TIMEOUT"));
    Received a = world.mail("a", "\"stream\":\"marketing\"");
    Received b = world.mail("b");

    world.dispatch(Batch.Lane.BULK, a, b);
    world.clock.advance(DispatcherFixture.GRACE);
    BatchLog report = world.dispatch(Batch.Lane.BULK, a, b);

    assertThat(world.sender.offers()).containsEntry("a", 1L).containsEntry("b", 2L);
    assertThat(report.finished().stream().filter(one -> one.unit().orElseThrow().resend()))
        .extracting(Finished::key)
        .containsExactly("b");
    assertThat(world.state("a")).contains(State.HELD);
    assertThat(world.copyQueues.held()).extracting(MessageCopy.HeldCopy::id).containsExactly("a");
    assertThat(world.state("b")).contains(State.SENT);
  }

  @Test
  void anExpiredMailOfUnknownOutcomeNeedNotBeHeld() {
    Instant expiresAt = world.clock.instant().plusSeconds(30);
    world.sender.answer("a", new SendOutcome.Unknown("TIMEOUT"));
    Received a = world.mail("a", "\"stream\":\"marketing\"", world.field("expiresAt", expiresAt));

    world.dispatch(Batch.Lane.BULK, a);
    world.clock.advance(DispatcherFixture.GRACE);
    world.dispatch(Batch.Lane.BULK, a);

    assertThat(world.state("a")).contains(State.EXPIRED);
    assertThat(world.copyQueues.held()).isEmpty();
    assertThat(world.ledger.requests())
        .extracting(ClaimRequest::onUnknown)
        .containsExactly(OnUnknown.HOLD, OnUnknown.END);
  }

  @Test
  void anExpiredMailIsNotHeldEitherWhenItWasResentAsOftenAsAllowed() {
    Instant expiresAt = world.clock.instant().plus(DispatcherFixture.GRACE.multipliedBy(3));
    SendOutcome unknown = new SendOutcome.Unknown("TIMEOUT");
    world.sender.answer("a", unknown, unknown, unknown);
    Received a = world.mail("a", world.field("expiresAt", expiresAt));
    BatchLog report = world.dispatch(a);
    for (int i = 0; i < 3; i++) {
      world.clock.advance(DispatcherFixture.GRACE);
      report = world.dispatch(a);
    }

    assertThat(world.sender.offers()).containsEntry("a", 3L);
    assertThat(world.state("a")).contains(State.EXPIRED);
    assertThat(world.copyQueues.held()).isEmpty();
    assertThat(report.finished().getFirst().unit().orElseThrow().resend())
        .as("nothing was resent")
        .isFalse();
  }

  @Test
  void acceptedMailIsNotRedeliveredWhenItCannotBeSettled() {
    world.ledger.loseSettlements();

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.placed()).isEmpty();
    assertThat(world.labels()).containsEntry("a", List.of("SENT"));
  }

  @Test
  void aReleaseThatCannotBeWrittenStillDefersItsCopy() {
    world.ledger.loseSettlements();
    world.sender.answer("a", new SendOutcome.Throttled("Slow", false));

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.deferred()).hasSize(1);
  }

  @Test
  void aUnitThatAnEventProvedToBeSentNeedsNoCopy() {
    world.sender.answer("a", new SendOutcome.Unknown("TIMEOUT"));
    world.ledger.settling(_ -> Optional.of(new Settled.Overtaken(State.SENT)));

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.placed()).isEmpty();
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("DUPLICATE");
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("SENT");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"CLAIMED", "PENDING", "UNKNOWN"})
  void aUnitThatAnotherClaimTookOverStillGetsItsCopy(State state) {
    world.sender.answer("a", new SendOutcome.Throttled("Slow", false));
    world.ledger.settling(_ -> Optional.of(new Settled.Overtaken(state)));

    world.dispatch(world.mail("a"));

    assertThat(world.copyQueues.deferred()).hasSize(1);
    assertThat(world.labels()).containsEntry("a", List.of("DEFERRED"));
  }

  @Test
  void anEndThatWasWrittenAndItsAnswerLostIsStillThatEnd() {
    world.suppress("a@example.com");
    world.ledger.settling(_ -> Optional.of(new Settled.Overtaken(State.SUPPRESSED)));

    world.dispatch(world.mail("a"));

    assertThat(world.labels()).containsEntry("a", List.of("SUPPRESSED"));
  }

  @Test
  void aSuppressedUnitThatWasSentAfterAllIsADuplicate() {
    world.suppress("a@example.com");
    world.ledger.settling(_ -> Optional.of(new Settled.Overtaken(State.SENT)));

    world.dispatch(world.mail("a"));

    assertThat(world.labels()).containsEntry("a", List.of("DUPLICATE"));
  }

  @Test
  void aUnitThatSesAcceptedTwiceIsReportedAsSuch() {
    world.ledger.settling(_ -> Optional.of(new Settled.AcceptedTwice("ses-0")));

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("SENT_TWICE");
    assertThat(report.finished().getFirst().outcome().sesMessageId()).contains("ses-a-1");
  }

  @Test
  void aClaimThatADefectLeftIsDecidedAfterLeaseAndGraceAndNotBefore() {
    world.sender.breakAt("a");
    world.dispatch(world.mail("a"));
    world.sender.fix();
    world.clock.advance(Duration.ofSeconds(69));

    world.dispatch(world.mail("a"));
    assertThat(world.labels()).containsEntry("a", List.of("DEFERRED"));
    world.clock.advance(Duration.ofSeconds(1));
    world.dispatch(world.mail("a"));
    assertThat(world.copyQueues.deferred().getLast().delay())
        .isGreaterThanOrEqualTo(DispatcherFixture.GRACE);
    assertThat(world.sender.offers()).containsEntry("a", 1L);
    world.clock.advance(DispatcherFixture.GRACE);
    world.dispatch(world.mail("a"));

    assertThat(world.sender.offers()).containsEntry("a", 2L);
    assertThat(world.state("a")).contains(State.SENT);
  }
}
