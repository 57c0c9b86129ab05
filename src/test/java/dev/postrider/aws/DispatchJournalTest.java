package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.BatchLog.SesCalls;
import dev.postrider.dispatch.DeferReason;
import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.Finished;
import dev.postrider.dispatch.Outcome;
import dev.postrider.dispatch.Received;
import dev.postrider.dispatch.RejectReason;
import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The lines of a batch.
class DispatchJournalTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String TRACE = "1-5759e988-bd862e3fe1be46a994272793";
  private static final String PRODUCER = "1-5759e988-000000000000000000000001";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<JsonNode> write(JsonLog.Level least, SesCalls calls) throws IOException {
    BatchLog done = new BatchLog();
    done.add(sent("m-1", "a"));
    done.add(sent("m-2", "b"));
    done.called(calls);
    done.defect(new IllegalStateException("ann@example.com"));
    JsonLog log = new JsonLog(new PrintStream(out, true, StandardCharsets.UTF_8), least, "mail");
    new DispatchJournal(log, InstantSource.fixed(NOW))
        .write(
            new Batch(Batch.Lane.MAIL, List.of(), NOW),
            done,
            new DispatchJournal.Traces(TRACE, Map.of("m-2", PRODUCER)));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static Finished sent(String messageId, String key) {
    Received.Carried carried =
        new Received.Carried(Optional.of(key), 2, Optional.empty(), EntryRanges.ALL);
    Received record = new Received(messageId, "", null, NOW.minusMillis(1_500), 1, carried);
    Delivery unit =
        TestMail.units(
                """
                {"id":"%s","to":"ann@example.com","subject":"Hi","text":"Hello",
                 "stream":"receipts","tenant":"acme"}\
                """
                    .formatted(key))
            .getFirst();
    return TestMail.offered(unit, record, false, Duration.ofMillis(40))
        .ended(new Outcome.Sent("ses-" + key), NOW);
  }

  @Test
  void anOutcomesLineHasAllThatOneSearchesFor() throws IOException {
    List<JsonNode> lines = write(JsonLog.Level.INFO, SesCalls.NONE);

    assertThat(lines.get(1))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"level":"INFO","event":"unit","unit":"b","messageId":"m-2",
                     "stream":"receipts","tenant":"acme","outcome":"SENT","reason":"","code":"",
                     "sesMessageId":"ses-b","failedAttempts":2,"inQueueMillis":1500,"sesMillis":40,
                     "traceId":"%s","producerTraceId":"%s"}
                    """
                        .formatted(TRACE, PRODUCER)));
    assertThat(lines.get(0).has("producerTraceId")).isFalse();
    assertThat(lines.get(2).path("event").asText()).isEqualTo("defect");
    assertThat(lines.get(2).path("traceId").asText()).isEqualTo(TRACE);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("@");
  }

  @Test
  void aRefusalsLineHasSessCodeAndSentence() throws IOException {
    BatchLog done = new BatchLog();
    Finished sent = sent("m-1", "a");
    done.add(
        sent.unit()
            .orElseThrow()
            .ended(
                new Outcome.Rejected(
                    RejectReason.SES_REFUSED,
                    "why",
                    new Diagnostic(
                        "BadRequestException", "Template contains unsupported operations.")),
                NOW));
    JsonLog log =
        new JsonLog(new PrintStream(out, true, StandardCharsets.UTF_8), JsonLog.Level.INFO, "mail");
    new DispatchJournal(log, InstantSource.fixed(NOW))
        .write(
            new Batch(Batch.Lane.MAIL, List.of(), NOW),
            done,
            new DispatchJournal.Traces("", Map.of()));

    JsonNode line =
        new ObjectMapper()
            .readTree(out.toString(StandardCharsets.UTF_8).lines().toList().getFirst());
    assertThat(line.path("code").asText()).isEqualTo("BadRequestException");
    assertThat(line.path("text").asText()).isEqualTo("Template contains unsupported operations.");
  }

  @Test
  void aDeferredUnitsLineSaysWhenAndWhenItIsTriedNext() throws IOException {
    BatchLog done = new BatchLog();
    done.add(
        sent("m-1", "a")
            .unit()
            .orElseThrow()
            .ended(new Outcome.Deferred(DeferReason.PACE, "", Duration.ofSeconds(90)), NOW));
    JsonLog log =
        new JsonLog(new PrintStream(out, true, StandardCharsets.UTF_8), JsonLog.Level.INFO, "mail");
    new DispatchJournal(log, InstantSource.fixed(NOW))
        .write(
            new Batch(Batch.Lane.MAIL, List.of(), NOW),
            done,
            new DispatchJournal.Traces("", Map.of()));

    JsonNode line =
        new ObjectMapper()
            .readTree(out.toString(StandardCharsets.UTF_8).lines().toList().getFirst());
    assertThat(line.path("at").asText()).isEqualTo(NOW.toString());
    assertThat(line.path("nextTry").asText()).isEqualTo(NOW.plusSeconds(90).toString());
  }

  @Test
  void theLevelTakesAwayLinesButNoMetrics() throws IOException {
    List<JsonNode> lines = write(JsonLog.Level.ERROR, new SesCalls(3, 1, 50));

    assertThat(lines).filteredOn(line -> line.has("event")).hasSize(1);
    assertThat(lines).filteredOn(line -> line.has("Sent")).hasSize(1);
    assertThat(lines)
        .filteredOn(line -> line.has("BulkCalls"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("BulkEntries").asInt()).isEqualTo(50));
  }

  @Test
  void withoutBulkCallsNothingIsWrittenOfThem() throws IOException {
    assertThat(write(JsonLog.Level.ERROR, new SesCalls(3, 0, 0)))
        .noneMatch(line -> line.has("BulkCalls"));
  }
}
