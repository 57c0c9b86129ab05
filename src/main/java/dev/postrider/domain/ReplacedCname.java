package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.mail.DkimKey;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;

/// A CNAME that the DNS service does not give out, but answers itself with what stands behind it.
///
/// @param record the CNAME that should be there
record ReplacedCname(ZoneRecord record, Dns dns) {

  /// Empty when nothing stands in its place.
  Optional<Finding> finding(Expectation expected) {
    return flattened(expected).or(() -> proxied(expected));
  }

  /// SES looks for the CNAME, and rotates the key behind it.
  private Optional<Finding> flattened(Expectation expected) {
    return dns.ask(record.name(), RecordType.TXT).values().stream()
        .filter(text -> DkimKey.parse(text) instanceof DkimKey.Usable)
        .findFirst()
        .map(
            _ ->
                expected.failure(
                    Text.of(
                        "a key as TXT in place of the CNAME: the DNS service flattens it, or the key "
                            + "was copied"),
                    Text.of(
                        "Switch CNAME flattening off for %s, or delete the TXT record; then publish: "
                            + "%s",
                        record.name(), record.bindLine())));
  }

  private Optional<Finding> proxied(Expectation expected) {
    List<String> addresses = dns.address(record.name()).values();
    return addresses.isEmpty() || isOfWildcard(addresses)
        ? Optional.empty()
        : Optional.of(
            expected.failure(
                Text.of(
                    "an address in place of the CNAME (%s): the DNS service proxies it",
                    String.join(", ", addresses)),
                Text.of(
                    "Set %s to 'DNS only' at the DNS service (in Cloudflare the grey cloud)",
                    record.name())));
  }

  /// A wildcard gives the same addresses to a name that nobody made.
  private boolean isOfWildcard(List<String> addresses) {
    DnsName zone = new DnsName(record.name().text().replaceFirst("^[^.]+\\.", ""));
    DnsAnswer answer = dns.address(zone.child("postrider-made-no-such-name"));
    return answer.values().equals(addresses);
  }
}
