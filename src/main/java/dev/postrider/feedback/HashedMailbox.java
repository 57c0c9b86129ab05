package dev.postrider.feedback;

import dev.postrider.email.Address;
import dev.postrider.email.RecipientHash;
import java.util.Objects;

/// A recipient as an event names it.
///
/// @param key in the form of [Address#key]
/// @param hash what stands for the recipient in the ledger and the log
public record HashedMailbox(String key, String hash) {
  public HashedMailbox {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(hash, "hash");
  }

  /// A mailbox in SES's words, with or without a display name.
  public static HashedMailbox of(String text, RecipientHash hash) {
    String key = Address.keyOf(text);
    return new HashedMailbox(key, hash.of(key));
  }

  String domain() {
    return key.substring(key.lastIndexOf('@') + 1);
  }

  /// Never the address itself: log lines and exception messages may hold a mailbox.
  @Override
  public String toString() {
    return "Mailbox[…]";
  }
}
