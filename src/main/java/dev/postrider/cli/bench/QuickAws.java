package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// AWS that answers from memory, so that a function is measured and not a stand-in: a ledger that
/// lets every unit be claimed and settled, a pace without an end, a SES that takes everything. Each
/// answer comes after the latency of its service. What was asked is counted ([QuickCounts]).
final class QuickAws implements AutoCloseable {
  /// What control items (pace, key of the hashes) and a unit's item hold; each reader takes its own
  /// attributes.
  private static final String ITEM =
      """
      {"state":{"S":"SENT"},"fp":{"S":"f"},"claims":{"N":"1"},"resends":{"N":"0"},
       "stream":{"S":"default"},"createdAt":{"N":"1"},"updatedAt":{"N":"1"},"ses":{"S":"bench"},
       "steps":{"L":[]},"tat":{"N":"1"},"rate":{"N":"10000"},"ceiling":{"N":"10000"},
       "rateChangedAt":{"N":"1"},"version":{"N":"1"},"secret":{"B":"YmVuY2g="}}
      """;

  private final LoopbackServer server = LoopbackServer.start("quick-aws", 0, this::answer);
  private final AtomicLong sesMessages = new AtomicLong();
  private volatile Latencies latencies = new Latencies(0, 0, 0);
  private volatile boolean knowsUnits;
  private volatile QuickCounts counts = new QuickCounts();

  /// How long each service takes, in milliseconds.
  record Latencies(long ses, long store, long bus) {}

  URI endpoint() {
    return server.endpoint();
  }

  void latencies(Latencies after) {
    latencies = after;
  }

  /// Whether each unit was sent before, as the ledger says then: what feedback finds.
  void knowsUnits(boolean known) {
    knowsUnits = known;
  }

  /// What was counted since this was last asked.
  QuickCounts takeCounts() {
    QuickCounts taken = counts;
    counts = new QuickCounts();
    return taken;
  }

  private Reply answer(HttpCall call) throws IOException {
    String operation =
        call.header("X-Amz-Target").orElseGet(() -> String.join("/", call.segments()));
    String name = operation.replaceFirst(".*[./]", "");
    ObjectNode request = CliJson.readObject(call.body()).orElseGet(CliJson::object);
    QuickCounts now = counts;
    long latency =
        switch (name) {
          case "outbound-emails", "outbound-bulk-emails" -> latencies.ses();
          case "PutEvents" -> latencies.bus();
          default -> latencies.store();
        };
    if (latency > 0) {
      LockSupport.parkNanos(Duration.ofMillis(latency).toNanos());
    }
    ObjectNode answer = CliJson.object();
    switch (name) {
      case "outbound-emails" -> {
        now.accepted(request.path("EmailTags"));
        answer.put("MessageId", messageId());
      }
      case "outbound-bulk-emails" -> bulk(request, answer, now);
      case "PutEvents" -> {
        ArrayNode entries = answer.putArray("Entries");
        request.path("Entries").forEach(_ -> entries.addObject().put("EventId", "bench"));
        now.published(entries.size());
      }
      case "UpdateItem", "PutItem" -> {
        now.wrote(request);
        item(request).ifPresent(item -> answer.set("Attributes", item));
      }
      case "GetItem" -> item(request).ifPresent(item -> answer.set("Item", item));
      case "BatchGetItem" -> {
        answer.putObject("Responses");
        answer.putObject("UnprocessedKeys");
      }
      case "BatchExecuteStatement" -> statements(request, answer, now);
      case "TransactWriteItems" ->
          request.path("TransactItems").forEach(write -> now.wrote(write.path("Update")));
      default -> {
        now.unknown(name);
        return Reply.error(400, "UnknownOperationException", "The stand-in knows no " + name);
      }
    }
    now.called(name);
    return Reply.json(200, answer);
  }

  private String messageId() {
    return "ses-" + sesMessages.incrementAndGet();
  }

  private void bulk(ObjectNode request, ObjectNode answer, QuickCounts now) {
    ArrayNode results = answer.putArray("BulkEmailEntryResults");
    for (JsonNode entry : request.path("BulkEmailEntries")) {
      now.accepted(entry.path("ReplacementTags"));
      results.addObject().put("Status", "SUCCESS").put("MessageId", messageId());
    }
  }

  private void statements(ObjectNode request, ObjectNode answer, QuickCounts now) {
    ArrayNode results = answer.putArray("Responses");
    for (JsonNode statement : request.path("Statements")) {
      now.wrote(statement);
      ObjectNode result = results.addObject();
      if (statement.path("Statement").asText().contains("RETURNING")) {
        result.set("Item", known("bench"));
      }
    }
  }

  /// The item before a write, or that is read; an item of the suppressions is never there.
  private Optional<ObjectNode> item(ObjectNode request) {
    String id = request.path("Key").path("id").path("S").asText();
    boolean control = id.startsWith("~") || id.startsWith("@");
    return control || (knowsUnits && !id.isEmpty()) ? Optional.of(known(id)) : Optional.empty();
  }

  private static ObjectNode known(String id) {
    ObjectNode item = CliJson.readObject(ITEM).orElseThrow();
    item.putObject("id").put("S", id);
    return item;
  }

  @Override
  public void close() {
    server.close();
  }
}
