package dev.postrider.email;

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

  /// The form under which suppressions are kept: `local@domain`, both lower-cased.
  public String key() {
    return localPart.toLowerCase(Locale.ROOT) + "@" + domain;
  }

  /// Never the address itself: log lines and exception messages may hold an `Address`.
  @Override
  public String toString() {
    return "Address[…]";
  }
}
