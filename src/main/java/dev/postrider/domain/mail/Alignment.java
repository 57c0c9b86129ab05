package dev.postrider.domain.mail;

import dev.postrider.domain.dns.DnsName;

/// Whether an authenticated domain speaks for the domain in From (RFC 9989; RFC 7489, 3.1).
///
/// @param suffixes for the relaxed mode
public record Alignment(PublicSuffixes suffixes) {

  /// Strict: the same name. Relaxed: the same organisational domain.
  public boolean holds(DnsName authenticated, DnsName from, boolean strict) {
    return strict ? authenticated.equals(from) : organizational(authenticated, from);
  }

  private boolean organizational(DnsName authenticated, DnsName from) {
    return suffixes.organizationalDomain(authenticated).equals(suffixes.organizationalDomain(from));
  }
}
