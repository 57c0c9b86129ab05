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
    if (findings.stream().allMatch(finding -> finding.verdict() == Verdict.PASS)) {
      findings.add(new DkimKeyCheck(target, dkim, dns).finding());
    }
    return findings;
  }

  private Finding cname(String token) {
    ZoneRecord record = SixRecords.dkim(target, token, dkim.signingZone());
    Expectation expected =
        new Expectation(Point.DKIM_CNAME, record.name().text(), "CNAME " + record.value());
    return switch (dns.ask(record.name(), RecordType.CNAME)) {
      case DnsAnswer.Unanswered(String why) -> expected.unchecked(why);
      case DnsAnswer.Nothing _ -> missing(record, expected);
      case DnsAnswer.Found(List<String> values) when values.equals(List.of(record.value())) ->
          expected.pass();
      case DnsAnswer.Found(List<String> values) -> wrong(record.value(), values, expected);
    };
  }

  private Finding wrong(String right, List<String> values, Expectation expected) {
    String value = values.getFirst();
    String found = "CNAME " + String.join(", ", values);
    Optional<DnsName> zone = new Misplaced(dns, target.domain()).appended(value, right);
    if (zone.isPresent()) {
      return expected.failure(
          found + " (" + zone.get() + " was appended to the value)",
          "Enter the value with a dot at its end: " + right + ".");
    }
    return value.endsWith("amazonses.com")
        ? expected.failure(
            found + " (the token of another identity, or of one that was deleted)",
            "Replace the value by " + right)
        : expected.failure(found, "Set the value to " + right);
  }

  private Finding missing(ZoneRecord record, Expectation expected) {
    Misplaced misplaced = new Misplaced(dns, target.domain());
    Optional<Finding> doubled =
        misplaced.doubled(expected, record.name(), RecordType.CNAME, record.value()::equals);
    if (doubled.isPresent()) {
      return doubled.get();
    }
    // A wildcard may answer with any TXT record; only the value itself was meant for here.
    return misplaced
            .at(List.of(record.name()), RecordType.TXT, text -> text.contains(record.value()))
            .isPresent()
        ? expected.failure("a TXT record", "Delete the TXT record and create a CNAME instead")
        : expected.failure("no record", "Publish: " + record.bindLine());
  }
}
