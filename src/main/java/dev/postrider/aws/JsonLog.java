package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Json;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A function's log: one JSON object a line. No address and no body is ever in it.
///
/// @param least lines of a lower level are not written
/// @param stack the dimension of every metric, so that two stacks of one account stay apart
record JsonLog(PrintStream out, Level least, String stack) {
  /// How severe a line is.
  enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  static JsonLog from(Environment variables) {
    return new JsonLog(
        System.out,
        variables.choice("POSTRIDER_LOG_LEVEL", Level.class),
        variables.text("POSTRIDER_STACK"));
  }

  /// Takes what nobody is to read.
  static JsonLog unread() {
    return new JsonLog(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Level.INFO,
        "");
  }

  /// A line to be filled.
  ///
  /// @param event what it is about
  static ObjectNode line(Level level, String event) {
    return Json.object().put("level", level.name()).put("event", event);
  }

  /// Puts a text into a line, if there is one.
  static void putIfAny(ObjectNode line, String field, String text) {
    if (!text.isEmpty()) {
      line.put(field, text);
    }
  }

  void write(ObjectNode line) {
    if (Level.valueOf(line.path("level").asText()).compareTo(least) >= 0) {
      print(line);
    }
  }

  /// Metrics are written at every level.
  void metrics(EmbeddedMetrics metrics) {
    metrics.lines(stack).forEach(this::print);
  }

  private void print(ObjectNode line) {
    out.println(Json.text(line));
  }
}
