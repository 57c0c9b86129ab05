package dev.postrider.feedback;

import dev.postrider.email.Address;
import java.util.Objects;

/// A recipient as an event names it.
///
/// @param key in the form of [Address#key]
public record Mailbox(String key) {
  public Mailbox {
    Objects.requireNonNull(key, "key");
  }

  /// A mailbox in SES's words, with or without a display name.
  public static Mailbox of(String text) {
    return new Mailbox(Address.keyOf(text));
  }

  /// What stands for the recipient in the ledger.
  public String hash() {
    return Address.hashOf(key);
  }

  /// Never the address itself: log lines and exception messages may hold a mailbox.
  @Override
  public String toString() {
    return "Mailbox[…]";
  }
}
