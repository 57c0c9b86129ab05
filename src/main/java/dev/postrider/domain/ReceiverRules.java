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

  /// A failure, or one leg that does not stand, is nothing yet when it rests on something that
  /// could not be asked.
  private Finding sure(Finding finding) {
    boolean open =
        soFar.all().stream()
            .filter(one -> one.point() != Point.DMARC_REPORTS)
            .anyMatch(one -> one.verdict() == Verdict.UNCHECKED);
    return finding.verdict() != Verdict.PASS && open
        ? expect(finding.point(), finding.expected())
            .unchecked("rests on points that could not be checked")
        : finding;
  }

  private Finding enforcement() {
    Expectation expected =
        expect(
            Point.DMARC_ENFORCEMENT, "quarantine or reject only when DKIM and SPF pass and align");
    if (soFar.of(Point.DMARC).stream().anyMatch(f -> f.verdict() == Verdict.UNCHECKED)) {
      return expected.unchecked("rests on the DMARC record, which could not be asked");
    }
    Policy policy = dmarc.map(DmarcFacts::policy).orElse(Policy.NONE);
    if (policy == Policy.NONE) {
      return expected.pass("no policy is enforced");
    }
    Mechanisms works = works();
    String found =
        "p=" + policy.text() + ", DKIM " + state(works.dkim()) + ", SPF " + state(works.spf());
    if (!works.dkim() && !works.spf()) {
      return works.sends()
          ? expected.failure(
              found + ": receivers turn this domain's own mail away",
              works
                  .repairAtOnce()
                  .map(Finding::action)
                  .orElse(
                      "Set p=none in the DMARC record now, and enforce again when this check"
                          + " passes"))
          : expected.warning(
              "%s; SES sends nothing for this domain yet".formatted(found),
              "Leave the policy as it is, and send through SES when this check passes");
    }
    return works.dkim() && works.spf()
        ? expected.pass(found)
        : expected.warning(
            found + ": the policy stands on one leg", "Repair the other one before anything else");
  }

  private Finding bulkSenders() {
    Expectation expected =
        expect(Point.BULK_SENDER_RULES, "SPF and DKIM pass, DMARC is there, one of them aligns");
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
    if (!works().dkim() && !works().spf()) {
      missing.add("alignment");
    }
    return missing.isEmpty()
        ? expected.pass(
            "kept, as far as DNS shows; one-click unsubscribe and the spam rate (under 0.1 %) are"
                + " up to the mail")
        : expected.failure(
            "not yet: " + String.join(", ", missing),
            "Do what the failures above say; Gmail, Yahoo and Outlook turn bulk mail away until"
                + " then");
  }

  private Expectation expect(Point point, String expected) {
    return new Expectation(point, target.from().text(), expected);
  }

  /// With SES's own envelope domain SPF passes, though for amazonses.com.
  private boolean spfPasses() {
    return soFar.of(Point.MAIL_FROM_SPF).isEmpty()
        ? soFar.hold(Point.MAIL_FROM)
        : soFar.hold(Point.MAIL_FROM_SPF);
  }

  private Mechanisms works() {
    return new Mechanisms(soFar);
  }

  private static String state(boolean works) {
    return works ? "passes and aligns" : "does not pass or align";
  }
}
