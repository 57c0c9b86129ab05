package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import java.util.ArrayList;
import java.util.List;

/// The records that a domain needs: three for DKIM, two for the MAIL FROM domain, one for DMARC.
public final class SixRecords {
  /// What the MAIL FROM domain says by SPF.
  public static final String MAIL_FROM_SPF = "v=spf1 include:amazonses.com ~all";

  private SixRecords() {}

  /// All six, in the order in which they are best published.
  ///
  /// @param mailFrom the MAIL FROM domain
  /// @param dmarc the DMARC record's text
  public static List<ZoneRecord> of(
      Target target, IdentityFacts.Dkim dkim, DnsName mailFrom, String dmarc) {
    List<ZoneRecord> records = new ArrayList<>();
    if (dkim.easy()) {
      dkim.tokens().forEach(token -> records.add(dkim(target, token, dkim.signingZone())));
    }
    records.add(new ZoneRecord(mailFrom, RecordType.MX, "10 " + target.feedbackHost()));
    records.add(new ZoneRecord(mailFrom, RecordType.TXT, MAIL_FROM_SPF));
    records.add(new ZoneRecord(target.domain().child("_dmarc"), RecordType.TXT, dmarc));
    return List.copyOf(records);
  }

  /// The CNAME of one DKIM token.
  public static ZoneRecord dkim(Target target, String token, DnsName signingZone) {
    return new ZoneRecord(
        target.domain().child(token + "._domainkey"),
        RecordType.CNAME,
        signingZone.child(token).text());
  }
}
