package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// What [QuickAws] was asked.
final class QuickCounts {
  /// How the ids of a benchmark's messages begin.
  static final String PREFIX = "bench-";

  private final Map<String, Integer> calls = new TreeMap<>();
  private final Map<String, Long> acceptedAt = new HashMap<>();
  private final Map<String, UnitWrites> writes = new HashMap<>();
  private int recipients;
  private int events;
  private int written;

  /// The writes to a unit's item.
  private record UnitWrites(int count, boolean sentLast) {}

  synchronized void called(String operation) {
    calls.merge(operation, 1, Integer::sum);
  }

  synchronized void unknown(String operation) {
    calls.merge("unknown " + operation, 1, Integer::sum);
  }

  /// Notes that SES took a unit in, and when.
  ///
  /// @param tags of the mail; a bare call's has none
  synchronized void accepted(JsonNode tags) {
    recipients++;
    String unit = tag(tags, "postrider-id") + tag(tags, "postrider-entry");
    if (!unit.isEmpty()) {
      acceptedAt.putIfAbsent(unit, System.nanoTime());
    }
  }

  private static String tag(JsonNode tags, String name) {
    for (JsonNode tag : tags) {
      if (tag.path("Name").asText().equals(name)) {
        return (name.endsWith("entry") ? "#" : "") + tag.path("Value").asText();
      }
    }
    return "";
  }

  /// Notes a write, and which unit's it is, if any.
  ///
  /// @param write an update, a put or a statement
  synchronized void wrote(JsonNode write) {
    written++;
    unit(write)
        .ifPresent(
            unit ->
                writes.merge(
                    unit,
                    new UnitWrites(1, saysSent(write)),
                    (old, latest) -> new UnitWrites(old.count() + 1, latest.sentLast())));
  }

  private static Optional<String> unit(JsonNode write) {
    return write.findValuesAsText("S").stream().filter(text -> text.startsWith(PREFIX)).findFirst();
  }

  /// A statement has the state in its text.
  private static boolean saysSent(JsonNode write) {
    if (write.path("Statement").asText().contains("\"state\" = 'SENT'")) {
      return true;
    }
    return StreamSupport.stream(write.findValues("S").spliterator(), false)
        .anyMatch(value -> value.asText().equals("SENT"));
  }

  synchronized void published(int more) {
    events += more;
  }

  /// Recipients that SES took in.
  synchronized int recipients() {
    return recipients;
  }

  /// Units that SES took in, each counted once.
  synchronized int units() {
    return acceptedAt.size();
  }

  /// When SES took each unit in first, in [System#nanoTime] of this machine.
  synchronized Map<String, Long> acceptedAt() {
    return Map.copyOf(acceptedAt);
  }

  /// Units whose item was written at least twice, and said SENT at last.
  synchronized int settledUnits() {
    return (int)
        writes.values().stream().filter(unit -> unit.count() >= 2 && unit.sentLast()).count();
  }

  /// Units whose item was written.
  synchronized int writtenUnits() {
    return writes.size();
  }

  /// Status events.
  synchronized int events() {
    return events;
  }

  /// Writes of single items, also those of batches.
  synchronized int written() {
    return written;
  }

  /// HTTP calls by operation.
  synchronized Map<String, Integer> calls() {
    return Map.copyOf(calls);
  }

  /// Calls that the stand-in does not know.
  synchronized long unknown() {
    return calls.entrySet().stream()
        .filter(call -> call.getKey().startsWith("unknown "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
