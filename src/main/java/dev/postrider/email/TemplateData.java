package dev.postrider.email;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/// The template data of the units: the message's `data`, with each entry's own laid over it key by
/// key, as SES does it.
final class TemplateData {
  private static final String FIELD = "data";

  private final Optional<Node> defaults;
  private final String defaultText;
  private long characters;

  /// Reads the message's own `data`.
  TemplateData(Node message) {
    defaults = message.field(FIELD).flatMap(Node::object);
    defaultText = defaults.map(TemplateData::text).orElse("{}");
  }

  /// The data of an ordinary message.
  String ofMessage() {
    return defaultText;
  }

  /// The data of an entry. Past the bound for all entries together nothing is merged any more.
  String ofEntry(Node entry) {
    return entry.field(FIELD).flatMap(Node::object).map(this::merged).orElse(defaultText);
  }

  private String merged(Node own) {
    if (characters > Limits.ALL_TEMPLATE_DATA_CHARACTERS) {
      return defaultText;
    }
    String text = text(defaults.map(node -> overlay(node, own)).orElse(own));
    characters += text.length();
    if (characters > Limits.ALL_TEMPLATE_DATA_CHARACTERS) {
      own.problem(
          String.format(
              Locale.ROOT, "template data of %,d characters up to this entry", characters),
          String.format(
              Locale.ROOT,
              "at most %,d in all entries together, the message's data merged into each",
              Limits.ALL_TEMPLATE_DATA_CHARACTERS));
    }
    return text;
  }

  private static Node overlay(Node defaults, Node own) {
    ObjectNode merged = ((ObjectNode) defaults.json()).objectNode();
    merged.setAll((ObjectNode) defaults.json());
    merged.setAll((ObjectNode) own.json());
    return new Node(merged, own.pointer(), own.problems());
  }

  private static String text(Node data) {
    String text = Json.text(data.json());
    if (text.length() > Limits.TEMPLATE_DATA_CHARACTERS) {
      data.problem(
          String.format(Locale.ROOT, "template data of %,d characters", text.length()),
          String.format(
              Locale.ROOT,
              "at most %,d, the message's data included",
              Limits.TEMPLATE_DATA_CHARACTERS));
    }
    return text;
  }
}
