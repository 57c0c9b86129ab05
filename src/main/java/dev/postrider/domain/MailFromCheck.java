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
    return List.of(
        status(name),
        mx(name),
        new SpfCheck(Point.MAIL_FROM_SPF, name, target.domain(), true, dns).finding());
  }

  private static Expectation expect(String subject) {
    return new Expectation(Point.MAIL_FROM, subject, "a custom MAIL FROM domain, status SUCCESS");
  }

  private Finding none() {
    return expect("MAIL FROM")
        .warning(
            "none: the envelope says amazonses.com, so SPF never aligns and DMARC rests on DKIM"
                + " alone",
            "aws sesv2 put-email-identity-mail-from-attributes --email-identity "
                + (target.domain() + " --mail-from-domain mail." + target.domain()));
  }

  private Finding status(DnsName name) {
    Expectation expected = expect("MAIL FROM " + name);
    if (mailFrom.status() == SetupStatus.SUCCESS) {
      return expected.pass("status SUCCESS");
    }
    String meanwhile =
        mailFrom.rejectsOnMxFailure() ? "SES refuses to send" : "SES sends with amazonses.com";
    return expected.failure(
        "status " + mailFrom.status() + "; " + meanwhile + " until it is SUCCESS",
        "Publish the MX and the SPF record of " + name + " and wait until SES has seen them");
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
      case DnsAnswer.Found(List<String> values) when values.size() > 1 ->
          expected.failure(
              String.join(", ", values), "Delete every MX of " + name + " but the one to " + host);
      case DnsAnswer.Found(List<String> values) -> singleMx(values.getFirst(), expected);
    };
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
    String line = new ZoneRecord(name, RecordType.MX, "10 " + target.feedbackHost()).bindLine();
    Misplaced misplaced = new Misplaced(dns, target.domain());
    Optional<Finding> doubled =
        misplaced.doubled(expected, name, RecordType.MX, mx -> mx.contains("feedback-smtp."));
    if (doubled.isPresent()) {
      return doubled.get();
    }
    return misplaced.at(List.of(name), RecordType.CNAME, _ -> true).isPresent()
        ? expected.failure(
            "a CNAME, beside which no other record counts",
            "Delete the CNAME at " + name + ", then publish: " + line)
        : expected.failure(exists ? "no MX" : "no MX: the name does not exist", "Publish: " + line);
  }
}
