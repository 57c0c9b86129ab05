package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.PublicSuffixes;
import java.util.List;
import java.util.Optional;

/// Whether what SES authenticates speaks for the From domain, in both modes.
///
/// @param mailFrom the envelope sender's domain; empty when it is SES's own
/// @param dmarc the record that says which mode counts; empty means relaxed
record AlignmentCheck(
    Target target,
    Optional<DnsName> mailFrom,
    Optional<DmarcFacts> dmarc,
    PublicSuffixes suffixes) {

  List<Finding> findings() {
    Finding dkim = dkim();
    return List.of(dkim, spf(dkim.verdict() == Verdict.PASS));
  }

  private Finding dkim() {
    boolean strict = dmarc.map(facts -> facts.record().strictDkim()).orElse(false);
    String found = "d=" + target.domain() + " is " + modes(target.domain(), strict);
    Expectation expected = expect(Point.DKIM_ALIGNMENT);
    if (aligned(target.domain(), strict)) {
      return expected.pass(found);
    }
    return expected.failure(
        found,
        strict && aligned(target.domain(), false)
            ? "Remove adkim=s from the DMARC record"
            : "Verify " + target.from() + " as an SES identity of its own");
  }

  private Finding spf(boolean dkimHolds) {
    boolean strict = dmarc.map(facts -> facts.record().strictSpf()).orElse(false);
    DnsName sender = mailFrom.orElse(new DnsName("amazonses.com"));
    String found = "MAIL FROM " + sender + " is " + modes(sender, strict);
    Expectation expected = expect(Point.SPF_ALIGNMENT);
    if (aligned(sender, strict)) {
      return expected.pass(found);
    }
    String action =
        strict && aligned(sender, false)
            ? "Remove aspf=s from the DMARC record"
            : "Set the custom MAIL FROM domain mail." + target.domain();
    return dkimHolds ? expected.warning(found, action) : expected.failure(found, action);
  }

  private String modes(DnsName authenticated, boolean strict) {
    return "%saligned relaxed, %saligned strict; %s counts"
        .formatted(
            aligned(authenticated, false) ? "" : "not ",
            aligned(authenticated, true) ? "" : "not ",
            strict ? "strict" : "relaxed");
  }

  private boolean aligned(DnsName authenticated, boolean strict) {
    return suffixes.align(authenticated, target.from(), strict);
  }

  private Expectation expect(Point point) {
    return new Expectation(
        point, "From " + target.from(), "aligned with the From domain in the mode in force");
  }
}
