package dev.postrider.cli.output;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// The JSON that commands print and read. A record is written component by component, a time as
/// ISO-8601 text; a component that is null is left out.
public final class CliJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  private CliJson() {}

  /// Indented.
  public static String pretty(Object value) {
    return MAPPER.<JsonNode>valueToTree(value).toPrettyString();
  }

  /// As an object that can be added to.
  static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// On one line.
  public static String line(Object value) {
    return MAPPER.<JsonNode>valueToTree(value).toString();
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// Reads a text that is a JSON object; empty when it is anything else.
  public static Optional<ObjectNode> readObject(String text) {
    return readObject(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads a document that is a JSON object; empty when it is anything else.
  public static Optional<ObjectNode> readObject(byte[] document) {
    try {
      return MAPPER.readTree(document) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// A text field; empty when it is missing or null.
  public static Optional<String> text(JsonNode object, String field) {
    return object.hasNonNull(field) ? Optional.of(object.get(field).asText()) : Optional.empty();
  }
}
