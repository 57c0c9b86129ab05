package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What SES says about the identity of a domain (GetEmailIdentity).
///
/// @param verified SES lets the account send from it
/// @param dkim of the signature with the domain's own key
public record IdentityFacts(
    boolean verified, SetupStatus verification, Dkim dkim, MailFrom mailFrom) {

  /// How SES signs.
  ///
  /// @param signs whether SES signs with the domain's key
  /// @param easy SES holds the key (Easy DKIM); false when the owner brought one
  /// @param tokens the selectors: three for Easy DKIM, one for a key of one's own
  /// @param signingZone where SES publishes the keys of Easy DKIM, `dkim.amazonses.com` in most
  ///     Regions
  public record Dkim(
      boolean signs, SetupStatus status, boolean easy, List<String> tokens, DnsName signingZone) {
    public Dkim {
      tokens = List.copyOf(tokens);
    }
  }

  /// The envelope sender.
  ///
  /// @param domain the envelope sender's domain; null when SES uses its own
  /// @param rejectsOnMxFailure SES refuses to send when the MX is wrong, instead of using its own
  ///     domain
  public record MailFrom(
      @Nullable DnsName domain, SetupStatus status, boolean rejectsOnMxFailure) {}
}
