package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The body of a call to `/admin/…`. A value of another form than a door wants, and a field that it
/// does not know, is refused in a sentence, which says what is allowed.
record AdminBody(ObjectNode json) {
  private static final String A_DURATION = "an ISO-8601 duration such as PT2S";

  /// Refuses fields that are not among these.
  void allows(Stream<String> fields) {
    Set<String> allowed = fields.collect(Collectors.toCollection(TreeSet::new));
    json.fieldNames().forEachRemaining(name -> oneOf("field", name, allowed));
  }

  /// Refuses a word that is not among those that exist.
  static void oneOf(String what, String found, Collection<String> allowed) {
    check(
        allowed.contains(found),
        "unknown " + what + " \"" + found + "\", allowed is " + String.join(", ", allowed));
  }

  boolean has(String field) {
    return json.has(field);
  }

  void require(String field, Predicate<JsonNode> form, String allowed) {
    check(form.test(json.path(field)), wrong(field, allowed));
  }

  String text(String field, String otherwise) {
    JsonNode value = json.path(field);
    check(value.isMissingNode() || value.isTextual(), wrong(field, "a text"));
    return value.asText(otherwise);
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode value = json.path(field);
    check(value.isMissingNode() || value.isBoolean(), wrong(field, "true or false"));
    return value.asBoolean(otherwise);
  }

  /// One of the words that a field may have; the first when it is absent.
  String word(String field, SequencedCollection<String> allowed) {
    String found = text(field, allowed.getFirst());
    check(allowed.contains(found), wrong(field, String.join(", ", allowed)));
    return found;
  }

  double number(String field, double least, double most) {
    JsonNode value = json.path(field);
    check(
        value.isNumber() && value.asDouble() >= least && value.asDouble() <= most,
        wrong(field, "a number from " + plain(least) + " to " + plain(most)));
    return value.asDouble();
  }

  int count(String field, int otherwise, int least, int most) {
    if (!has(field)) {
      return otherwise;
    }
    check(json.path(field).isInt(), wrong(field, "a whole number from " + least + " to " + most));
    return (int) number(field, least, most);
  }

  List<String> texts(String field) {
    JsonNode value = json.path(field);
    check(
        value.isMissingNode()
            || (value.isArray() && value.valueStream().allMatch(JsonNode::isTextual)),
        wrong(field, "a list of texts"));
    List<String> texts = HttpJson.texts(value);
    check(texts.size() == Set.copyOf(texts).size(), wrong(field, "each text once"));
    return texts;
  }

  /// Texts of which each is one of those that exist.
  List<String> textsOf(String field, Collection<String> existing) {
    List<String> texts = texts(field);
    check(
        existing.containsAll(texts),
        wrong(field, existing.isEmpty() ? "nothing yet" : String.join(", ", existing)));
    return texts;
  }

  Duration duration(String field) {
    String found = text(field, "");
    try {
      Duration duration = Duration.parse(found);
      check(!duration.isNegative(), wrong(field, A_DURATION));
      return duration;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(wrong(field, A_DURATION), e);
    }
  }

  private String wrong(String field, String allowed) {
    return "%s: found %s, allowed is %s"
        .formatted(field, json.has(field) ? json.path(field) : "nothing", allowed);
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.valueOf(number);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
