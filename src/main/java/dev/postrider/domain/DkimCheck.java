package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The three CNAMEs of Easy DKIM, or the one TXT record of a key that the owner brought,
/// and the keys that they lead to.
record DkimCheck(Target target, IdentityFacts.Dkim dkim, Dns dns) {

  List<Finding> findings() {
    if (!dkim.easy()) {
      return dkim.tokens().stream().map(new OwnDkimKeyCheck(target, dns)::finding).toList();
    }
    List<Finding> findings = new ArrayList<>();
    List<String> reached = new ArrayList<>();
    for (String token : dkim.tokens()) {
      Finding cname = cname(token);
      findings.add(cname);
      if (cname.verdict() == Verdict.PASS) {
        reached.add(token);
      }
    }
    // Mail is signed with one of the three: one that is missing does not stop the others.
    if (!reached.isEmpty() || dkim.tokens().isEmpty()) {
      findings.add(new EasyDkimKeyCheck(target, reached, dns).finding());
    }
    return findings;
  }

  private Finding cname(String token) {
    ZoneRecord record = SixRecords.dkim(target, token, dkim.signingZone());
    Expectation expected =
        new Expectation(
            Point.DKIM_CNAME, record.name().text(), Text.verbatim("CNAME " + record.value()));
    return switch (dns.ask(record.name(), RecordType.CNAME)) {
      case DnsAnswer.Unanswered(Text why) -> expected.unchecked(why);
      case DnsAnswer.Nothing _ -> missing(record, expected, Text.of("no record"));
      case DnsAnswer.Found(List<String> values) when values.equals(List.of(record.value())) ->
          expected.pass();
      case DnsAnswer.Found(List<String> values)
          when new Wildcard(dns).answers(record.name(), RecordType.CNAME, values) ->
          missing(record, expected, Wildcard.found("CNAME " + values.getFirst()));
      case DnsAnswer.Found(List<String> values) -> wrong(token, record.value(), values, expected);
    };
  }

  private Finding wrong(String token, String right, List<String> values, Expectation expected) {
    String value = values.getFirst();
    Text found = Text.verbatim("CNAME " + String.join(", ", values));
    Optional<DnsName> zone = new Misplaced(dns, target.domain()).appended(value, right);
    if (zone.isPresent()) {
      return expected.failure(
          Text.of("%s (%s was appended to the value)", found, zone.get()),
          Text.of("Enter the value with a dot at its end: %s.", right));
    }
    if (value.startsWith(token + ".dkim.") && value.endsWith("amazonses.com")) {
      return expected.failure(
          Text.of("%s (the right token, in the zone of other Regions)", found),
          Text.of(
              "Replace the value by %s: SES signs in %s for this identity",
              right, dkim.signingZone()));
    }
    return value.endsWith("amazonses.com")
        ? expected.failure(
            Text.of("%s (the token of another identity, or of one that was deleted)", found),
            Text.of("Replace the value by %s", right))
        : expected.failure(found, Text.of("Set the value to %s", right));
  }

  private Finding missing(ZoneRecord record, Expectation expected, Text found) {
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
        ? expected.failure(
            Text.of("a TXT record"), Text.of("Delete the TXT record and create a CNAME instead"))
        : new ReplacedCname(record, dns)
            .finding(expected)
            .orElseGet(() -> expected.failure(found, Text.of("Publish: %s", record.bindLine())));
  }
}
