package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.ProtocolStep.Write;
import dev.postrider.ledger.Settlement.ClaimResult;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
