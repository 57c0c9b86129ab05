package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `headers`, an object of names and values.
final class HeaderReader {
  private static final String FIELD = "headers";
  private static final String NAME =
      "1 to " + Limits.HEADER_NAME + " printable ASCII characters without space and colon";
  private static final String VALUE =
      "1 to "
          + Limits.HEADER_VALUE
          + " printable ASCII characters, name and value together at most "
          + Limits.HEADER;
  private static final String COUNT =
      "at most " + Limits.HEADERS + ", those of the message included";
  private static final String NO_PLACEHOLDER =
      "a value without {{: nothing is filled in here, and SES does not say what it would do";
  private static final String OWN =
      "headers other than those that SES or another field of the message sets";

  /// Set by SES or by a field of the message, and what describes the body's form.
  private static final Set<String> FORBIDDEN =
      Set.of(
          "bcc",
          "cc",
          "content-disposition",
          "content-transfer-encoding",
          "content-type",
          "date",
          "from",
          "message-id",
          "mime-version",
          "reply-to",
          "return-path",
          "subject",
          "to");

  /// Instructions to SES: they could change the configuration set or our tags.
  private static final String SES_PREFIX = "x-ses-";

  private HeaderReader() {}

  static List<Header> read(Node parent) {
    Map<String, Header> read = new LinkedHashMap<>();
    for (Node member : parent.members(FIELD, Limits.HEADERS, "header", COUNT)) {
      header(member)
          .filter(header -> read.put(key(header.name()), header) != null)
          .ifPresent(twice -> member.problem("a header given twice", "each header once"));
    }
    return List.copyOf(read.values());
  }

  /// The message's headers, each replaced by the entry's own of the same name.
  static List<Header> merge(List<Header> message, List<Header> own, Node place) {
    if (own.isEmpty()) {
      return message;
    }
    Map<String, Header> merged = new LinkedHashMap<>();
    message.forEach(header -> merged.put(key(header.name()), header));
    own.forEach(header -> merged.put(key(header.name()), header));
    if (merged.size() > Limits.HEADERS) {
      place.problem(FIELD, FoundValue.count(merged.size(), "header"), COUNT);
    }
    return List.copyOf(merged.values());
  }

  private static Optional<Header> header(Node member) {
    String name = member.name();
    return member
        .take(name(name))
        .flatMap(good -> member.text(value -> value(name, value)))
        .map(value -> new Header(name, value));
  }

  private static Checked<String> name(String name) {
    String key = key(name);
    if (FORBIDDEN.contains(key) || key.startsWith(SES_PREFIX)) {
      return new Flaw<>(FoundValue.word("the header", name), OWN);
    }
    return TextRules.bounded(
        "a header name", name, Limits.HEADER_NAME, c -> c > ' ' && c <= '~' && c != ':', NAME);
  }

  private static Checked<String> value(String name, String value) {
    int max = Math.min(Limits.HEADER_VALUE, Limits.HEADER - name.length());
    return TextRules.bounded("a string", value, max, TextRules::isPrintableAscii, VALUE)
        .then(
            good ->
                good.contains("{{")
                    ? new Flaw<>(FoundValue.text(good) + " with {{", NO_PLACEHOLDER)
                    : new Good<>(good));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
