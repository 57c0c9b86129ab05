package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Node.Named;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Reads `tags`, an object of names and values; SES brings them back in its events.
final class TagReader {
  private static final String FIELD = "tags";
  private static final String NAME = "1 to " + Limits.TAG + " of A–Z, a–z, 0–9, _ and -";
  private static final String OWN = "tag names that do not begin with postrider- or ses:";

  private static final Function<String, Checked<String>> VALUE = TextRules.token(Limits.TAG);

  private TagReader() {}

  static Map<String, String> read(Node parent) {
    return parent.field(FIELD).flatMap(Node::object).map(TagReader::tags).orElse(Map.of());
  }

  /// The message's tags, each replaced by the entry's own of the same name.
  static Map<String, String> merge(
      Map<String, String> message, Map<String, String> own, Node place) {
    Map<String, String> merged = new LinkedHashMap<>(message);
    merged.putAll(own);
    if (merged.size() > Limits.TAGS) {
      place.problem(
          FIELD,
          Found.count(merged.size(), "tag"),
          String.format(Locale.ROOT, "at most %d, those of the message included", Limits.TAGS));
    }
    return merged;
  }

  private static Map<String, String> tags(Node tags) {
    Map<String, String> read = new LinkedHashMap<>();
    for (Named member : tags.members()) {
      member
          .value()
          .take(name(member.name()))
          .flatMap(name -> member.value().text(VALUE))
          .ifPresent(value -> read.put(member.name(), value));
    }
    return read;
  }

  private static Checked<String> name(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    if (key.startsWith("postrider-") || key.startsWith("ses:")) {
      return new Flaw<>("a reserved tag name", OWN);
    }
    return TextRules.bounded("a tag name", name, Limits.TAG, TextRules::isToken, NAME);
  }
}
