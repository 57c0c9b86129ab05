package dev.postrider.domain.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a receiver did something else with a message than the domain's policy asks for (RFC 7489,
/// appendix C, and RFC 9990: `PolicyOverrideType`), and what large receivers write beside that.
public enum PolicyOverride {
  FORWARDED,
  /// By a host that the receiver knows as a forwarder.
  TRUSTED_FORWARDER,
  MAILING_LIST,
  /// A chain of forwarders vouched for what the message was (RFC 8617). Receivers write it as
  /// `local_policy` with the comment `arc=pass`.
  ARC,
  LOCAL_POLICY,
  /// `pct` left the message out.
  SAMPLED_OUT,
  /// The record says `t=y`.
  POLICY_TEST_MODE,
  /// All that has no type of its own.
  OTHER;

  private static final Pattern ARC_PASSED =
      Pattern.compile("\\barc\\s*=\\s*pass\\b", Pattern.CASE_INSENSITIVE);

  /// What a reason says; empty when it says nothing.
  static Optional<PolicyOverride> of(String type, String comment) {
    PolicyOverride named = named(type);
    if (!named.isForwarding() && ARC_PASSED.matcher(comment).find()) {
      return Optional.of(ARC);
    }
    return type.isEmpty() && comment.isEmpty() ? Optional.empty() : Optional.of(named);
  }

  private static PolicyOverride named(String type) {
    String name = type.toUpperCase(Locale.ROOT).replace('-', '_');
    for (PolicyOverride value : values()) {
      if (value != ARC && value.name().equals(name)) {
        return value;
      }
    }
    return OTHER;
  }

  /// Whether the receiver says that the message was passed on, which breaks SPF, and DKIM where the
  /// text was changed.
  public boolean isForwarding() {
    return switch (this) {
      case FORWARDED, TRUSTED_FORWARDER, MAILING_LIST, ARC -> true;
      case LOCAL_POLICY, SAMPLED_OUT, POLICY_TEST_MODE, OTHER -> false;
    };
  }

  /// In the RFC's words: `mailing_list`.
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
