package dev.postrider.domain.dns;

/// Asks the DNS. Never throws for what a server does or does not say.
@FunctionalInterface
public interface Dns {

  /// One question; nothing is cached between two calls, since a check that is repeated must see
  /// what changed.
  DnsAnswer ask(DnsName name, RecordType type);
}
