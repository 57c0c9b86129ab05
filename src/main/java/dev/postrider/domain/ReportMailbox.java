package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.PublicSuffixes;
import dev.postrider.domain.text.Text;
import java.util.Optional;
import java.util.regex.Pattern;

/// A mailbox that is to get a domain's DMARC reports.
///
/// @param mailbox as the owner wrote it
public record ReportMailbox(DnsName domain, String mailbox) {
  /// What separates tags, entries and sizes in the record stands for itself nowhere (RFC 9989).
  private static final Pattern MAILBOX =
      Pattern.compile(
          "[^@\\s,;:!%\"<>()]+@(?:[^@\\s,;!:.]+\\.)+[^@\\s,;!:.]+(?:![0-9]+[kmgtKMGT]?)?");

  /// What the check would object to if the record named this mailbox; empty when nothing, or when
  /// the DNS did not answer.
  public Optional<Text> objection(Dns dns, PublicSuffixes suffixes) {
    if (!MAILBOX.matcher(mailbox).matches()) {
      return Optional.of(Text.of("not one mailbox, such as dmarc@%s", domain));
    }
    DmarcRecord record = DmarcRecord.parse("v=DMARC1; p=none; rua=mailto:" + mailbox);
    if (!record.problems().isEmpty()) {
      return Optional.of(record.problems().getFirst().text());
    }
    DmarcFacts facts = new DmarcFacts(domain.child("_dmarc"), record, false);
    return Optional.of(new DmarcReportsCheck(facts, suffixes, dns).finding())
        .filter(
            finding -> finding.verdict() == Verdict.WARNING || finding.verdict() == Verdict.FAILURE)
        .map(finding -> Text.of("%s. %s", finding.found(), finding.action()));
  }
}
