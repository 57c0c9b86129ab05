package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The log file of the embedded stack's dispatcher, read whole.
record LocalDispatchLog(Path file) implements DispatchLog {
  @Override
  public LogScan scan(Instant from, Instant now) {
    SequencedMap<String, DeferredUnit> waiting = new LinkedHashMap<>();
    long bytes = 0;
    List<String> lines = lines();
    for (String line : lines) {
      bytes += line.length() + 1L;
      CliJson.readObject(line)
          .filter(json -> json.path("event").asText().equals("unit"))
          .ifPresent(json -> take(json, waiting));
    }
    List<DeferredUnit> units =
        waiting.values().stream().filter(unit -> !unit.nextTry().isBefore(from)).toList();
    return new LogScan(units, lines.size(), bytes, false);
  }

  private List<String> lines() {
    try {
      return Files.exists(file)
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  /// A later line about a unit replaces the earlier one.
  private static void take(ObjectNode json, Map<String, DeferredUnit> waiting) {
    Map<String, String> fields = new HashMap<>();
    json.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    fields.put("waited", fields.getOrDefault("inQueueMillis", "0"));
    String unit = fields.getOrDefault("unit", "");
    waiting.remove(unit);
    DeferredUnit.of(fields).ifPresent(deferred -> waiting.put(unit, deferred));
  }
}
