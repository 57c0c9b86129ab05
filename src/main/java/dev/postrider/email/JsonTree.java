package dev.postrider.email;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/// Reads the text of a message into a tree, once. Stricter than Jackson's own reading: a field
/// given twice and half a surrogate pair are problems. A number stays the text that it was, so that
/// template data reaches SES as the producer wrote it.
final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Names of template data are the producers': they shall not stay in the JVM for good, nor
          // fill a table that all messages share. Ten thousand names of one hash broke it.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.NESTING)
                  .maxNameLength(Limits.FIELD_NAME_CHARACTERS)
                  .maxNumberLength(Limits.NUMBER_CHARACTERS)
                  .build())
          .build();

  private static final String BOUNDS =
      "at most "
          + Limits.NESTING
          + " levels of nesting, "
          + FoundValue.count(Limits.FIELD_NAME_CHARACTERS, "character")
          + " a field name and "
          + FoundValue.grouped(Limits.NUMBER_CHARACTERS)
          + " a number";

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final Problems problems;

  private JsonTree(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /// The message's object; empty when there is none, which is then a problem.
  static Optional<Node> read(String body, Problems problems) {
    try (JsonParser parser = parser(body)) {
      return new JsonTree(parser, problems).root();
    } catch (IOException e) {
      throw new UncheckedIOException("a string has no I/O errors", e);
    }
  }

  /// A byte order mark, which RFC 8259 (8.1) allows a reader to ignore, is not a part of the text.
  private static JsonParser parser(String body) throws IOException {
    if (!body.startsWith(BYTE_ORDER_MARK)) {
      return FACTORY.createParser(body);
    }
    Reader text = new StringReader(body);
    int _ = text.read();
    return FACTORY.createParser(text);
  }

  private Optional<Node> root() throws IOException {
    try {
      JsonToken first = parser.nextToken();
      JsonNode root = first == null ? NODES.missingNode() : value(first);
      if (first != null && parser.nextToken() != null) {
        problems.add("", "more text after the end of the object", "one JSON object");
      }
      return Envelope.opened(Node.root(root, problems)).filter(node -> problems.isEmpty());
    } catch (StreamConstraintsException e) {
      problem("a value too deep or too long", e, BOUNDS);
      return Optional.empty();
    } catch (JsonProcessingException e) {
      problem("a syntax error", e, "JSON (RFC 8259)");
      return Optional.empty();
    }
  }

  private JsonNode value(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> NODES.textNode(text());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          NODES.rawValueNode(new RawValue(parser.getText()));
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = text();
      if (object.has(name)) {
        problems.add(place(), "a field given twice", "each field once");
      }
      object.set(name, value(parser.nextToken()));
    }
    return object;
  }

  private ArrayNode array() throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(token));
    }
    return array;
  }

  /// The current name or string. Half a surrogate pair, which JSON's escapes can write, has no
  /// UTF-8 form and would reach the recipient as a question mark.
  private String text() throws IOException {
    String text = parser.getText();
    TextRules.unpairedSurrogate(text)
        .ifPresent(
            i -> problems.add(place(), FoundValue.character("a string", text, i), "Unicode text"));
    return text;
  }

  private void problem(String what, JsonProcessingException e, String allowed) {
    // An exceeded bound comes without its place.
    JsonLocation at = Objects.requireNonNullElse(e.getLocation(), parser.currentLocation());
    problems.add(
        place(), what + " at line " + at.getLineNr() + ", column " + at.getColumnNr(), allowed);
  }

  /// The pointer of the current value as far as its names may be shown. It is made for a problem
  /// alone: one for each value of a deep structure would be many times the body.
  private String place() {
    String place = "";
    JsonPointer path = parser.getParsingContext().pathAsPointer();
    for (JsonPointer rest = path; !rest.matches(); rest = rest.tail()) {
      place = Node.pointer(place, rest.getMatchingProperty());
    }
    return place;
  }
}
