package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import java.util.List;
import java.util.Optional;

/// The custom MAIL FROM domain: SES's word for it, its MX and its SPF record.
record MailFromCheck(Target target, IdentityFacts.MailFrom mailFrom, Dns dns) {

  List<Finding> findings() {
    DnsName name = mailFrom.domain();
    if (name == null) {
      return List.of(none());
    }
    Finding mx = mx(name);
    Finding spf = spf(name);
    return List.of(status(name, List.of(mx, spf)), mx, spf);
  }

  private static Expectation expect(String subject) {
    return new Expectation(Point.MAIL_FROM, subject, "a custom MAIL FROM domain, status SUCCESS");
  }

  private Finding none() {
    return expect("MAIL FROM")
        .warning(
            "none: the envelope says amazonses.com, so SPF never aligns and DMARC rests on DKIM"
                + " alone",
            target.mailFrom(target.domain().child("mail")));
  }

  /// @param records what was found of the MX and the SPF record
  private Finding status(DnsName name, List<Finding> records) {
    Expectation expected = expect("MAIL FROM " + name);
    if (mailFrom.status() == SetupStatus.SUCCESS) {
      return expected.pass("status SUCCESS");
    }
    String meanwhile =
        mailFrom.rejectsOnMxFailure() ? "SES refuses to send" : "SES sends with amazonses.com";
    return expected.failure(
        "status " + mailFrom.status() + "; " + meanwhile + " until it is SUCCESS",
        todo(name, records));
  }

  private String todo(DnsName name, List<Finding> found) {
    boolean records = found.stream().allMatch(finding -> finding.verdict().works());
    if (!records && Findings.nothingFailed(found)) {
      return "The DNS did not answer whether the MX and the SPF record are right: make it answer"
          + " first";
    }
    if (mailFrom.status() == SetupStatus.FAILED) {
      return records
          ? "The records are right now, but SES looks no more. Start the set-up again: %s"
              .formatted(target.mailFrom(name))
          : "Repair the MX and the SPF record of %s first, then start the set-up again: %s"
              .formatted(name, target.mailFrom(name));
    }
    return records
        ? "Nothing is missing: the MX and the SPF record are right. Wait; SES looks for them by"
            + " itself, for up to 72 hours from the set-up"
        : "Publish the MX and the SPF record of " + name + " and wait until SES has seen them";
  }

  private Finding spf(DnsName name) {
    Finding spf = new SpfCheck(Point.MAIL_FROM_SPF, name, target.domain(), true, dns).finding();
    ZoneRecord right = new ZoneRecord(name, RecordType.TXT, SixRecords.MAIL_FROM_SPF);
    return spf.verdict() == Verdict.FAILURE
        ? elsewhere(
                new Expectation(Point.MAIL_FROM_SPF, name.text(), spf.expected()),
                right,
                dns.ask(name, RecordType.TXT).values())
            .orElse(spf)
        : spf;
  }

  /// The failure of values that do not stand at the name: a wildcard record answers them, or what a
  /// CNAME leads to. The owner can change neither there.
  private Optional<Finding> elsewhere(Expectation expected, ZoneRecord right, List<String> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    DnsName name = right.name();
    Wildcard wildcard = new Wildcard(dns);
    if (wildcard.answers(name, right.type(), values)) {
      return Optional.of(
          expected.failure(Wildcard.found(values.getFirst()), "Publish: " + right.bindLine()));
    }
    return dns.ask(name, RecordType.CNAME).values().stream()
        .findFirst()
        .map(
            alias ->
                expected.failure(
                    "%s, by a CNAME to %s".formatted(String.join(", ", values), alias),
                    "Delete the CNAME at %s, then publish: %s".formatted(name, right.bindLine())));
  }

  /// The one MX, through which SES takes bounces. SES does not use the domain when there are more,
  /// or another.
  private Finding mx(DnsName name) {
    DnsName host = target.feedbackHost();
    Expectation expected =
        new Expectation(Point.MAIL_FROM_MX, name.text(), "exactly one MX, 10 " + host);
    return switch (dns.ask(name, RecordType.MX)) {
      case DnsAnswer.Unanswered(String why) -> expected.unchecked(why);
      case DnsAnswer.Nothing(boolean exists) -> withoutMx(name, exists, expected);
      case DnsAnswer.Found(List<String> values)
          when values.size() == 1 && values.getFirst().endsWith(" " + host) ->
          expected.pass(values.getFirst());
      case DnsAnswer.Found(List<String> values) ->
          elsewhere(expected, record(name), values)
              .orElseGet(
                  () ->
                      values.size() == 1
                          ? singleMx(values.getFirst(), expected)
                          : expected.failure(
                              String.join(", ", values),
                              "Delete every MX of " + name + " but the one to " + host));
    };
  }

  private ZoneRecord record(DnsName name) {
    return new ZoneRecord(name, RecordType.MX, "10 " + target.feedbackHost());
  }

  private Finding singleMx(String value, Expectation expected) {
    String host = value.substring(value.indexOf(' ') + 1);
    String right = target.feedbackHost().text();
    if (host.equals(right)) {
      return expected.pass(value);
    }
    if (host.matches("feedback-smtp\\.[a-z0-9-]+\\.amazonses\\.com")) {
      return expected.failure(
          value + " (another Region)", "Point the MX at " + right + ", the Region that sends");
    }
    return new Misplaced(dns, target.domain())
        .appended(host, right)
        .map(
            zone ->
                expected.failure(
                    value + " (" + zone + " was appended to the value)",
                    "Enter the host with a dot at its end: " + right + "."))
        .orElseGet(() -> expected.failure(value, "Point the MX at " + right));
  }

  private Finding withoutMx(DnsName name, boolean exists, Expectation expected) {
    String line = record(name).bindLine();
    Misplaced misplaced = new Misplaced(dns, target.domain());
    Optional<Finding> doubled =
        misplaced.doubled(expected, name, RecordType.MX, mx -> mx.contains("feedback-smtp."));
    if (doubled.isPresent()) {
      return doubled.get();
    }
    List<String> aliases = dns.ask(name, RecordType.CNAME).values();
    return !aliases.isEmpty() && !new Wildcard(dns).answers(name, RecordType.CNAME, aliases)
        ? expected.failure(
            "a CNAME, beside which no other record counts",
            "Delete the CNAME at " + name + ", then publish: " + line)
        : expected.failure(exists ? "no MX" : "no MX: the name does not exist", "Publish: " + line);
  }
}
