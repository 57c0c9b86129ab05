package dev.postrider.domain.dns;

/// Asks the DNS. Never throws for what a server does or does not say.
@FunctionalInterface
public interface Dns {

  /// One question; nothing is cached between two calls, since a check that is repeated must see
  /// what changed.
  DnsAnswer ask(DnsName name, RecordType type);

  /// A host's IPv4 addresses, else its IPv6 addresses. Nothing is what neither question finds.
  default DnsAnswer address(DnsName host) {
    DnsAnswer answer = ask(host, RecordType.A);
    return answer instanceof DnsAnswer.Nothing ? ask(host, RecordType.AAAA) : answer;
  }
}
