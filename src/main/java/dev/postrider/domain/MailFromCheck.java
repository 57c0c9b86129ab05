package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The custom MAIL FROM domain: SES's word for it, its MX and its SPF record.
record MailFromCheck(Target target, IdentityFacts.MailFrom mailFrom, Dns dns) {
  private static final String EXPECTED = "a custom MAIL FROM domain, status SUCCESS";

  List<Finding> findings() {
    DnsName name = mailFrom.domain();
    if (name == null) {
      return List.of(none());
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(status(name));
    findings.add(new MailFromMxCheck(target, name, dns).finding());
    findings.add(new SpfCheck(Point.MAIL_FROM_SPF, name, target.domain(), true, dns).finding());
    return findings;
  }

  private Finding none() {
    return Finding.warning(
        Point.MAIL_FROM,
        subject(null),
        "none: the envelope says amazonses.com, so SPF never aligns and DMARC rests on DKIM alone",
        EXPECTED,
        "aws sesv2 put-email-identity-mail-from-attributes --email-identity "
            + target.domain()
            + " --mail-from-domain mail."
            + target.domain());
  }

  private Finding status(DnsName name) {
    if (mailFrom.status() == SetupStatus.SUCCESS) {
      return Finding.pass(Point.MAIL_FROM, subject(name), "status SUCCESS", EXPECTED);
    }
    return Finding.failure(
        Point.MAIL_FROM,
        subject(name),
        "status "
            + mailFrom.status()
            + (mailFrom.rejectsOnMxFailure()
                ? "; SES refuses to send until it is SUCCESS"
                : "; SES sends with amazonses.com until it is SUCCESS"),
        EXPECTED,
        "Publish the MX and the SPF record of " + name + " and wait until SES has seen them");
  }

  private static String subject(@Nullable DnsName name) {
    return name == null ? "MAIL FROM" : "MAIL FROM " + name;
  }
}
