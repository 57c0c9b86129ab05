package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchReport;
import dev.postrider.dispatch.Calls;
import dev.postrider.dispatch.UnitOutcome;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The lines of a batch.
class DispatchJournalTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String TRACE = "1-5759e988-bd862e3fe1be46a994272793";
  private static final String PRODUCER = "1-5759e988-000000000000000000000001";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<JsonNode> write(JsonLog.Level least, Calls calls) throws IOException {
    JsonLog log = new JsonLog(new PrintStream(out, true, StandardCharsets.UTF_8), least, "mail");
    new DispatchJournal(log, InstantSource.fixed(NOW))
        .write(
            new Batch(Batch.Lane.MAIL, List.of(), NOW),
            new BatchReport(
                Set.of(),
                List.of(outcome("m-1", "a"), outcome("m-2", "b")),
                calls,
                0,
                List.of(new IllegalStateException("ann@example.com")),
                List.of()),
            new DispatchJournal.Traces(TRACE, Map.of("m-2", PRODUCER)));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static UnitOutcome outcome(String messageId, String key) {
    return new UnitOutcome(
        messageId,
        key,
        "receipts",
        Optional.of("acme"),
        UnitOutcome.Kind.SENT,
        "",
        "",
        Optional.of("ses-" + key),
        2,
        Duration.ofMillis(1_500),
        Duration.ofMillis(40),
        1,
        false,
        NOW);
  }

  @Test
  void anOutcomesLineHasAllThatOneSearchesFor() throws IOException {
    List<JsonNode> lines = write(JsonLog.Level.INFO, Calls.NONE);

    assertThat(lines.get(1))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"level":"INFO","event":"unit","unit":"b","messageId":"m-2",
                     "stream":"receipts","tenant":"acme","outcome":"SENT","reason":"","code":"",
                     "sesMessageId":"ses-b","attempt":2,"inQueueMillis":1500,"sesMillis":40,
                     "traceId":"%s","producerTraceId":"%s"}
                    """
                        .formatted(TRACE, PRODUCER)));
    assertThat(lines.get(0).has("producerTraceId")).isFalse();
    assertThat(lines.get(2).path("event").asText()).isEqualTo("defect");
    assertThat(lines.get(2).path("traceId").asText()).isEqualTo(TRACE);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("@");
  }

  @Test
  void theLevelTakesAwayLinesButNoMetrics() throws IOException {
    List<JsonNode> lines = write(JsonLog.Level.ERROR, new Calls(3, 1, 50));

    assertThat(lines).filteredOn(line -> line.has("event")).hasSize(1);
    assertThat(lines).filteredOn(line -> line.has("Sent")).hasSize(1);
    assertThat(lines)
        .filteredOn(line -> line.has("BulkCalls"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("BulkEntries").asInt()).isEqualTo(50));
  }

  @Test
  void withoutBulkCallsNothingIsWrittenOfThem() throws IOException {
    assertThat(write(JsonLog.Level.ERROR, new Calls(3, 0, 0)))
        .noneMatch(line -> line.has("BulkCalls"));
  }
}
