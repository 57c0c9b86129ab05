package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.Alignment;
import java.util.List;
import java.util.Optional;

/// Whether what SES authenticates speaks for the From domain, in both modes.
///
/// @param mailFrom the envelope sender's domain; empty when it is SES's own
/// @param dmarc the record that says which mode counts; empty means relaxed
record AlignmentCheck(
    Target target, Optional<DnsName> mailFrom, Optional<DmarcFacts> dmarc, Alignment alignment) {
  private static final String EXPECTED = "aligned with the From domain in the mode in force";

  List<Finding> findings() {
    Finding dkim = dkim();
    return List.of(dkim, spf(dkim.verdict() == Verdict.PASS));
  }

  private Finding dkim() {
    boolean strict = dmarc.map(facts -> facts.record().strictDkim()).orElse(false);
    String found = "d=" + target.domain() + " is " + modes(target.domain(), strict);
    if (alignment.holds(target.domain(), target.from(), strict)) {
      return Finding.pass(Point.DKIM_ALIGNMENT, subject(), found, EXPECTED);
    }
    return Finding.failure(
        Point.DKIM_ALIGNMENT,
        subject(),
        found,
        EXPECTED,
        strict && alignment.holds(target.domain(), target.from(), false)
            ? "Remove adkim=s from the DMARC record"
            : "Verify " + target.from() + " as an SES identity of its own");
  }

  private Finding spf(boolean dkimHolds) {
    boolean strict = dmarc.map(facts -> facts.record().strictSpf()).orElse(false);
    DnsName sender = mailFrom.orElse(new DnsName("amazonses.com"));
    String found = "MAIL FROM " + sender + " is " + modes(sender, strict);
    if (alignment.holds(sender, target.from(), strict)) {
      return Finding.pass(Point.SPF_ALIGNMENT, subject(), found, EXPECTED);
    }
    String action =
        strict && alignment.holds(sender, target.from(), false)
            ? "Remove aspf=s from the DMARC record"
            : "Set the custom MAIL FROM domain mail." + target.domain();
    return new Finding(
        Point.SPF_ALIGNMENT,
        subject(),
        dkimHolds ? Verdict.WARNING : Verdict.FAILURE,
        found,
        EXPECTED,
        action);
  }

  private String modes(DnsName authenticated, boolean strict) {
    return (alignment.holds(authenticated, target.from(), false) ? "" : "not ")
        + "aligned relaxed, "
        + (alignment.holds(authenticated, target.from(), true) ? "" : "not ")
        + "aligned strict; "
        + (strict ? "strict" : "relaxed")
        + " counts";
  }

  private String subject() {
    return "From " + target.from();
  }
}
