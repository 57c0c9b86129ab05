package dev.postrider.local.ses;

import java.util.Locale;

/// Mailboxes in header form: `local@domain` or `Name <local@domain>`.
final class HeaderMailbox {
  private HeaderMailbox() {}

  /// The bare address.
  static String address(String mailbox) {
    int open = mailbox.lastIndexOf('<');
    int close = mailbox.lastIndexOf('>');
    return (open >= 0 && close > open ? mailbox.substring(open + 1, close) : mailbox).strip();
  }

  /// The domain in lower case; empty when there is none.
  static String domain(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? "" : address.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  /// The local part without a `+label`, in lower case.
  static String localPart(String address) {
    int at = address.lastIndexOf('@');
    String local = (at < 0 ? address : address.substring(0, at)).toLowerCase(Locale.ROOT);
    int plus = local.indexOf('+');
    return plus < 0 ? local : local.substring(0, plus);
  }
}
