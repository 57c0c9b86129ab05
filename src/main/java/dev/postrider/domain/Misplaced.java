package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Looks for a record at the names where people put it by mistake.
record Misplaced(Dns dns, DnsName domain) {

  /// The failure of a record at the name with the zone doubled (`_dmarc.example.com.example.com`):
  /// the DNS form appended the zone to a name that already had it.
  Optional<Finding> doubled(
      Expectation expected, DnsName right, RecordType type, Predicate<String> isIt) {
    for (DnsName zone : domain.selfAndAncestors()) {
      Optional<DnsName> doubled = right.under(zone).filter(name -> holds(name, type, isIt));
      if (doubled.isPresent()) {
        return Optional.of(
            expected.failure(
                Text.of("it stands at %s: the zone is doubled", doubled.get()),
                Text.of(
                    "In the form of the zone %s enter only %s as the name",
                    zone, right.relativeTo(zone))));
      }
    }
    return Optional.empty();
  }

  /// The first of the names that has such a record.
  Optional<DnsName> at(List<DnsName> names, RecordType type, Predicate<String> isIt) {
    return names.stream().filter(name -> holds(name, type, isIt)).findFirst();
  }

  /// The zone that a DNS form appended to a value (`….amazonses.com.example.com`), if it did.
  Optional<DnsName> appended(String value, String right) {
    return domain.selfAndAncestors().stream()
        .filter(zone -> value.equals(right + "." + zone))
        .findFirst();
  }

  private boolean holds(DnsName name, RecordType type, Predicate<String> isIt) {
    return dns.ask(name, type).values().stream().anyMatch(isIt);
  }
}
