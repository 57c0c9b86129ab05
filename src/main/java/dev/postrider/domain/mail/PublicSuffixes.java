package dev.postrider.domain.mail;

import dev.postrider.domain.dns.DnsName;

/// Knows under which names domains are registered (publicsuffix.org).
@FunctionalInterface
public interface PublicSuffixes {

  /// The name that was registered: `example.co.uk` for `mail.news.example.co.uk`. A name that is
  /// itself a public suffix, or under none, is its own.
  DnsName organizationalDomain(DnsName name);
}
