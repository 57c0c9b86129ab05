package dev.postrider.domain;

import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.DmarcTreeWalk;
import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.mail.PublicSuffixes;
import dev.postrider.domain.text.Text;

/// What a valid DMARC record asks for.
record DmarcPolicyCheck(DmarcFacts dmarc, PublicSuffixes suffixes, DmarcTreeWalk walk) {

  Finding finding() {
    Expectation goal =
        new Expectation(
            Point.DMARC_POLICY, dmarc.name().text(), Text.of("p=reject, reached step by step"));
    DmarcRecord record = dmarc.record();
    String shown = dmarc.policyTag() + "=" + dmarc.policy().text();
    if (record.publicSuffix() == 'y' && !suffixes.isPublicSuffix(dmarc.domain())) {
      return goal.warning(
          Text.of(
              "%s; psd=y says that other people's domains are below this one, so no "
                  + "subdomain aligns",
              shown),
          Text.of("Remove psd=y from the record at %s", dmarc.place()));
    }
    if (dmarc.policy() == Policy.NONE) {
      return goal.warning(
          Text.of("%s: receivers only report, anyone can pose as this domain", shown),
          Text.of("Ask 'domain advise' for the next safe step"));
    }
    if (record.percent() < 100) {
      return goal.warning(
          Text.of(
              "%s; pct=%s is obsolete, newer receivers apply all of it", shown, record.percent()),
          Text.of("Ask 'domain advise' when to remove pct"));
    }
    if (record.testing()) {
      return goal.warning(
          Text.of("%s; t=y makes receivers apply one step less", shown),
          Text.of("Remove t=y after the test"));
    }
    return dmarc.inherited() || !speaksForSubdomains()
        ? goal.pass(Text.verbatim(shown))
        : below(goal, shown);
  }

  /// `sp` and `np` count in the record of an organisational domain alone.
  private boolean speaksForSubdomains() {
    return walk.organizationalDomain(dmarc.domain()).equals(dmarc.domain());
  }

  private Finding below(Expectation goal, String shown) {
    DmarcRecord record = dmarc.record();
    if (record.subdomainPolicy().compareTo(record.policy()) < 0) {
      return goal.warning(
          Text.of("%s; sp=%s leaves subdomains open", shown, record.subdomainPolicy().text()),
          Text.of("Remove sp, so that subdomains are under the same policy"));
    }
    if (record.nonexistentPolicy().compareTo(record.policy()) < 0) {
      String np = record.nonexistentPolicy().text();
      return goal.warning(
          Text.of("%s; np=%s leaves names that do not exist open", shown, np),
          Text.of("Remove np, so that names that do not exist are under the same policy"));
    }
    return goal.pass(Text.verbatim(shown));
  }
}
