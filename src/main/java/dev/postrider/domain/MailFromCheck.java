package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.text.Text;
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
    return new Expectation(
        Point.MAIL_FROM, subject, Text.of("a custom MAIL FROM domain, status SUCCESS"));
  }

  private Finding none() {
    return expect("MAIL FROM")
        .warning(
            Text.of(
                "none: the envelope says amazonses.com, so SPF never aligns and DMARC rests "
                    + "on DKIM alone"),
            Text.verbatim(target.mailFrom(target.domain().child("mail"))));
  }

  /// @param records what was found of the MX and the SPF record
  private Finding status(DnsName name, List<Finding> records) {
    Expectation expected = expect("MAIL FROM " + name);
    if (mailFrom.status() == SetupStatus.SUCCESS) {
      return expected.pass(Text.of("status SUCCESS"));
    }
    Text meanwhile =
        mailFrom.rejectsOnMxFailure()
            ? Text.of("SES refuses to send")
            : Text.of("SES sends with amazonses.com");
    return expected.failure(
        Text.of("status %s; %s until it is SUCCESS", mailFrom.status(), meanwhile),
        todo(name, records));
  }

  private Text todo(DnsName name, List<Finding> found) {
    boolean records = found.stream().allMatch(finding -> finding.verdict().works());
    if (!records && Findings.nothingFailed(found)) {
      return Text.of(
          "The DNS did not answer whether the MX and the SPF record are right: make it answer first");
    }
    if (mailFrom.status() == SetupStatus.FAILED) {
      return records
          ? Text.of(
              "The records are right now, but SES looks no more. Start the set-up again: %s",
              target.mailFrom(name))
          : Text.of(
              "Repair the MX and the SPF record of %s first, then start the set-up again: " + "%s",
              name, target.mailFrom(name));
    }
    return records
        ? Text.of(
            "Nothing is missing: the MX and the SPF record are right. Wait; SES looks "
                + "for them by itself, for up to 72 hours from the set-up")
        : Text.of("Publish the MX and the SPF record of %s and wait until SES has seen them", name);
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
          expected.failure(
              Wildcard.found(values.getFirst()), Text.of("Publish: %s", right.bindLine())));
    }
    return dns.ask(name, RecordType.CNAME).values().stream()
        .findFirst()
        .map(
            alias ->
                expected.failure(
                    Text.of("%s, by a CNAME to %s", String.join(", ", values), alias),
                    Text.of("Delete the CNAME at %s, then publish: %s", name, right.bindLine())));
  }

  /// The one MX, through which SES takes bounces. SES does not use the domain when there are more,
  /// or another.
  private Finding mx(DnsName name) {
    DnsName host = target.feedbackHost();
    Expectation expected =
        new Expectation(Point.MAIL_FROM_MX, name.text(), Text.of("exactly one MX, 10 %s", host));
    return switch (dns.ask(name, RecordType.MX)) {
      case DnsAnswer.Unanswered(Text why) -> expected.unchecked(why);
      case DnsAnswer.Nothing(boolean exists) -> withoutMx(name, exists, expected);
      case DnsAnswer.Found(List<String> values)
          when values.size() == 1 && values.getFirst().endsWith(" " + host) ->
          expected.pass(Text.verbatim(values.getFirst()));
      case DnsAnswer.Found(List<String> values) ->
          elsewhere(expected, record(name), values)
              .orElseGet(
                  () ->
                      values.size() == 1
                          ? singleMx(values.getFirst(), expected)
                          : expected.failure(
                              Text.verbatim(String.join(", ", values)),
                              Text.of("Delete every MX of %s but the one to %s", name, host)));
    };
  }

  private ZoneRecord record(DnsName name) {
    return new ZoneRecord(name, RecordType.MX, "10 " + target.feedbackHost());
  }

  private Finding singleMx(String value, Expectation expected) {
    String host = value.substring(value.indexOf(' ') + 1);
    String right = target.feedbackHost().text();
    if (host.equals(right)) {
      return expected.pass(Text.verbatim(value));
    }
    if (host.matches("feedback-smtp\\.[a-z0-9-]+\\.amazonses\\.com")) {
      return expected.failure(
          Text.of("%s (another Region)", value),
          Text.of("Point the MX at %s, the Region that sends", right));
    }
    return new Misplaced(dns, target.domain())
        .appended(host, right)
        .map(
            zone ->
                expected.failure(
                    Text.of("%s (%s was appended to the value)", value, zone),
                    Text.of("Enter the host with a dot at its end: %s.", right)))
        .orElseGet(
            () -> expected.failure(Text.verbatim(value), Text.of("Point the MX at %s", right)));
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
            Text.of("a CNAME, beside which no other record counts"),
            Text.of("Delete the CNAME at %s, then publish: %s", name, line))
        : expected.failure(
            exists ? Text.of("no MX") : Text.of("no MX: the name does not exist"),
            Text.of("Publish: %s", line));
  }
}
