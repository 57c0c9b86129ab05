package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// Rules for plain text: what may stand in a header, in a body, in a name. Lengths are counted in
/// characters (code points), as JSON Schema counts them.
final class TextRules {
  private TextRules() {}

  /// A name that AWS takes everywhere: `[A-Za-z0-9_-]`, 1 to max characters.
  static Function<String, Checked<String>> token(int max) {
    String allowed = "1 to " + max + " of A–Z, a–z, 0–9, _ and -";
    return text -> bounded("a string", text, max, TextRules::isToken, allowed);
  }

  /// One line of a header: any language, no line breaks and no control characters but tab, so that
  /// no line can be smuggled in.
  static Function<String, Checked<String>> line(int max) {
    return text -> bounded("a string", text, max, c -> !breaksLine(c), lineForm(max));
  }

  static String lineForm(int max) {
    return "1 to " + max + " characters, without line breaks and control characters but tab";
  }

  /// Text of 1 to max characters, all of which pass.
  static Checked<String> bounded(
      String what, String text, int max, IntPredicate passes, String allowed) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > max) {
      return new Flaw<>(FoundValue.sized(what, text), allowed);
    }
    return only(what, text, passes, allowed);
  }

  /// Text of a body: at least one character, and no NUL, which no mail may carry (RFC 5322, 4).
  static Checked<String> body(String text) {
    String allowed = "at least 1 character, without U+0000";
    return text.isEmpty()
        ? new Flaw<>(FoundValue.text(text), allowed)
        : only("a string", text, c -> c != 0, allowed);
  }

  /// The text when all its characters pass; else a flaw that names the first that does not.
  static Checked<String> only(String what, String text, IntPredicate passes, String allowed) {
    OptionalInt bad = firstIndex(text, passes.negate());
    return bad.isPresent()
        ? new Flaw<>(FoundValue.character(what, text, bad.getAsInt()), allowed)
        : new Good<>(text);
  }

  /// The text without the spaces and tabs around it.
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /// Where half a surrogate pair stands, in UTF-16 units.
  static OptionalInt unpairedSurrogate(String text) {
    return firstIndex(text, c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// Whether it must not stand in a line: a control character other than tab (U+0085 NEXT LINE is
  /// one), and Unicode's separators of lines and paragraphs.
  static boolean breaksLine(int c) {
    return c != '\t'
        && switch (Character.getType(c)) {
          case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
          default -> false;
        };
  }

  static boolean isToken(int c) {
    return isLetterOrDigit(c) || c == '_' || c == '-';
  }

  static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static boolean isPrintableAscii(int c) {
    return c >= ' ' && c <= '~';
  }

  /// The index, in UTF-16 units, of the first code point that matches.
  private static OptionalInt firstIndex(String text, IntPredicate matches) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (matches.test(text.codePointAt(i))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
