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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void theLongestWaitOfMailThatIsLateAndParkedAgainIsToldForItsLane() {
    List<UnitOutcome> outcomes =
        List.of(
            parked("a", "PACE", 20),
            parked("b", "THROTTLED", 1_900),
            parked("c", "LEDGER_UNAVAILABLE", 1_000),
            outcome("d", Kind.SENT, "", false));

    assertThat(batchLine(Batch.Lane.MAIL, outcomes).path("MailParkedAge").asDouble())
        .isEqualTo(1_900_000);
    assertThat(batchLine(Batch.Lane.MAIL, outcomes).has("BulkParkedAge")).isFalse();
    assertThat(batchLine(Batch.Lane.BULK, outcomes).path("BulkParkedAge").asDouble())
        .isEqualTo(1_900_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCHEDULED", "BULK_LANE", "MISCONFIGURED", "UNKNOWN", "BUSY"})
  void mailThatWaitsForAnotherReasonIsNotLate(String reason) {
    assertThat(batchLine(Batch.Lane.MAIL, List.of(parked("a", reason, 5_000))).has("MailParkedAge"))
        .isFalse();
  }

  private static ObjectNode line(UnitOutcome... outcomes) {
    return lines(Batch.Lane.MAIL, List.of(outcomes)).getFirst();
  }

  private static ObjectNode batchLine(Batch.Lane lane, List<UnitOutcome> outcomes) {
    return lines(lane, outcomes).getLast();
  }

  private static List<ObjectNode> lines(Batch.Lane lane, List<UnitOutcome> outcomes) {
    Batch batch = new Batch(lane, List.of(), NOW);
    BatchReport report = new BatchReport(Set.of(), outcomes, Calls.NONE, 0, List.of(), List.of());
    return DispatchMetrics.of(batch, report, NOW).stream()
        .flatMap(metrics -> metrics.lines("test").stream())
        .toList();
  }

  private static UnitOutcome parked(String key, String reason, long seconds) {
    return outcome(key, Kind.PARKED, reason, Duration.ofSeconds(seconds), false);
  }

  private static UnitOutcome outcome(String key, Kind kind, String reason, boolean resend) {
    return outcome(key, kind, reason, Duration.ZERO, resend);
  }

  private static UnitOutcome outcome(
      String key, Kind kind, String reason, Duration inQueue, boolean resend) {
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
        inQueue,
        Duration.ZERO,
        1,
        resend,
        NOW);
  }
}
