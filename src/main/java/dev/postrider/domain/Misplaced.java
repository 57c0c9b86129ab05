package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Looks for a record at the names where people put it by mistake.
record Misplaced(Dns dns, DnsName domain) {

  /// Where a record is instead, and which zone the DNS form had appended.
  record Place(DnsName name, DnsName zone) {}

  /// The name with the zone doubled (`_dmarc.example.com.example.com`): the DNS form appended the
  /// zone to a name that already had it.
  Optional<Place> doubled(DnsName right, RecordType type, Predicate<String> isIt) {
    for (DnsName zone : domain.selfAndAncestors()) {
      Optional<DnsName> doubled = right.under(zone);
      if (doubled.isPresent() && holds(doubled.get(), type, isIt)) {
        return Optional.of(new Place(doubled.get(), zone));
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
    List<DnsName> zones = new ArrayList<>(domain.selfAndAncestors());
    return zones.stream().filter(zone -> value.equals(right + "." + zone)).findFirst();
  }

  private boolean holds(DnsName name, RecordType type, Predicate<String> isIt) {
    return dns.ask(name, type) instanceof DnsAnswer.Found found
        && found.values().stream().anyMatch(isIt);
  }
}
