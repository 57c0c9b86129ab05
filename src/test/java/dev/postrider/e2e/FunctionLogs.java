package dev.postrider.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The functions' logs, and the metrics that CloudWatch would take out of them.
record FunctionLogs(Path directory) {

  /// Every JSON line of every function.
  List<ObjectNode> lines() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .flatMap(FunctionLogs::lines)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A line that is being written is no JSON yet.
  private static Stream<ObjectNode> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(HttpJson::readObject).flatMap(Optional::stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether there is a line about a unit in which a field begins so.
  boolean tells(String unit, String field, String value) {
    return lines().stream()
        .anyMatch(
            line ->
                line.path("unit").asText().equals(unit)
                    && line.path(field).asText().startsWith(value));
  }

  /// The values of a metric that was published for the whole stack, as the alarms read it.
  List<Double> values(String metric, Instant since) {
    return lines().stream()
        .filter(line -> line.path("_aws").path("Timestamp").asLong() >= since.toEpochMilli())
        .filter(line -> publishes(line, metric))
        .flatMap(line -> values(line.path(metric)))
        .toList();
  }

  private static boolean publishes(JsonNode line, String metric) {
    JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
    return directive.path("Namespace").asText().equals("Postrider")
        && directive.at("/Dimensions/0").equals(HttpJson.array().add("Stack"))
        && !line.path("Stack").asText().isEmpty()
        && StreamSupport.stream(directive.path("Metrics").spliterator(), false)
            .anyMatch(m -> m.path("Name").asText().equals(metric));
  }

  private static Stream<Double> values(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asDouble)
        : Stream.of(value.asDouble());
  }
}
