package dev.postrider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every ledger does. Both sides of one ledger are under test.
public abstract class LedgerContract {
  protected static final Duration GRACE = Duration.ofMinutes(2);
  // Far from today: DynamoDB Local deletes what has expired by the real clock.
  private static final Instant NOW = Instant.parse("2126-11-24T00:00:00Z");
  private static final Instant LEASE = NOW.plusSeconds(70);

  protected abstract Ledger ledger();

  protected abstract DeliveryLedger deliveries();

  /// What the ledger holds of a recipient; null when it holds nothing.
  protected abstract Map<String, RecipientStatus> recipients(String key);

  @Test
  void aNewUnitIsGranted() {
    assertThat(claim("new", "t1", NOW)).isEqualTo(new Claim.Granted(1, false));
  }

  @Test
  void aUnitThatAnotherHoldsIsBusyUntilItsLeaseEnds() {
    claim("busy", "t1", NOW);
    assertThat(claim("busy", "t2", NOW.plusSeconds(1))).isEqualTo(new Claim.Busy(LEASE));
  }

  @Test
  void aClaimThatIsRepeatedAfterALostAnswerIsStillGranted() {
    claim("again", "t1", NOW);
    assertThat(claim("again", "t1", NOW)).isEqualTo(new Claim.Granted(1, false));
  }

  @Test
  void theSameIdWithOtherContentIsReusedInEveryState() {
    claim("reused", "t1", NOW);
    assertThat(claim(request("reused", "other", "t2", NOW, OnUnknown.RESEND)))
        .isEqualTo(new Claim.IdReused());
    settle("reused", "t1", new ClaimResult.SesAccepted("ses-1"));
    assertThat(claim(request("reused", "other", "t2", NOW, OnUnknown.RESEND)))
        .isEqualTo(new Claim.IdReused());
  }

  @Test
  void aClaimWhoseLeaseRanOutIsUnknownForTheGraceAndThenResent() {
    claim("lease", "t1", NOW);
    assertThat(claim("lease", "t2", LEASE)).isEqualTo(new Claim.Unsettled(LEASE.plus(GRACE)));
    assertThat(claim("lease", "t2", LEASE.plus(GRACE))).isEqualTo(new Claim.Granted(2, true));
  }

  @Test
  void anUnknownOutcomeIsHeldWhereTheStreamSaysSo() {
    claim("hold", "t1", NOW);
    settle("hold", "t1", new ClaimResult.OutcomeUnknown("TIMEOUT"));
    ClaimRequest late = request("hold", "fp", "t2", NOW.plus(GRACE), OnUnknown.HOLD);
    assertThat(claim(late)).isEqualTo(new Claim.Hold("t1"));
    assertThat(settle("hold", "t1", new ClaimResult.EndedUnsent(State.HELD, "OUTCOME_UNKNOWN")))
        .isEqualTo(new Settled.Confirmed());
    assertThat(claim(late)).isEqualTo(new Claim.EndedBefore(State.HELD));
  }

  @Test
  void anUnknownOutcomeIsClaimedByOneAloneAfterTheGrace() {
    claim("one", "t1", NOW);
    settle("one", "t1", new ClaimResult.OutcomeUnknown("TIMEOUT"));
    Instant late = NOW.plus(GRACE);
    assertThat(claim("one", "t2", late.minusMillis(1))).isEqualTo(new Claim.Unsettled(late));
    assertThat(claim("one", "t2", late)).isEqualTo(new Claim.Granted(2, true));
    assertThat(claim("one", "t3", late)).isInstanceOf(Claim.Busy.class);
  }

  @Test
  void aReleasedUnitIsFreeAtOnceAndKeepsItsContent() {
    claim("free", "t1", NOW);
    assertThat(settle("free", "t1", new ClaimResult.Released("THROTTLED", 1)))
        .isEqualTo(new Settled.Confirmed());
    assertThat(claim(request("free", "other", "t2", NOW, OnUnknown.RESEND)))
        .isEqualTo(new Claim.IdReused());
    assertThat(claim("free", "t2", NOW)).isEqualTo(new Claim.Granted(2, false));
  }

  @Test
  void whatHasEndedIsADuplicate() {
    for (State state : List.of(State.SUPPRESSED, State.REJECTED, State.EXPIRED)) {
      claim("end-" + state, "t1", NOW);
      settle("end-" + state, "t1", new ClaimResult.EndedUnsent(state, "reason"));
      assertThat(claim("end-" + state, "t2", LEASE.plus(GRACE)))
          .isEqualTo(new Claim.EndedBefore(state));
    }
  }

  @Test
  void acceptanceIsAFactWhoeverHoldsTheClaim() {
    claim("fact", "t1", NOW);
    claim("fact", "t2", LEASE.plus(GRACE));
    assertThat(settle("fact", "t1", new ClaimResult.SesAccepted("ses-1")))
        .isEqualTo(new Settled.Confirmed());
    assertThat(settle("fact", "t2", new ClaimResult.SesAccepted("ses-2")))
        .isEqualTo(new Settled.AcceptedTwice("ses-1"));
    assertThat(settle("fact", "t1", new ClaimResult.SesAccepted("ses-1")))
        .isEqualTo(new Settled.Confirmed());
  }

  /// The way in which duplicates come about: an answer is lost, the mail is sent again, and then
  /// the first one's events come.
  @Test
  void anEventOfAnotherSendThanTheLedgersTellsOnceThatTheUnitWasSentTwice() {
    claim("twice", "t1", NOW);
    claim("twice", "t2", LEASE.plus(GRACE));
    settle("twice", "t2", new ClaimResult.SesAccepted("ses-2"));
    assertThat(record("twice", "ses-2", Map.of())).isEqualTo(ReportOutcome.NOTHING);
    assertThat(record("twice", "ses-1", Map.of())).isEqualTo(new ReportOutcome(false, true, false));
    assertThat(record("twice", "ses-1", Map.of())).isEqualTo(ReportOutcome.NOTHING);
    assertThat(record("twice", "ses-1", Map.of("h", RecipientStatus.DELIVERED)))
        .isEqualTo(ReportOutcome.NOTHING);
    assertThat(record("twice", "ses-3", Map.of())).isEqualTo(new ReportOutcome(false, true, false));
  }

  @Test
  void anyEventOfAnotherSendTellsThatTheUnitWasSentTwice() {
    claim("other", "t1", NOW);
    record("other", "ses-1", Map.of("a", RecipientStatus.BOUNCED));
    Map<String, RecipientStatus> delivered =
        Map.of("a", RecipientStatus.DELIVERED, "b", RecipientStatus.DELIVERED);
    assertThat(record("other", "ses-2", delivered))
        .isEqualTo(new ReportOutcome(false, true, false));
    assertThat(record("other", "ses-2", delivered)).isEqualTo(ReportOutcome.NOTHING);
    assertThat(record("other", "ses-2", Map.of())).isEqualTo(ReportOutcome.NOTHING);
  }

  @Test
  void whatTheDispatcherHasToldOfASecondSendTheEventDoesNotTellAgain() {
    claim("told", "t1", NOW);
    record("told", "ses-1", Map.of());
    assertThat(settle("told", "t1", new ClaimResult.SesAccepted("ses-2")))
        .isEqualTo(new Settled.AcceptedTwice("ses-1"));
    assertThat(settle("told", "t1", new ClaimResult.SesAccepted("ses-2")))
        .isEqualTo(new Settled.Confirmed());
    assertThat(record("told", "ses-2", Map.of())).isEqualTo(ReportOutcome.NOTHING);
  }

  private ReportOutcome record(
      String key, String sesMessageId, Map<String, RecipientStatus> recipients) {
    return deliveries().record(new DeliveryReport(key, sesMessageId, NOW, NOW, recipients));
  }

  @Test
  void aSettlementOfALostClaimChangesNothing() {
    claim("lost", "t1", NOW);
    claim("lost", "t2", LEASE.plus(GRACE));
    assertThat(settle("lost", "t1", new ClaimResult.Released("THROTTLED", 1)))
        .isEqualTo(new Settled.Overtaken(State.CLAIMED));
    assertThat(claim("lost", "t3", LEASE.plus(GRACE))).isInstanceOf(Claim.Busy.class);
  }

  @Test
  void aSendEventSettlesAClaimAndAnUnknownOutcome() {
    claim("event", "t1", NOW);
    settle("event", "t1", new ClaimResult.OutcomeUnknown("TIMEOUT"));
    assertThat(record("event", "ses-1", Map.of())).isEqualTo(new ReportOutcome(true, false, false));
    assertThat(record("event", "ses-1", Map.of())).isEqualTo(ReportOutcome.NOTHING);
    assertThat(claim("event", "t2", NOW.plus(GRACE))).isEqualTo(new Claim.EndedBefore(State.SENT));
    assertThat(settle("event", "t1", new ClaimResult.Released("THROTTLED", 1)))
        .isEqualTo(new Settled.Overtaken(State.SENT));
  }

  @Test
  void anEventOfAUnitThatNobodyClaimedMakesNoRowAndTheNextMessageOfThatIdIsGranted() {
    assertThat(record("stranger", "ses-1", Map.of())).isEqualTo(ReportOutcome.UNKNOWN_UNIT);
    assertThat(record("stranger", "ses-1", Map.of("h", RecipientStatus.COMPLAINED)))
        .isEqualTo(ReportOutcome.UNKNOWN_UNIT);
    assertThat(recipients("stranger")).isEmpty();
    assertThat(claim("stranger", "t1", NOW)).isEqualTo(new Claim.Granted(1, false));
  }

  @Test
  void anEventOfAnEarlierMailWithTheSameIdDoesNotSettleTheOneThatWaits() {
    claim("again-later", "t1", NOW);
    settle("again-later", "t1", new ClaimResult.Released("THROTTLED", 1));
    DeliveryReport earlier =
        new DeliveryReport("again-later", "ses-0", NOW.minusSeconds(61), NOW, Map.of());

    assertThat(deliveries().record(earlier)).isEqualTo(ReportOutcome.UNKNOWN_UNIT);
    assertThat(claim("again-later", "t2", NOW)).isEqualTo(new Claim.Granted(2, false));
    assertThat(settle("again-later", "t2", new ClaimResult.SesAccepted("ses-1")))
        .isEqualTo(new Settled.Confirmed());
    assertThat(deliveries().record(earlier)).isEqualTo(ReportOutcome.UNKNOWN_UNIT);
  }

  /// Its row is as old as its first claim, and SES's clock may be a minute behind.
  @Test
  void anEventOfTheFirstSendIsAboutItsRowHoweverOftenTheUnitWasClaimedSince() {
    claim("reclaimed", "t1", NOW);
    settle("reclaimed", "t1", new ClaimResult.Released("THROTTLED", 1));
    claim("reclaimed", "t2", NOW.plusSeconds(1));
    settle("reclaimed", "t2", new ClaimResult.OutcomeUnknown("TIMEOUT"));
    Instant dayAfter = NOW.plus(Duration.ofDays(1));
    assertThat(claim("reclaimed", "t3", dayAfter)).isEqualTo(new Claim.Granted(3, true));
    DeliveryReport first =
        new DeliveryReport("reclaimed", "ses-1", NOW.minusSeconds(60), NOW, Map.of());

    assertThat(deliveries().record(first)).isEqualTo(ReportOutcome.NOTHING);
    assertThat(claim("reclaimed", "t4", dayAfter)).isEqualTo(new Claim.EndedBefore(State.SENT));
  }

  @Test
  void theDispatchersOwnWriteFindsWhatAnEarlyEventSaid() {
    claim("early", "t1", NOW);
    record("early", "ses-1", Map.of("h", RecipientStatus.DELIVERED));
    assertThat(settle("early", "t1", new ClaimResult.SesAccepted("ses-1")))
        .isEqualTo(new Settled.Confirmed());
    assertThat(claim("early", "t2", NOW)).isEqualTo(new Claim.EndedBefore(State.SENT));
    assertThat(recipients("early")).isEqualTo(Map.of("h", RecipientStatus.DELIVERED));
  }

  @Test
  void recipientsKeepTheGravestStatusInAnyOrderAndRepetition() {
    claim("rank", "t1", NOW);
    for (RecipientStatus status :
        List.of(
            RecipientStatus.BOUNCED,
            RecipientStatus.DELIVERED,
            RecipientStatus.BOUNCED,
            RecipientStatus.DELAYED)) {
      deliveries().record(new DeliveryReport("rank", "ses-1", NOW, NOW, Map.of("a", status)));
    }
    deliveries()
        .record(
            new DeliveryReport(
                "rank",
                "ses-1",
                NOW,
                NOW,
                Map.of("a", RecipientStatus.DELIVERED, "b", RecipientStatus.COMPLAINED)));
    assertThat(recipients("rank"))
        .isEqualTo(Map.of("a", RecipientStatus.BOUNCED, "b", RecipientStatus.COMPLAINED));
  }

  @Test
  void answersComeInTheOrderOfTheQuestions() {
    claim("q-3", "other", NOW);
    List<ClaimRequest> requests =
        IntStream.range(0, 8)
            .mapToObj(i -> request("q-" + i, "fp", "t1", NOW, OnUnknown.RESEND))
            .toList();
    List<Claim> claims = ledger().claim(requests, Instant.MAX);
    for (int i = 0; i < 8; i++) {
      assertThat(claims.get(i))
          .isEqualTo(i == 3 ? new Claim.Busy(LEASE) : new Claim.Granted(1, false));
    }
  }

  private Claim claim(String key, String token, Instant now) {
    return claim(request(key, "fp", token, now, OnUnknown.RESEND));
  }

  private Claim claim(ClaimRequest request) {
    return ledger().claim(List.of(request), Instant.MAX).getFirst();
  }

  private static ClaimRequest request(
      String key, String fingerprint, String token, Instant now, OnUnknown onUnknown) {
    Instant lease = now.equals(NOW) ? LEASE : now.plusSeconds(70);
    return new ClaimRequest(key, fingerprint, "transactional", token, now, lease, onUnknown);
  }

  private Settled settle(String key, String token, ClaimResult result) {
    return ledger()
        .settle(List.of(new Settlement(key, token, NOW, result)), Instant.MAX)
        .getFirst();
  }

  @Test
  void aUnitWhoseOutcomeStaysUnknownIsResentTwiceAndThenHeld() {
    Instant now = NOW;
    assertThat(claim("poison", "t1", now)).isEqualTo(new Claim.Granted(1, false));
    for (int resend = 1; resend <= 2; resend++) {
      now = now.plus(GRACE);
      assertThat(settle("poison", "t" + resend, new ClaimResult.OutcomeUnknown("TIMEOUT")))
          .isEqualTo(new Settled.Confirmed());
      assertThat(claim("poison", "t" + (resend + 1), now))
          .isEqualTo(new Claim.Granted(resend + 1, true));
    }
    settle("poison", "t3", new ClaimResult.OutcomeUnknown("TIMEOUT"));
    assertThat(claim("poison", "t4", now.plus(GRACE))).isEqualTo(new Claim.Hold("t3"));
    assertThat(claim(request("poison", "fp", "t5", now.plus(GRACE), OnUnknown.END)))
        .as("to be ended without a send")
        .isEqualTo(new Claim.Granted(4, false));
  }
}
