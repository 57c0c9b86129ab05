package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.ProtocolStep.Write;
import dev.postrider.ledger.Settlement.ClaimResult;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a settlement writes first.
class SettleProtocolTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static ConditionalWrite write(ClaimResult result) {
    return ((Write<Settled>) SettleProtocol.settle(new Settlement("a", "t1", NOW, result))).write();
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, true", "8, true", "9, false", "500, false"})
  void onlyTheFirstEightClaimsThatAreLetGoAreInTheHistory(int attempt, boolean inHistory) {
    ConditionalWrite write = write(new ClaimResult.Released("THROTTLED X", attempt));

    assertThat(write.condition()).isEqualTo(new Condition.ClaimedBy("t1"));
    assertThat(write.change())
        .isEqualTo(new Change.MoveTo(State.PENDING, "THROTTLED X", Optional.empty(), inHistory));
  }

  @Test
  void anUnknownOutcomeCountsFromNowOn() {
    assertThat(write(new ClaimResult.OutcomeUnknown("TIMEOUT")).change())
        .isEqualTo(new Change.MoveTo(State.UNKNOWN, "TIMEOUT", Optional.of(NOW), true));
  }

  @Test
  void anEndWithoutASendLetsGoOfTheClaim() {
    assertThat(write(new ClaimResult.EndedUnsent(State.EXPIRED, "EXPIRED")).change())
        .isEqualTo(new Change.MoveTo(State.EXPIRED, "EXPIRED", Optional.empty(), true));
  }

  @Test
  void anAcceptanceIsWrittenWhoeverHoldsTheClaim() {
    ConditionalWrite write = write(new ClaimResult.SesAccepted("ses-1"));

    assertThat(write.condition()).isEqualTo(new Condition.NotAccepted());
    assertThat(write.change()).isEqualTo(new Change.RecordAcceptance("ses-1"));
  }

  /// The batched form must never take effect where the write itself would not: its answer is final.
  @ParameterizedTest
  @MethodSource("results")
  void aSettlementSharesACallWhileItsClaimHoldsTheUnit(ClaimResult result) {
    Write<Settled> settle =
        (Write<Settled>) SettleProtocol.settle(new Settlement("a", "t1", NOW, result));
    ProtocolStep.Batched<Settled> batched = settle.batched().orElseThrow();

    assertThat(batched.answer()).isEqualTo(new Settled.Confirmed());
    assertThat(batched.write().condition()).isEqualTo(new Condition.ClaimedBy("t1"));
    assertThat(batched.write().change()).isEqualTo(settle.write().change());
    ClaimRequest claim =
        new ClaimRequest("a", "fp", "s", "t1", NOW, NOW.plusSeconds(70), OnUnknown.RESEND);
    Optional<Entry> held =
        Optional.of(
            new ConditionalWrite(
                    "a",
                    NOW,
                    new Condition.Unchanged(Optional.empty()),
                    new Change.TakeClaim(claim, false))
                .applied(Optional.empty()));
    assertThat(batched.write().condition().holds(held)).isTrue();
    assertThat(settle.write().condition().holds(held)).isTrue();
  }

  static Stream<ClaimResult> results() {
    return Stream.of(
        new ClaimResult.SesAccepted("ses-1"),
        new ClaimResult.OutcomeUnknown("TIMEOUT"),
        new ClaimResult.Released("PACE", 1),
        new ClaimResult.EndedUnsent(State.EXPIRED, "EXPIRED"));
  }
}
