package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.Locale;

/// Reads a mailbox: `local@domain`, or `Display Name <local@domain>` with the name in quotes or
/// without (RFC 5322, 3.4), in any language.
final class Mailbox {
  static final String FORM = "local@domain or Display Name <local@domain>";

  private static final String LENGTH =
      String.format(Locale.ROOT, "a mailbox of at most %,d characters", Limits.MAILBOX);

  private static final String ENCODED =
      String.format(
          Locale.ROOT,
          "at most %,d characters with the display name encoded (RFC 2047)",
          Limits.ENCODED_MAILBOX);

  private static final String LOCAL_PART =
      "1 to 64 of ASCII letters, digits and !#$%&'*+-/=?^_`{|}~ with single dots between them"
          + " before the @";

  private Mailbox() {}

  static Checked<Address> parse(String text) {
    if (text.codePointCount(0, text.length()) > Limits.MAILBOX) {
      return new Flaw<>(FoundValue.text(text), LENGTH);
    }
    return TextRules.only("a string", text, c -> !TextRules.breaksLine(c), FORM)
        .then(line -> trimmed(TextRules.trim(line)));
  }

  private static Checked<Address> trimmed(String mailbox) {
    return mailbox.endsWith(">") ? named(mailbox) : bare(mailbox, "");
  }

  private static Checked<Address> named(String mailbox) {
    int open = mailbox.lastIndexOf('<');
    if (open < 0) {
      return new Flaw<>(FoundValue.sized("a string", mailbox) + " with > but no <", FORM);
    }
    return DisplayName.parse(TextRules.trim(mailbox.substring(0, open)))
        .then(name -> bare(mailbox.substring(open + 1, mailbox.length() - 1), name));
  }

  private static Checked<Address> bare(String address, String name) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return new Flaw<>(address.isEmpty() ? "no address" : sizedWithoutAt(address), FORM);
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

  private static String sizedWithoutAt(String address) {
    return FoundValue.sized("a string", address) + " without @";
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
    return TextRules.only("a local part", local, Mailbox::isLocalPart, LOCAL_PART);
  }

  private static boolean isLocalPart(int c) {
    return TextRules.isLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
  }
}
