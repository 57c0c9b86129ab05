package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import org.jspecify.annotations.Nullable;

/// Tells what stands at a name from what a CNAME there leads to.
record Alias(Dns dns) {

  /// Where the CNAME at a name leads; null when there is none.
  @Nullable DnsName of(DnsName name) {
    return dns.ask(name, RecordType.CNAME).values().stream()
        .findFirst()
        .flatMap(DnsName::of)
        .orElse(null);
  }

  /// Where the owner changes the record that is found at a name.
  Text place(DnsName name) {
    return place(name, of(name));
  }

  /// Where the owner changes a record.
  ///
  /// @param alias where the CNAME at the name leads; null when there is none
  static Text place(DnsName name, @Nullable DnsName alias) {
    return alias == null
        ? Text.verbatim(name.text())
        : Text.of("%s, where the CNAME at %s leads", alias, name);
  }
}
