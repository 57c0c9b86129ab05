package dev.postrider.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.ledger.DeliveryReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the simulated ledger has forgotten it has forgotten whole, as the table's TTL deletes.
final class ForgottenEntryTest {
  private static final Instant FIRST = Instant.parse("2026-11-24T00:00:00Z");
  private static final Instant LATER = FIRST.plus(Duration.ofDays(31));

  @Test
  void anOpenOfMailWhoseEntryExpiredIsNotAboutTheNextMessageOfItsId() {
    InMemoryLedger ledger = new InMemoryLedger(Duration.ofMinutes(2));
    claim(ledger, FIRST);
    ledger.forget("a");
    claim(ledger, LATER);

    assertThat(ledger.record(new DeliveryReport("a", "ses-1", FIRST, LATER, Map.of())))
        .isEqualTo(ReportOutcome.UNKNOWN_UNIT);
    assertThat(ledger.record(new DeliveryReport("a", "ses-2", LATER, LATER, Map.of())))
        .isEqualTo(ReportOutcome.NOTHING);
  }

  private static void claim(InMemoryLedger ledger, Instant at) {
    ClaimRequest request =
        new ClaimRequest("a", "fp", "s", "t" + at, at, at.plusSeconds(70), OnUnknown.RESEND);
    assertThat(ledger.claim(List.of(request), Instant.MAX)).hasSize(1);
  }
}
