package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import java.util.List;
import java.util.Optional;

/// The one MX of the MAIL FROM domain, through which SES takes bounces. SES does not use the domain
/// when there are more, or another.
record MailFromMxCheck(Target target, DnsName mailFrom, Dns dns) {

  Finding finding() {
    String expected = "exactly one MX, 10 " + target.feedbackHost();
    return switch (dns.ask(mailFrom, RecordType.MX)) {
      case DnsAnswer.Unanswered lost ->
          Finding.unchecked(Point.MAIL_FROM_MX, mailFrom.text(), lost.why(), expected);
      case DnsAnswer.Nothing _ -> missing(expected);
      case DnsAnswer.Found found when found.values().size() > 1 ->
          failure(
              String.join(", ", found.values()),
              expected,
              "Delete every MX of " + mailFrom + " but the one to " + target.feedbackHost());
      case DnsAnswer.Found found -> single(found.values().getFirst(), expected);
    };
  }

  private Finding single(String value, String expected) {
    String host = value.substring(value.indexOf(' ') + 1);
    String right = target.feedbackHost().text();
    if (host.equals(right)) {
      return Finding.pass(Point.MAIL_FROM_MX, mailFrom.text(), value, expected);
    }
    if (host.matches("feedback-smtp\\.[a-z0-9-]+\\.amazonses\\.com")) {
      return failure(
          value + " (another Region)",
          expected,
          "Point the MX at " + right + ", the Region that sends");
    }
    Optional<DnsName> zone = new Misplaced(dns, target.domain()).appended(host, right);
    if (zone.isPresent()) {
      return failure(
          value + " (" + zone.get() + " was appended to the value)",
          expected,
          "Enter the host with a dot at its end: " + right + ".");
    }
    return failure(value, expected, "Point the MX at " + right);
  }

  private Finding missing(String expected) {
    ZoneRecord record = new ZoneRecord(mailFrom, RecordType.MX, "10 " + target.feedbackHost());
    Optional<Misplaced.Place> doubled =
        new Misplaced(dns, target.domain())
            .doubled(mailFrom, RecordType.MX, value -> value.contains("feedback-smtp."));
    if (doubled.isPresent()) {
      DnsName zone = doubled.get().zone();
      return failure(
          "it stands at " + doubled.get().name() + ": the zone is doubled",
          expected,
          "In the form of the zone "
              + zone
              + " enter only "
              + mailFrom.relativeTo(zone)
              + " as the name");
    }
    List<DnsName> here = List.of(mailFrom);
    if (new Misplaced(dns, target.domain()).at(here, RecordType.CNAME, _ -> true).isPresent()) {
      return failure(
          "a CNAME, beside which no other record counts",
          expected,
          "Delete the CNAME at " + mailFrom + ", then publish: " + record.bindLine());
    }
    return failure("no MX", expected, "Publish: " + record.bindLine());
  }

  private Finding failure(String found, String expected, String action) {
    return Finding.failure(Point.MAIL_FROM_MX, mailFrom.text(), found, expected, action);
  }
}
