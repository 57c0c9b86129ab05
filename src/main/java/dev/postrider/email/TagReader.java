package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Reads `tags`, an object of names and values; SES brings them back in its events.
final class TagReader {
  private static final String FIELD = "tags";
  private static final String NAME = "1 to " + Limits.TAG + " of A–Z, a–z, 0–9, _ and -";
  private static final String COUNT = "at most " + Limits.TAGS + ", those of the message included";
  private static final String OWN = "tag names that do not begin with postrider- or ses:";

  private static final Function<String, Checked<String>> VALUE = TextRules.token(Limits.TAG);

  private TagReader() {}

  static Map<String, String> read(Node parent) {
    Map<String, String> read = new LinkedHashMap<>();
    for (Node member : parent.members(FIELD, Limits.TAGS, "tag", COUNT)) {
      member
          .take(name(member.name()))
          .flatMap(name -> member.text(VALUE))
          .ifPresent(value -> read.put(member.name(), value));
    }
    return Map.copyOf(read);
  }

  /// The message's tags, each replaced by the entry's own of the same name.
  static Map<String, String> merge(
      Map<String, String> message, Map<String, String> own, Node place) {
    if (own.isEmpty()) {
      return message;
    }
    Map<String, String> merged = new LinkedHashMap<>(message);
    merged.putAll(own);
    if (merged.size() > Limits.TAGS) {
      place.problem(FIELD, FoundValue.count(merged.size(), "tag"), COUNT);
    }
    return merged;
  }

  private static Checked<String> name(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    if (key.startsWith("postrider-") || key.startsWith("ses:")) {
      return new Flaw<>("a reserved tag name", OWN);
    }
    return TextRules.bounded("a tag name", name, Limits.TAG, TextRules::isToken, NAME);
  }
}
