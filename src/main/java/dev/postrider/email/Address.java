package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One mailbox (RFC 5322), as SES accepts it: an ASCII local part and an ASCII (Punycode) domain.
///
/// @param localPart as the producer wrote it; its case is kept for sending
/// @param domain lower-cased and in Punycode
/// @param displayName any language, unencoded; null when there is none
public record Address(String localPart, String domain, @Nullable String displayName) {
  public Address {
    Objects.requireNonNull(localPart, "localPart");
    Objects.requireNonNull(domain, "domain");
  }

  /// `local@domain`, without the display name.
  public String addrSpec() {
    return localPart + "@" + domain;
  }

  /// The mailbox as SES takes it, all ASCII: `"Name" <local@domain>`, another language's name as
  /// encoded words (RFC 2047); without a name, `local@domain`.
  public String mailbox() {
    return displayName == null
        ? addrSpec()
        : EncodedWord.phrase(displayName) + " <" + addrSpec() + ">";
  }

  /// Reads a mailbox, `local@domain` or `Display Name <local@domain>`.
  ///
  /// @throws IllegalArgumentException when it is none; the message does not hold the text
  public static Address parse(String mailbox) {
    return switch (Mailbox.parse(mailbox)) {
      case Good<Address>(Address address) -> address;
      case Flaw<Address>(String found, String allowed) ->
          throw new IllegalArgumentException("found " + found + ", allowed is " + allowed);
    };
  }

  /// The form under which suppressions are kept: `local@domain`, both lower-cased.
  public String key() {
    return localPart.toLowerCase(Locale.ROOT) + "@" + domain;
  }

  /// The key of an address that came from outside, such as one in an SES event: never fails, since
  /// an event must not be lost for an odd address. [ForeignAddress] says what is understood.
  public static String keyOf(String mailbox) {
    return ForeignAddress.key(mailbox);
  }

  /// Never the address itself: log lines and exception messages may hold an `Address`.
  @Override
  public String toString() {
    return "Address[…]";
  }
}
