package dev.postrider.email;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// Writes trees that JsonTree read.
final class Json {
  private static final ObjectWriter TEXT = JsonMapper.builder().build().writer();

  private Json() {}

  /// The value as compact JSON, its fields in the order in which they came.
  static String text(JsonNode json) {
    try {
      return TEXT.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
