package dev.postrider.email;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A `{{…}}` in a template that a message carries.
///
/// @param name of the data that it shows, such as `total` or `order.total`; null when it shows none
///     or that is not known
/// @param offset of its first brace, in UTF-16 units
record Placeholder(Kind kind, @Nullable String name, int offset) {

  /// What SES makes of it. It says of inline templates that it "supports only simple
  /// substitutions".
  enum Kind {
    /// `{{name}}`: SES fills it in.
    PLAIN,
    /// `{{order.total}}`, `{{{name}}}`, `{{&name}}`, `{{! comment }}` and whatever else Handlebars
    /// knows: nobody is sure.
    DOUBTFUL,
    /// `{{#if …}}`, `{{/if}}`, `{{^…}}`, `{{else}}`, `{{> partial}}`: SES refuses it.
    BLOCK,
    /// `{{` without `}}`.
    UNCLOSED
  }

  /// Ends a comment that began with `{{!--`.
  private static final String LONG_END = "--}}";

  /// Words of Handlebars, which are not names of data.
  private static final Set<String> WORDS = Set.of("this", "true", "false", "null", "undefined");

  /// The first placeholder that the function makes something of. Reads each character a bounded
  /// number of times, and nothing behind an unclosed placeholder.
  static <T> Optional<T> first(String text, Function<Placeholder, Optional<T>> found) {
    int lastLongEnd = text.lastIndexOf(LONG_END);
    int at = text.indexOf("{{");
    while (at >= 0) {
      int end = end(text, at, lastLongEnd);
      Placeholder placeholder =
          end < 0 ? new Placeholder(Kind.UNCLOSED, null, at) : read(text, at, end);
      Optional<T> made = found.apply(placeholder);
      if (made.isPresent() || end < 0) {
        return made;
      }
      at = text.indexOf("{{", end);
    }
    return Optional.empty();
  }

  /// The key of the data that shows a name: the name, or where a path begins.
  static String key(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// Where its closing braces begin; -1 when it has none before the next one begins.
  ///
  /// @param lastLongEnd the last end of a long comment in the text: behind it none is looked for
  private static int end(String text, int at, int lastLongEnd) {
    int inside = inside(text, at);
    boolean comment = text.startsWith("!", inside);
    int longEnd =
        inside < lastLongEnd && text.startsWith("!--", inside)
            ? text.indexOf(LONG_END, inside + 1)
            : -1;
    int end = longEnd < 0 ? text.indexOf("}}", inside) : longEnd + 2;
    int next = comment ? -1 : text.indexOf("{{", inside);
    return next >= 0 && next < end ? -1 : end;
  }

  /// Where its opening braces end.
  private static int inside(String text, int at) {
    int inside = at;
    while (inside < text.length() && text.charAt(inside) == '{') {
      inside++;
    }
    return inside;
  }

  private static Placeholder read(String text, int at, int end) {
    int inside = inside(text, at);
    int braces = inside - at;
    if (braces > 3 || (at > 0 && text.charAt(at - 1) == '\\')) {
      return new Placeholder(Kind.DOUBTFUL, null, at);
    }
    String content = text.substring(inside, end).trim();
    String inner = withoutTilde(content).strip();
    if (isBlock(inner)) {
      return new Placeholder(Kind.BLOCK, null, at);
    }
    String name = name(inner.startsWith("&") ? inner.substring(1).strip() : inner);
    boolean plain =
        braces == 2
            && !text.startsWith("}", end + 2)
            && content.equals(name)
            && !content.contains(".");
    return new Placeholder(plain ? Kind.PLAIN : Kind.DOUBTFUL, name, at);
  }

  /// Without the marks of Handlebars's white space control.
  private static String withoutTilde(String content) {
    int from = content.startsWith("~") ? 1 : 0;
    int to = content.endsWith("~") ? content.length() - 1 : content.length();
    return content.substring(from, Math.max(from, to));
  }

  private static boolean isBlock(String inner) {
    return (!inner.isEmpty() && "#/^>".indexOf(inner.charAt(0)) >= 0)
        || (inner.startsWith("else")
            && (inner.length() == 4 || Character.isWhitespace(inner.charAt(4))));
  }

  /// The name or the path when it is one of data, and no word of Handlebars.
  private static @Nullable String name(String inner) {
    boolean dotted = inner.startsWith(".") || inner.endsWith(".") || inner.contains("..");
    boolean isName =
        !inner.isEmpty() && !dotted && inner.codePoints().allMatch(Placeholder::isOfNames);
    return isName && !WORDS.contains(inner) && !inner.startsWith("this.") ? inner : null;
  }

  /// A letter, a mark or a number of any language, `_`, `-` or the dot of a path.
  private static boolean isOfNames(int c) {
    return "_-.".indexOf(c) >= 0
        || switch (Character.getType(c)) {
          case Character.UPPERCASE_LETTER,
              Character.LOWERCASE_LETTER,
              Character.TITLECASE_LETTER,
              Character.MODIFIER_LETTER,
              Character.OTHER_LETTER,
              Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.DECIMAL_DIGIT_NUMBER,
              Character.LETTER_NUMBER,
              Character.OTHER_NUMBER ->
              true;
          default -> false;
        };
  }
}
