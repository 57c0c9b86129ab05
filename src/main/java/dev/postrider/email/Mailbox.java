package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.regex.Pattern;

/// Reads a mailbox: `local@domain`, or `Display Name <local@domain>` with the name in quotes or
/// without (RFC 5322, 3.4), in any language. In a quoted name `\` escapes the next character. A
/// plain one may hold commas and dots, which RFC 5322 would have in quotes, but nothing that could
/// be taken for a second mailbox.
final class Mailbox {
  static final String FORM = "local@domain or Display Name <local@domain>";

  private static final String LENGTH =
      "a mailbox of at most " + FoundValue.count(Limits.MAILBOX, "character");

  private static final String ENCODED =
      "at most " + Limits.ENCODED_MAILBOX + " characters with the display name encoded (RFC 2047)";

  private static final String LOCAL_PART =
      "1 to 64 of ASCII letters, digits and !#$%&'*+-/=?^_`{|}~ with single dots between them"
          + " before the @";

  private static final String NAME =
      "up to "
          + Limits.DISPLAY_NAME
          + " characters: plain text without \" < > @ \\, or \"quoted text\"";

  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?<]*\\?[BbQq]\\?");

  /// Two @ with a comma or a semicolon between them, behind a display name in quotes.
  private static final Pattern SEVERAL =
      Pattern.compile("[ \\t]*(?:\"(?:[^\"\\\\]|\\\\.)*+\")?[^@]*+@[^@,;]*+[,;][^@]*+@.*");

  private static final String ONE =
      "one mailbox; several are a list: [\"kim@example.net\", \"lee@example.net\"]";

  private Mailbox() {}

  static Checked<Address> parse(String text) {
    if (text.codePointCount(0, text.length()) > Limits.MAILBOX) {
      return new Flaw<>(FoundValue.text(text), LENGTH);
    }
    return TextRules.only("a string", text, c -> !TextRules.breaksLine(c), FORM)
        .then(line -> trimmed(TextRules.trim(line)))
        .orElse(flaw -> SEVERAL.matcher(text).matches() ? several(text) : flaw);
  }

  private static Flaw<Address> several(String text) {
    return new Flaw<>(FoundValue.text(text) + " with more than one mailbox", ONE);
  }

  private static Checked<Address> trimmed(String mailbox) {
    return mailbox.endsWith(">") ? named(mailbox) : bare(mailbox, "");
  }

  private static Checked<Address> named(String mailbox) {
    int open = mailbox.lastIndexOf('<');
    if (open < 0) {
      return new Flaw<>(FoundValue.text(mailbox) + " with > but no <", FORM);
    }
    return displayName(TextRules.trim(mailbox.substring(0, open)))
        .then(name -> bare(mailbox.substring(open + 1, mailbox.length() - 1), name));
  }

  /// The name without quotes and escapes; empty when there is none.
  private static Checked<String> displayName(String name) {
    return (name.startsWith("\"") ? quoted(name) : plain(name)).then(Mailbox::bounded);
  }

  private static Checked<String> plain(String name) {
    return TextRules.only("a display name", name, c -> "\"<>@\\".indexOf(c) < 0, NAME);
  }

  private static Checked<String> quoted(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"') {
        return i == name.length() - 1
            ? new Good<>(TextRules.trim(text.toString()))
            : new Flaw<>("text between the quoted display name and <", NAME);
      }
      boolean escaped = c == '\\' && i + 1 < name.length();
      text.append(escaped ? name.charAt(++i) : c);
    }
    return new Flaw<>("a quoted display name that does not end", NAME);
  }

  private static Checked<String> bounded(String name) {
    if (name.codePointCount(0, name.length()) > Limits.DISPLAY_NAME) {
      return new Flaw<>(FoundValue.sized("a display name", name), NAME);
    }
    return ENCODED_WORD.matcher(name).find()
        ? new Flaw<>(
            "a display name with an encoded word (RFC 2047)", "the name as plain Unicode text")
        : new Good<>(name);
  }

  private static Checked<Address> bare(String address, String name) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return new Flaw<>(
          address.isEmpty() ? "no address" : FoundValue.text(address) + " without @", FORM);
    }
    return localPart(address.substring(0, at))
        .then(
            local ->
                DomainName.parse(address.substring(at + 1))
                    .then(domain -> address(local, domain, name)));
  }

  private static Checked<Address> address(String local, String domain, String name) {
    Address address = new Address(local, domain, name.isEmpty() ? null : name);
    int length = address.mailbox().length();
    return length > Limits.ENCODED_MAILBOX
        ? new Flaw<>(
            "a mailbox of %d characters with its display name encoded".formatted(length), ENCODED)
        : new Good<>(address);
  }

  private static Checked<String> localPart(String local) {
    if (local.startsWith("\"")) {
      return new Flaw<>("a quoted local part", LOCAL_PART);
    }
    if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
      return new Flaw<>("a local part with a dot that is first, last or doubled", LOCAL_PART);
    }
    if (local.isEmpty() || local.length() > Limits.LOCAL_PART) {
      return new Flaw<>(FoundValue.sized("a local part", local), LOCAL_PART);
    }
    if (ENCODED_WORD.matcher(local).find()) {
      return new Flaw<>("a local part with an encoded word (RFC 2047)", LOCAL_PART);
    }
    return TextRules.only("a local part", local, Mailbox::isLocalPart, LOCAL_PART);
  }

  private static boolean isLocalPart(int c) {
    return TextRules.isLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
  }
}
