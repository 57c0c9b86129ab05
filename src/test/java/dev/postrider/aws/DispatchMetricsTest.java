package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.DeferReason;
import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.Finished;
import dev.postrider.dispatch.Outcome;
import dev.postrider.dispatch.Received;
import dev.postrider.email.EntryRanges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatchMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Outcome SENT = new Outcome.Sent("ses-1");

  @Test
  void mailThatIsSentAgainAfterAnUnknownOutcomeIsCountedBesideItsOutcome() {
    ObjectNode line =
        line(
            finished("a", SENT, false),
            finished("b", SENT, true),
            finished("c", deferred("PACE"), true));

    assertThat(line.path("Resent").asInt()).isEqualTo(2);
    assertThat(line.path("Sent").asInt()).isEqualTo(2);
    assertThat(line.path("Deferred").asInt()).isEqualTo(1);
    assertThat(line(finished("a", SENT, false)).has("Resent")).isFalse();
  }

  @Test
  void mailThatWaitsForTheLedgerIsDeferredAndNotReturned() {
    ObjectNode line = line(finished("a", deferred("LEDGER_UNAVAILABLE"), false));

    assertThat(line.path("Deferred").asInt()).isEqualTo(1);
    assertThat(line.has("Returned")).isFalse();
  }

  @Test
  void theLongestWaitOfMailThatIsLateAndDeferredAgainIsToldForItsLane() {
    List<Finished> outcomes =
        List.of(
            deferred("a", "PACE", 20),
            deferred("b", "THROTTLED", 1_900),
            deferred("c", "LEDGER_UNAVAILABLE", 1_000),
            finished("d", SENT, false));

    assertThat(batchLine(Batch.Lane.MAIL, outcomes).path("MailDeferredAge").asDouble())
        .isEqualTo(1_900_000);
    assertThat(batchLine(Batch.Lane.MAIL, outcomes).has("BulkDeferredAge")).isFalse();
    assertThat(batchLine(Batch.Lane.BULK, outcomes).path("BulkDeferredAge").asDouble())
        .isEqualTo(1_900_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCHEDULED", "BULK_LANE", "MISCONFIGURED", "UNKNOWN", "BUSY"})
  void mailThatWaitsForAnotherReasonIsNotLate(String reason) {
    assertThat(
            batchLine(Batch.Lane.MAIL, List.of(deferred("a", reason, 5_000)))
                .has("MailDeferredAge"))
        .isFalse();
  }

  @Test
  void mailThatNeedNotWaitTellsHowPromptItWas() {
    List<Finished> outcomes =
        List.of(
            sent("a", Duration.ofSeconds(10), false),
            sent("b", Duration.ofMillis(10_001), false),
            sent("c", Duration.ofMinutes(5), true));

    ObjectNode line = batchLine(Batch.Lane.MAIL, outcomes);

    assertThat(line.path("MailTimed").asInt()).as("without what found the pace taken").isEqualTo(2);
    assertThat(line.path("MailSlow").asInt()).isEqualTo(1);
  }

  @Test
  void copiesAndBulkMailAndMailThatIsNotSentTellNothing() {
    assertThat(
            batchLine(
                    Batch.Lane.MAIL, List.of(copySent("a"), finished("b", deferred("PACE"), false)))
                .has("MailTimed"))
        .isFalse();
  }

  private static Finished sent(String id, Duration after, boolean paced) {
    return offered(id, Received.Carried.NOTHING, paced).ended(SENT, NOW.plus(after));
  }

  private static Finished copySent(String id) {
    Received.Carried copy =
        new Received.Carried(Optional.of(id), 1, Optional.of(NOW), EntryRanges.ALL);
    return offered(id, copy, false).ended(SENT, NOW.plusSeconds(60));
  }

  private static Delivery offered(String id, Received.Carried carried, boolean paced) {
    Delivery unit = TestMail.plain(id);
    Received record = new Received("sqs-" + id, "", null, NOW, 1, carried);
    return new Delivery(
        record,
        unit.lane(),
        unit.email(),
        unit.unit(),
        unit.mailed(),
        "token",
        1,
        false,
        false,
        paced,
        Duration.ofMillis(20));
  }

  private static ObjectNode line(Finished... outcomes) {
    return lines(Batch.Lane.MAIL, List.of(outcomes)).getFirst();
  }

  private static ObjectNode batchLine(Batch.Lane lane, List<Finished> outcomes) {
    return lines(lane, outcomes).getLast();
  }

  private static List<ObjectNode> lines(Batch.Lane lane, List<Finished> outcomes) {
    Batch batch = new Batch(lane, List.of(), NOW);
    BatchLog report = new BatchLog();
    outcomes.forEach(report::add);
    return DispatchMetrics.of(batch, report, NOW).stream()
        .flatMap(metrics -> metrics.lines("test").stream())
        .toList();
  }

  private static Outcome deferred(String reason) {
    return new Outcome.Deferred(DeferReason.valueOf(reason), "", Duration.ZERO);
  }

  private static Finished deferred(String key, String reason, long seconds) {
    return finished(key, deferred(reason), Duration.ofSeconds(seconds), false);
  }

  private static Finished finished(String key, Outcome outcome, boolean resend) {
    return finished(key, outcome, Duration.ZERO, resend);
  }

  private static Finished finished(String key, Outcome outcome, Duration inQueue, boolean resend) {
    Delivery unit = TestMail.plain(key);
    Received record =
        new Received("m-" + key, "", null, NOW.minus(inQueue), 1, Received.Carried.NOTHING);
    return TestMail.offered(unit, record, resend, Duration.ZERO).ended(outcome, NOW);
  }
}
