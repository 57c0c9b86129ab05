package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchReport;
import dev.postrider.dispatch.Calls;
import dev.postrider.dispatch.UnitOutcome;
import dev.postrider.dispatch.UnitOutcome.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DispatchMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void mailThatIsSentAgainAfterAnUnknownOutcomeIsCountedBesideItsOutcome() {
    ObjectNode line =
        line(
            outcome("a", Kind.SENT, "", false),
            outcome("b", Kind.SENT, "", true),
            outcome("c", Kind.PARKED, "PACE", true));

    assertThat(line.path("Resent").asInt()).isEqualTo(2);
    assertThat(line.path("Sent").asInt()).isEqualTo(2);
    assertThat(line.path("Parked").asInt()).isEqualTo(1);
    assertThat(line(outcome("a", Kind.SENT, "", false)).has("Resent")).isFalse();
  }

  @Test
  void mailThatWaitsForTheLedgerIsParkedAndNotReturned() {
    ObjectNode line = line(outcome("a", Kind.PARKED, "LEDGER_UNAVAILABLE", false));

    assertThat(line.path("Parked").asInt()).isEqualTo(1);
    assertThat(line.has("Returned")).isFalse();
  }

  private static ObjectNode line(UnitOutcome... outcomes) {
    Batch batch = new Batch(Batch.Lane.MAIL, List.of(), NOW);
    BatchReport report =
        new BatchReport(Set.of(), List.of(outcomes), Calls.NONE, 0, List.of(), List.of());
    return DispatchMetrics.of(batch, report, NOW).getFirst().lines("test").getFirst();
  }

  private static UnitOutcome outcome(String key, Kind kind, String reason, boolean resend) {
    return new UnitOutcome(
        "m-" + key,
        key,
        "transactional",
        Optional.empty(),
        kind,
        reason,
        "",
        Optional.empty(),
        0,
        Duration.ZERO,
        Duration.ZERO,
        1,
        resend,
        NOW);
  }
}
