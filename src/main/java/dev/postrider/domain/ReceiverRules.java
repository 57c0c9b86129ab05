package dev.postrider.domain;

import dev.postrider.domain.mail.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What follows from the other findings: whether receivers refuse the domain's own mail, and
/// whether it keeps the rules of Google, Yahoo and Microsoft for bulk senders.
record ReceiverRules(Target target, Findings soFar, Optional<DmarcFacts> dmarc) {

  List<Finding> findings() {
    return List.of(sure(enforcement()), sure(bulkSenders()));
  }

  /// A failure that rests on something that could not be asked is not a failure yet.
  private Finding sure(Finding finding) {
    return finding.verdict() == Verdict.FAILURE && soFar.count(Verdict.UNCHECKED) > 0
        ? Finding.unchecked(
            finding.point(),
            finding.subject(),
            "rests on points that could not be checked",
            finding.expected())
        : finding;
  }

  private Finding enforcement() {
    String expected = "quarantine or reject only when DKIM and SPF pass and align";
    if (soFar.of(Point.DMARC).stream().anyMatch(f -> f.verdict() == Verdict.UNCHECKED)) {
      return Finding.unchecked(
          Point.DMARC_ENFORCEMENT,
          target.from().text(),
          "rests on the DMARC record, which could not be asked",
          expected);
    }
    Policy policy = dmarc.map(DmarcFacts::policy).orElse(Policy.NONE);
    if (policy == Policy.NONE) {
      return pass("no policy is enforced", expected);
    }
    String found = "p=" + policy.text() + ", DKIM " + state(dkim()) + ", SPF " + state(spf());
    if (!dkim() && !spf()) {
      return Finding.failure(
          Point.DMARC_ENFORCEMENT,
          target.from().text(),
          found + ": receivers turn this domain's own mail away",
          expected,
          "Set p=none in the DMARC record now, and enforce again when this check passes");
    }
    return dkim() && spf()
        ? pass(found, expected)
        : Finding.warning(
            Point.DMARC_ENFORCEMENT,
            target.from().text(),
            found + ": the policy stands on one leg",
            expected,
            "Repair the other one before anything else");
  }

  private Finding pass(String found, String expected) {
    return Finding.pass(Point.DMARC_ENFORCEMENT, target.from().text(), found, expected);
  }

  private Finding bulkSenders() {
    String expected = "SPF and DKIM pass, DMARC is there, one of them aligns";
    List<String> missing = new ArrayList<>();
    if (!soFar.hold(Point.DKIM_SIGNING, Point.DKIM_KEY)) {
      missing.add("DKIM");
    }
    if (!spfPasses()) {
      missing.add("SPF");
    }
    if (dmarc.isEmpty()) {
      missing.add("DMARC");
    }
    if (!dkim() && !spf()) {
      missing.add("alignment");
    }
    return missing.isEmpty()
        ? Finding.pass(
            Point.BULK_SENDER_RULES,
            target.from().text(),
            "kept, as far as DNS shows; one-click unsubscribe and the spam rate (under 0.1 %) are"
                + " up to the mail",
            expected)
        : Finding.failure(
            Point.BULK_SENDER_RULES,
            target.from().text(),
            "not yet: " + String.join(", ", missing),
            expected,
            "Do what the failures above say; Gmail, Yahoo and Outlook turn bulk mail away until then");
  }

  /// With SES's own envelope domain SPF passes, though for amazonses.com.
  private boolean spfPasses() {
    return soFar.of(Point.MAIL_FROM_SPF).isEmpty()
        ? soFar.hold(Point.MAIL_FROM)
        : soFar.hold(Point.MAIL_FROM_SPF);
  }

  private boolean dkim() {
    return soFar.hold(Point.DKIM_SIGNING, Point.DKIM_KEY, Point.DKIM_ALIGNMENT);
  }

  private boolean spf() {
    return soFar.of(Point.SPF_ALIGNMENT).stream().allMatch(f -> f.verdict() == Verdict.PASS)
        && soFar.hold(
            Point.MAIL_FROM, Point.MAIL_FROM_MX, Point.MAIL_FROM_SPF, Point.SPF_ALIGNMENT);
  }

  private static String state(boolean works) {
    return works ? "passes and aligns" : "does not pass or align";
  }
}
