package dev.postrider.domain.mail;

import dev.postrider.domain.dns.DnsName;

/// Knows under which names domains are registered (publicsuffix.org).
@FunctionalInterface
public interface PublicSuffixes {

  /// The name that was registered: `example.co.uk` for `mail.news.example.co.uk`. A name that is
  /// itself a public suffix, or under none, is its own.
  DnsName organizationalDomain(DnsName name);

  /// Whether other people register names right below this one.
  default boolean isPublicSuffix(DnsName name) {
    DnsName below = name.child("x");
    return organizationalDomain(below).equals(below);
  }

  /// Whether an authenticated domain speaks for the domain in From (RFC 9989; RFC 7489, 3.1).
  /// Strict: the same name. Relaxed: the same organisational domain, here
  /// by the Public Suffix List.
  default boolean align(DnsName authenticated, DnsName from, boolean strict) {
    return strict
        ? authenticated.equals(from)
        : organizationalDomain(authenticated).equals(organizationalDomain(from));
  }
}
