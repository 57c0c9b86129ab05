package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The log file of the embedded stack's dispatcher, of which the end is read.
///
/// @param most how many bytes are read
record LocalDispatchLog(Path file, long most) implements DispatchLog {
  private static final long MOST = 32L * 1_024 * 1_024;

  LocalDispatchLog(Path file) {
    this(file, MOST);
  }

  @Override
  public LogScan scan(Instant from, Instant now) {
    if (!Files.exists(file)) {
      return new LogScan(List.of(), 0, 0, false);
    }
    SequencedMap<String, DeferredUnit> waiting = new LinkedHashMap<>();
    try (FileChannel channel = FileChannel.open(file)) {
      long start = Math.max(0, channel.size() - most);
      long bytes = channel.size() - start;
      BufferedReader reader =
          new BufferedReader(
              Channels.newReader(
                  channel.position(start),
                  StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE),
                  -1));
      if (start > 0) {
        var _ = reader.readLine();
      }
      long lines = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines++;
        CliJson.readObject(line)
            .filter(json -> json.path("event").asText().equals("unit"))
            .ifPresent(json -> take(json, waiting));
      }
      List<DeferredUnit> units =
          waiting.values().stream().filter(unit -> !unit.nextTry().isBefore(from)).toList();
      return new LogScan(units, lines, bytes, start > 0);
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
