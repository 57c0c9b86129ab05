package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads a display name as it stands before `<`: in double quotes, where `\` escapes the next
/// character, or plain. A plain name may hold commas and dots, which RFC 5322 would have in quotes,
/// but nothing that could be taken for a second mailbox.
final class DisplayName {
  private static final String FORM =
      String.format(
          Locale.ROOT,
          "up to %d characters: plain text without \" < > @ \\, or \"quoted text\"",
          Limits.DISPLAY_NAME);

  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?]*\\?[BbQq]\\?");

  private DisplayName() {}

  /// The name without quotes and escapes; empty when there is none.
  static Checked<String> parse(String name) {
    return (name.startsWith("\"") ? quoted(name) : plain(name)).then(DisplayName::bounded);
  }

  private static Checked<String> plain(String name) {
    return TextRules.only("a display name", name, c -> "\"<>@\\".indexOf(c) < 0, FORM);
  }

  private static Checked<String> quoted(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"') {
        return i == name.length() - 1
            ? new Good<>(TextRules.trim(text.toString()))
            : new Flaw<>("text between the quoted display name and <", FORM);
      }
      boolean escaped = c == '\\' && i + 1 < name.length();
      text.append(escaped ? name.charAt(++i) : c);
    }
    return new Flaw<>("a quoted display name that does not end", FORM);
  }

  private static Checked<String> bounded(String name) {
    if (name.codePointCount(0, name.length()) > Limits.DISPLAY_NAME) {
      return new Flaw<>(FoundValue.sized("a display name", name), FORM);
    }
    return ENCODED_WORD.matcher(name).find()
        ? new Flaw<>(
            "a display name with an encoded word (RFC 2047)", "the name as plain Unicode text")
        : new Good<>(name);
  }
}
