package dev.postrider.domain;

import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.text.Text;
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
            .unchecked(Text.of("rests on points that could not be checked"))
        : finding;
  }

  private Finding enforcement() {
    Expectation expected =
        expect(
            Point.DMARC_ENFORCEMENT,
            Text.of("quarantine or reject only when DKIM and SPF pass and align"));
    if (soFar.of(Point.DMARC).stream().anyMatch(f -> f.verdict() == Verdict.UNCHECKED)) {
      return expected.unchecked(Text.of("rests on the DMARC record, which could not be asked"));
    }
    Policy policy = dmarc.map(DmarcFacts::policy).orElse(Policy.NONE);
    if (policy == Policy.NONE) {
      return expected.pass(Text.of("no policy is enforced"));
    }
    Mechanisms works = works();
    Text found =
        Text.of("p=%s, DKIM %s, SPF %s", policy.text(), state(works.dkim()), state(works.spf()));
    if (!works.dkim() && !works.spf()) {
      return works.sends()
          ? expected.failure(
              Text.of("%s: receivers turn this domain's own mail away", found),
              works
                  .repairAtOnce()
                  .map(Finding::action)
                  .orElse(
                      Text.of(
                          "Set p=none in the DMARC record now, and enforce again when this check passes")))
          : expected.warning(
              Text.of("%s; SES sends nothing for this domain yet", found),
              Text.of("Leave the policy as it is, and send through SES when this check passes"));
    }
    return works.dkim() && works.spf()
        ? expected.pass(found)
        : expected.warning(
            Text.of("%s: the policy stands on one leg", found),
            Text.of("Repair the other one before anything else"));
  }

  private Finding bulkSenders() {
    Expectation expected =
        expect(
            Point.BULK_SENDER_RULES,
            Text.of("SPF and DKIM pass, DMARC is there, one of them aligns"));
    List<Text> missing = new ArrayList<>();
    if (!soFar.hold(Point.DKIM_SIGNING, Point.DKIM_KEY)) {
      missing.add(Text.verbatim("DKIM"));
    }
    if (!spfPasses()) {
      missing.add(Text.verbatim("SPF"));
    }
    if (dmarc.isEmpty()) {
      missing.add(Text.verbatim("DMARC"));
    }
    if (!works().dkim() && !works().spf()) {
      missing.add(Text.of("alignment"));
    }
    return missing.isEmpty()
        ? expected.pass(
            Text.of(
                "kept, as far as DNS shows; one-click unsubscribe and the spam rate (under "
                    + "0.1 %%) are up to the mail"))
        : expected.failure(
            Text.of("not yet: %s", Text.joined(", ", missing)),
            Text.of(
                "Do what the failures above say; Gmail, Yahoo and Outlook turn bulk mail "
                    + "away until then"));
  }

  private Expectation expect(Point point, Text expected) {
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

  private static Text state(boolean works) {
    return works ? Text.of("passes and aligns") : Text.of("does not pass or align");
  }
}
