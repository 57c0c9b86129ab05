package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.mail.DkimKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The three CNAMEs of Easy DKIM, or the one TXT record of a key that the owner brought,
/// and the keys that they lead to.
record DkimCheck(Target target, IdentityFacts.Dkim dkim, Dns dns) {
  private static final int GOOD_BITS = 2048;
  private static final int LEAST_BITS = 1024;

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (dkim.easy()) {
      dkim.tokens().forEach(token -> findings.add(cname(token)));
    }
    if (findings.stream().allMatch(finding -> finding.verdict() == Verdict.PASS)) {
      findings.add(key());
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
        : new ReplacedCname(record, dns)
            .finding(expected)
            .orElseGet(() -> expected.failure("no record", "Publish: " + record.bindLine()));
  }

  /// The public keys that receivers find under the selectors. SES rotates its keys, so at any time
  /// one of the three selectors may have none: one good key is enough.
  private Finding key() {
    Expectation expected =
        new Expectation(
            Point.DKIM_KEY, "_domainkey." + target.domain(), "a public key of at least 2048 bits");
    List<DkimKey.Usable> keys = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String token : dkim.tokens()) {
      DnsName name = target.domain().child(token + "._domainkey");
      switch (dns.ask(name, RecordType.TXT)) {
        case DnsAnswer.Unanswered(String why) -> {
          return expected.unchecked(why);
        }
        case DnsAnswer.Nothing _ -> others.add("none at " + token);
        case DnsAnswer.Found(List<String> values) -> sort(token, values, keys, others);
      }
    }
    return keys(expected, keys, others);
  }

  private static void sort(
      String token, List<String> values, List<DkimKey.Usable> keys, List<String> others) {
    if (values.size() > 1) {
      others.add("more than one at " + token);
      return;
    }
    switch (DkimKey.parse(values.getFirst())) {
      case DkimKey.Usable usable -> keys.add(usable);
      case DkimKey.Revoked _ -> others.add("a withdrawn one at " + token);
      case DkimKey.Broken(String why) -> others.add("a broken one at " + token + ": " + why);
    }
  }

  private Finding keys(Expectation expected, List<DkimKey.Usable> keys, List<String> others) {
    List<String> parts = new ArrayList<>();
    keys.forEach(key -> parts.add(key.type() + " " + key.bits() + " bits"));
    parts.addAll(others);
    String found = parts.isEmpty() ? "no key" : String.join(", ", parts);
    if (keys.isEmpty()) {
      return expected.failure(found, withoutKey());
    }
    int bits =
        keys.stream()
            .filter(key -> key.type().equals("rsa"))
            .mapToInt(DkimKey.Usable::bits)
            .min()
            .orElse(GOOD_BITS);
    if (bits < LEAST_BITS) {
      return expected.failure(found, longerKey());
    }
    return bits < GOOD_BITS ? expected.warning(found, longerKey()) : expected.pass(found);
  }

  private String withoutKey() {
    return dkim.easy()
        ? "The tokens are not those of a living identity: take the CNAMEs from 'domain records'"
            + " again and replace the old ones"
        : "Publish the public key of your selector as a TXT record";
  }

  private String longerKey() {
    return "Switch the identity to RSA 2048: aws sesv2 put-email-identity-dkim-signing-attributes"
        + (" --email-identity " + target.domain() + " --signing-attributes-origin AWS_SES")
        + " --signing-attributes NextSigningKeyLength=RSA_2048_BIT";
  }
}
