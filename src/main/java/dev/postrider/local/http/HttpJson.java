package dev.postrider.local.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON as trees: the stand-ins read and write what AWS documents, field by field.
public final class HttpJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
          .build();

  private HttpJson() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// An object of the properties that a bean has, such as a builder of the SDK.
  public static ObjectNode of(Object bean) {
    return MAPPER.valueToTree(bean);
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /// Reads a document that is a JSON object; empty when it is anything else.
  public static Optional<ObjectNode> readObject(byte[] body) {
    try {
      return MAPPER.readTree(body) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Reads a text that is a JSON object; empty when it is anything else.
  public static Optional<ObjectNode> readObject(String text) {
    return readObject(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A JSON object's values as Java has them: maps, lists, texts, numbers, booleans and null.
  public static Map<String, Object> values(ObjectNode object) {
    return MAPPER.convertValue(object, new TypeReference<>() {});
  }

  /// The elements of an array as text; empty for a field that is missing.
  public static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  /// A text field; empty when it is missing or null.
  public static Optional<String> text(JsonNode object, String field) {
    return object.hasNonNull(field) ? Optional.of(object.get(field).asText()) : Optional.empty();
  }
}
