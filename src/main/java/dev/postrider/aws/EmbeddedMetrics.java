package dev.postrider.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One line in CloudWatch's embedded metric format (specification: "Embedded metric format" in the
/// CloudWatch user guide), in the namespace `Postrider`. Each metric is there for the whole stack,
/// since alarms cannot sum over streams, and again with the line's own dimensions if it has any.
final class EmbeddedMetrics {
  static final String NAMESPACE = "Postrider";

  /// CloudWatch's bound on the values of one metric in one line.
  private static final int VALUES = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

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
    return add(name, "Count", (double) value);
  }

  EmbeddedMetrics millis(String name, Duration value) {
    return add(name, "Milliseconds", (double) value.toMillis());
  }

  EmbeddedMetrics value(String name, String unit, double value) {
    return add(name, unit, value);
  }

  /// @param stack the value of the dimension `Stack`
  ObjectNode toJson(String stack) {
    ObjectNode line = JSON.createObjectNode();
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
    units.forEach((name, unit) -> metrics.addObject().put("Name", name).put("Unit", unit));
    line.put("Stack", stack);
    dimensions.forEach(line::put);
    values.forEach(
        (name, list) -> {
          if (list.size() == 1) {
            line.put(name, list.getFirst());
          } else {
            ArrayNode array = line.putArray(name);
            list.forEach(array::add);
          }
        });
    return line;
  }

  private EmbeddedMetrics add(String name, String unit, double value) {
    units.putIfAbsent(name, unit);
    List<Double> list = values.computeIfAbsent(name, n -> new ArrayList<>());
    if (list.size() < VALUES) {
      list.add(value);
    }
    return this;
  }
}
