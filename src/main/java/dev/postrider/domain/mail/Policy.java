package dev.postrider.domain.mail;

import java.util.Locale;
import java.util.Optional;

/// What a domain's owner asks receivers to do with mail that fails DMARC, from watching to
/// refusing.
public enum Policy {
  NONE,
  QUARANTINE,
  REJECT;

  /// As a record writes it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Empty for any text that is not a policy.
  public static Optional<Policy> of(String text) {
    for (Policy policy : values()) {
      if (policy.name().equalsIgnoreCase(text)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
