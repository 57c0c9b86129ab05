package dev.postrider.email;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Checked.Good;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The template data of the units: the message's `data`, with each entry's own laid over it key by
/// key, as SES does it.
final class TemplateData {
  private static final String FIELD = "data";

  private static final String LINE =
      "text without line breaks and control characters but tab: the subject holds it";
  private static final String TEXT = "text without U+0000";

  private static final String NEEDED = "a value for each placeholder of the template";

  private final Set<String> inSubject;
  private final Map<String, String> shown;
  private final Node message;
  private final Optional<Node> defaults;
  private final String defaultText;
  private long characters;

  /// Reads the message's own `data`.
  TemplateData(Node message) {
    this.message = message;
    inSubject = inSubject(message);
    shown = shown(message);
    defaults = checked(message);
    defaults.ifPresent(
        data -> shown.entrySet().removeIf(e -> data.has(e.getKey()) || data.has(e.getValue())));
    defaultText = defaults.map(TemplateData::text).orElse("{}");
  }

  /// The data of an ordinary message.
  String ofMessage() {
    requireShown(message);
    return defaultText;
  }

  /// The data of an entry. Past the bound for all entries together nothing is merged any more.
  String ofEntry(Node entry) {
    requireShown(entry);
    return checked(entry).map(this::merged).orElse(defaultText);
  }

  /// The data that an inline template shows.
  private static Map<String, String> shown(Node message) {
    Map<String, String> shown = new LinkedHashMap<>();
    message
        .field("template")
        .filter(template -> template.json().isObject())
        .ifPresent(
            template ->
                template
                    .children()
                    .filter(part -> part.isText() && !part.name().equals("name"))
                    .forEach(part -> shown.putAll(Placeholders.shown(part.json().textValue()))));
    return shown;
  }

  /// SES accepts mail whose data lacks a field, and then sends it to nobody (Rendering Failure).
  /// The work is bounded by the fields of the owner's data and ten problems.
  private void requireShown(Node owner) {
    Node data =
        owner
            .field(FIELD)
            .orElseGet(() -> new Node(MissingNode.getInstance(), owner, FIELD, owner.problems()));
    if (message.has(FIELD) && defaults.isEmpty()) {
      return;
    }
    shown.forEach(
        (key, name) -> {
          if (!data.has(key) && !data.has(name)) {
            data.problem(name, FoundValue.word("no value for the placeholder", name), NEEDED);
          }
        });
  }

  private Optional<Node> checked(Node owner) {
    Optional<Node> data = owner.field(FIELD).flatMap(Node::object);
    data.ifPresent(node -> node.children().forEach(value -> check(value, rule(value.name()))));
    return data;
  }

  /// A subject is a header: what a template puts there must not hold another line. Of a stored
  /// template only SES knows the subject.
  private static Set<String> inSubject(Node message) {
    return message
        .field("template")
        .flatMap(template -> template.field("subject"))
        .filter(Node::isText)
        .map(subject -> ContentReader.templateSubject(subject.json().textValue()))
        .map(
            checked ->
                checked instanceof Good<String>(String subject)
                    ? Placeholders.keys(subject)
                    : Set.<String>of())
        .orElse(Set.of());
  }

  private Function<String, Checked<String>> rule(String name) {
    return inSubject.contains(name)
        ? text -> TextRules.only("a string", text, c -> !TextRules.breaksLine(c), LINE)
        : text -> TextRules.only("a string", text, c -> c != 0, TEXT);
  }

  /// Checks the strings in a value, and the names of its fields: a template that shows an object
  /// may show them too.
  private static void check(Node value, Function<String, Checked<String>> rule) {
    if (value.isText()) {
      var _ = value.text(rule);
      return;
    }
    boolean named = !value.isArray();
    value
        .children()
        .forEach(
            child -> {
              if (named) {
                var _ = child.take(rule.apply(child.name()));
              }
              check(child, rule);
            });
  }

  private String merged(Node own) {
    if (characters > Limits.ALL_TEMPLATE_DATA_CHARACTERS) {
      return defaultText;
    }
    String text = text(defaults.map(node -> overlay(node, own)).orElse(own));
    characters += text.length();
    if (characters > Limits.ALL_TEMPLATE_DATA_CHARACTERS) {
      own.problem(
          "template data of " + FoundValue.count(characters, "character") + " up to this entry",
          "at most "
              + FoundValue.grouped(Limits.ALL_TEMPLATE_DATA_CHARACTERS)
              + " in all entries together, the message's data merged into each");
    }
    return text;
  }

  private static Node overlay(Node defaults, Node own) {
    ObjectNode merged = ((ObjectNode) defaults.json()).objectNode();
    merged.setAll((ObjectNode) defaults.json());
    merged.setAll((ObjectNode) own.json());
    return new Node(merged, own.parent(), own.name(), own.problems());
  }

  private static String text(Node data) {
    String text = Json.text(data.json());
    if (text.length() > Limits.TEMPLATE_DATA_CHARACTERS) {
      data.problem(
          "template data of " + FoundValue.count(text.length(), "character"),
          "at most "
              + FoundValue.grouped(Limits.TEMPLATE_DATA_CHARACTERS)
              + ", the message's data included");
    }
    return text;
  }
}
