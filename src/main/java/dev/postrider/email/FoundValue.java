package dev.postrider.email;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// Descriptions of what was found, for problems: type, length, the offending character; never the
/// value, which may be an address or the text of a mail.
final class FoundValue {
  static final String NOTHING = "nothing";

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.$-]{1,64}");

  private FoundValue() {}

  /// A value by its type and size.
  static String value(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> text(json.textValue());
      case ARRAY -> "an array of " + count(json.size(), "element");
      case OBJECT -> "an object";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      // JsonTree keeps numbers as text in POJO nodes.
      case NUMBER, POJO -> "a number";
      case BINARY, MISSING -> NOTHING;
    };
  }

  static String text(String text) {
    return sized("a string", text);
  }

  /// Whether a name (of a field, a tag, a header) may be shown: it looks like an identifier.
  static boolean isShown(String name) {
    return WORD.matcher(name).matches();
  }

  /// A word in backquotes, or its length when it is none that may be shown.
  static String word(String what, String word) {
    return isShown(word) ? what + " `" + word + "`" : sized(what, word);
  }

  /// `a string of 12 characters`.
  static String sized(String what, String text) {
    return what + " of " + count(text.codePointCount(0, text.length()), "character");
  }

  /// `a string of 12 characters with U+000A LINE FEED (LF) at offset 3`.
  ///
  /// @param index of the character, in UTF-16 units
  static String character(String what, String text, int index) {
    int codePoint = text.codePointAt(index);
    return String.format(
        Locale.ROOT,
        "%s with U+%04X %s at offset %d",
        sized(what, text),
        codePoint,
        Objects.requireNonNullElse(Character.getName(codePoint), "(unassigned)"),
        text.codePointCount(0, index));
  }

  static String count(long n, String thing) {
    return grouped(n) + " " + thing + (n == 1 ? "" : "s");
  }

  /// `1,000`.
  static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
