package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The three CNAMEs of Easy DKIM, or the one TXT record of a key that the owner brought.
record DkimCheck(Target target, IdentityFacts.Dkim dkim, Dns dns) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (dkim.easy()) {
      dkim.tokens().forEach(token -> findings.add(cname(token)));
    }
    boolean wrong = findings.stream().anyMatch(f -> f.verdict() != Verdict.PASS);
    if (!wrong) {
      findings.add(new DkimKeyCheck(target, dkim, dns).finding());
    }
    return findings;
  }

  private Finding cname(String token) {
    ZoneRecord record = SixRecords.dkim(target, token, dkim.signingZone());
    String name = record.name().text();
    String expected = "CNAME " + record.value();
    return switch (dns.ask(record.name(), RecordType.CNAME)) {
      case DnsAnswer.Unanswered lost ->
          Finding.unchecked(Point.DKIM_CNAME, name, lost.why(), expected);
      case DnsAnswer.Nothing _ -> missing(record, expected);
      case DnsAnswer.Found found when found.values().equals(List.of(record.value())) ->
          Finding.pass(Point.DKIM_CNAME, name, expected, expected);
      case DnsAnswer.Found found -> wrong(record, found.values(), expected);
    };
  }

  private Finding wrong(ZoneRecord record, List<String> values, String expected) {
    String value = values.getFirst();
    String found = "CNAME " + String.join(", ", values);
    Optional<DnsName> zone = new Misplaced(dns, target.domain()).appended(value, record.value());
    String action;
    if (zone.isPresent()) {
      found += " (" + zone.get() + " was appended to the value)";
      action = "Enter the value with a dot at its end: " + record.value() + ".";
    } else if (value.endsWith("amazonses.com")) {
      found += " (the token of another identity, or of one that was deleted)";
      action = "Replace the value by " + record.value();
    } else {
      action = "Set the value to " + record.value();
    }
    return failure(record, found, expected, action);
  }

  private Finding missing(ZoneRecord record, String expected) {
    Misplaced misplaced = new Misplaced(dns, target.domain());
    Optional<Misplaced.Place> doubled =
        misplaced.doubled(record.name(), RecordType.CNAME, record.value()::equals);
    if (doubled.isPresent()) {
      DnsName zone = doubled.get().zone();
      return failure(
          record,
          "it stands at " + doubled.get().name() + ": the zone is doubled",
          expected,
          "In the form of the zone "
              + zone
              + " enter only "
              + record.name().relativeTo(zone)
              + " as the name");
    }
    // A wildcard may answer with any TXT record; only the value itself was meant for here.
    if (misplaced
        .at(List.of(record.name()), RecordType.TXT, text -> text.contains(record.value()))
        .isPresent()) {
      return failure(
          record, "a TXT record", expected, "Delete the TXT record and create a CNAME instead");
    }
    return failure(record, "no record", expected, "Publish: " + record.bindLine());
  }

  private static Finding failure(ZoneRecord record, String found, String expected, String action) {
    return Finding.failure(Point.DKIM_CNAME, record.name().text(), found, expected, action);
  }
}
