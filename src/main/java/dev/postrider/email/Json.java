package dev.postrider.email;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BaseJsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Reads and writes JSON as trees without Jackson's mapper: making one and asking it for a tree
/// loads 300 classes more, which took a tenth of a function's start (decision 0141).
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /// An object without fields.
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /// The value as compact JSON, its fields in the order in which they came.
  public static String text(JsonNode json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(json, generator, false);
    } catch (IOException e) {
      throw new UncheckedIOException("a string has no I/O errors", e);
    }
    return text.toString();
  }

  /// The same in UTF-8.
  public static byte[] bytes(JsonNode json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      write(json, generator, false);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array has no I/O errors", e);
    }
    return bytes.toByteArray();
  }

  static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /// Writes a tree.
  ///
  /// @param sorted whether each object's fields come in the order of their names
  static void write(JsonNode json, JsonGenerator to, boolean sorted) throws IOException {
    switch (json) {
      case ObjectNode object -> {
        to.writeStartObject();
        for (Map.Entry<String, JsonNode> field : fields(object, sorted)) {
          to.writeFieldName(field.getKey());
          write(field.getValue(), to, sorted);
        }
        to.writeEndObject();
      }
      case ArrayNode array -> {
        to.writeStartArray();
        for (JsonNode element : array) {
          write(element, to, sorted);
        }
        to.writeEndArray();
      }
      case BaseJsonNode value when !value.isNull() -> value.serialize(to, null);
      default -> to.writeNull();
    }
  }

  private static Iterable<Map.Entry<String, JsonNode>> fields(ObjectNode object, boolean sorted) {
    if (!sorted) {
      return object.properties();
    }
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
    fields.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
    return fields;
  }

  /// Reads a text; a number stays the text that it was. A missing node when there is none.
  ///
  /// @throws IOException when it is not JSON
  public static JsonNode read(byte[] text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      return first == null ? NODES.missingNode() : value(first, parser);
    }
  }

  private static JsonNode value(JsonToken token, JsonParser parser) throws IOException {
    return switch (token) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          object.set(name, value(parser.nextToken(), parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          array.add(value(next, parser));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          NODES.rawValueNode(new RawValue(parser.getText()));
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      default -> NODES.nullNode();
    };
  }
}
