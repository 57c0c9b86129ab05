package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Metrics in CloudWatch's embedded metric format (specification: "Embedded metric format" in the
/// CloudWatch user guide), in the namespace `Postrider`. Each metric is there for the whole stack,
/// since alarms cannot sum over streams, and again with dimensions of their own if they have any.
final class EmbeddedMetrics {
  static final String NAMESPACE = "Postrider";

  /// CloudWatch's bound on the values of one metric in one line.
  private static final int VALUES = 100;

  private final Instant now;
  private final Map<String, String> dimensions = new LinkedHashMap<>();
  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private final Map<String, String> units = new LinkedHashMap<>();

  EmbeddedMetrics(Instant now) {
    this.now = now;
  }

  EmbeddedMetrics dimension(String name, String value) {
    dimensions.put(name, value);
    return this;
  }

  EmbeddedMetrics count(String name, long value) {
    return value(name, "Count", (double) value);
  }

  EmbeddedMetrics millis(String name, Duration value) {
    return value(name, "Milliseconds", (double) value.toMillis());
  }

  EmbeddedMetrics value(String name, String unit, double value) {
    units.putIfAbsent(name, unit);
    values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    return this;
  }

  /// As many lines as it takes to lose no value: most of the time one.
  ///
  /// @param stack the value of the dimension `Stack`
  List<ObjectNode> lines(String stack) {
    int longest = values.values().stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, Math.max(1, Math.ceilDiv(longest, VALUES)))
        .mapToObj(n -> line(stack, n * VALUES))
        .toList();
  }

  /// @param from the first value of each metric that is in this line
  private ObjectNode line(String stack, int from) {
    ObjectNode line = Json.object();
    ObjectNode aws = line.putObject("_aws");
    aws.put("Timestamp", now.toEpochMilli());
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", NAMESPACE);
    ArrayNode sets = directive.putArray("Dimensions");
    sets.addArray().add("Stack");
    if (!dimensions.isEmpty()) {
      ArrayNode names = sets.addArray().add("Stack");
      dimensions.keySet().forEach(names::add);
    }
    ArrayNode metrics = directive.putArray("Metrics");
    line.put("Stack", stack);
    dimensions.forEach(line::put);
    values.forEach(
        (name, all) -> {
          List<Double> part = all.stream().skip(from).limit(VALUES).toList();
          if (!part.isEmpty()) {
            metrics.addObject().put("Name", name).put("Unit", units.get(name));
          }
          if (part.size() == 1) {
            line.put(name, part.getFirst());
          } else if (!part.isEmpty()) {
            part.forEach(line.putArray(name)::add);
          }
        });
    return line;
  }
}
