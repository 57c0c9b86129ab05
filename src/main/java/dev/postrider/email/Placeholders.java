package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The placeholders of an inline template's subject, which is a header. Only `{{name}}` and
/// `{{path.to.name}}` pass, so that it is known which data reaches the subject; blocks, helpers,
/// triple braces, comments and the like do not (decision 0077).
final class Placeholders {
  private static final Pattern PLAIN =
      Pattern.compile("\\{\\{[ \\t]*+([\\p{L}\\p{M}\\p{N}_.-]++)[ \\t]*+}}");

  private static final String ALLOWED =
      "plain placeholders in the subject: {{name}} or {{path.to.name}}, of letters, digits, _ and"
          + " -";

  private Placeholders() {}

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
