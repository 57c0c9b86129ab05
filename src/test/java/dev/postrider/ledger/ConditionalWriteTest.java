package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.UnitRecord.HistoryStep;
import dev.postrider.ledger.UnitRecord.RecipientReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a unit's history tells of a write.
class ConditionalWriteTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  private static Optional<HistoryStep> step(Change change) {
    return new ConditionalWrite("a", AT, new Condition.NotAccepted(), change).step();
  }

  private static Optional<HistoryStep> told(State state, String detail) {
    return Optional.of(new HistoryStep(AT, state, detail));
  }

  private static Change claim(boolean resend) {
    return new Change.TakeClaim(
        new ClaimRequest(
            "a", "fp", "transactional", "t1", AT, AT.plusSeconds(70), OnUnknown.RESEND),
        resend);
  }

  @Test
  void aClaimIsToldOfOnlyWhenTheUnitIsSentAgain() {
    assertThat(step(claim(true))).isEqualTo(told(State.CLAIMED, "RESEND"));
    assertThat(step(claim(false))).isEmpty();
  }

  @Test
  void aMoveIsToldOfWithItsReasonWhereTheHistoryHasRoomForIt() {
    assertThat(step(new Change.MoveTo(State.PENDING, "THROTTLED X", Optional.empty(), true)))
        .isEqualTo(told(State.PENDING, "THROTTLED X"));
    assertThat(step(new Change.MoveTo(State.PENDING, "THROTTLED X", Optional.empty(), false)))
        .isEmpty();
  }

  @Test
  void anAcceptanceIsToldOfWhetherSesAnsweredOrASendEventCame() {
    assertThat(step(new Change.RecordAcceptance("ses-1"))).isEqualTo(told(State.SENT, ""));
    assertThat(step(new Change.RecordReport("ses-1", List.of())))
        .isEqualTo(told(State.SENT, "SEND_EVENT"));
  }

  @Test
  void whatBecameOfARecipientIsNoStepOfTheUnits() {
    RecipientReport report = new RecipientReport("ann", RecipientStatus.BOUNCED, AT);

    assertThat(step(new Change.RecordReport("ses-1", List.of(report)))).isEmpty();
  }

  @Test
  void aFurtherSendIsToldOfWithItsMessageId() {
    assertThat(step(new Change.RecordFurtherSend("ses-2")))
        .isEqualTo(told(State.SENT, "TWICE ses-2"));
  }
}
