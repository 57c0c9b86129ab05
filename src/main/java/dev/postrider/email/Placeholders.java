package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rules for the placeholders of an inline template.
///
/// The subject is a header. Only `{{name}}` and `{{path.to.name}}` pass, so that it is known which
/// data reaches it; blocks, helpers, triple braces, comments and the like do not (decision 0077).
/// A body may hold what SES may send (decision 0108).
final class Placeholders {
  private static final Pattern PLAIN =
      Pattern.compile("\\{\\{[ \\t]*+([\\p{L}\\p{M}\\p{N}_.-]++)[ \\t]*+}}");

  private static final String ALLOWED =
      "plain placeholders in the subject: {{name}} or {{path.to.name}}, of letters, digits, _ and"
          + " -";

  private static final String SENDABLE =
      "placeholders such as {{name}}: SES refuses conditions, loops and partials in a template that"
          + " a message carries; one that is stored in SES may hold them";

  private Placeholders() {}

  /// The body when SES may send it.
  static Checked<String> sendable(String body) {
    return Placeholder.first(body, placeholder -> flaw(body, placeholder)).orElse(new Good<>(body));
  }

  private static Optional<Checked<String>> flaw(String body, Placeholder placeholder) {
    int offset = body.codePointCount(0, placeholder.offset());
    return switch (placeholder.kind()) {
      case PLAIN, DOUBTFUL -> Optional.empty();
      case BLOCK -> Optional.of(new Flaw<>("a block or partial at offset " + offset, SENDABLE));
      case UNCLOSED -> Optional.of(new Flaw<>("{{ without }} at offset " + offset, SENDABLE));
    };
  }

  /// The data that a text shows: each placeholder's, by its key. Of the paths that begin with one
  /// key one is enough.
  static Map<String, String> shown(String text) {
    Map<String, String> shown = new LinkedHashMap<>();
    Placeholder.first(
        text,
        placeholder -> {
          String name = placeholder.name();
          if (name != null) {
            shown.merge(
                Placeholder.key(name), name, (one, other) -> one.contains(".") ? other : one);
          }
          return Optional.empty();
        });
    return shown;
  }

  /// The subject when each `{{` in it begins a plain placeholder.
  static Checked<String> plain(String subject) {
    Matcher plain = PLAIN.matcher(subject);
    int at = subject.indexOf("{{");
    while (at >= 0) {
      if (!plain.region(at, subject.length()).lookingAt() || !isPath(plain.group(1))) {
        return new Flaw<>(
            "a placeholder that is not plain at offset " + subject.codePointCount(0, at), ALLOWED);
      }
      at = subject.indexOf("{{", plain.end());
    }
    return new Good<>(subject);
  }

  /// The keys of data that a subject can show: each path's, and its beginnings. SES may take
  /// `a.b` for one name or for two.
  static Set<String> keys(String subject) {
    Set<String> keys = new HashSet<>();
    Matcher plain = PLAIN.matcher(subject);
    while (plain.find()) {
      String path = plain.group(1);
      keys.add(path);
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        keys.add(path.substring(0, dot));
      }
    }
    return keys;
  }

  /// Words of Handlebars are not names: `this` would show all data.
  private static boolean isPath(String path) {
    String dotted = "." + path + ".";
    return !dotted.contains("..") && !dotted.startsWith(".this.") && !path.equals("else");
  }
}
