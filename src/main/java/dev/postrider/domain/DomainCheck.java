package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.NameServers;
import dev.postrider.domain.mail.PublicSuffixes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The whole check of one domain.
///
/// @param identity SES's word for the identity
/// @param account SES's word for the account
/// @param dns asked again for every point
public record DomainCheck(
    Target target,
    Fact<IdentityFacts> identity,
    Fact<AccountFacts> account,
    Dns dns,
    PublicSuffixes suffixes) {

  /// The report, and the DMARC record for whoever gives advice.
  ///
  /// @param dmarc empty when no record is in force; one with a flaw that receivers pass over is
  public record Report(Findings findings, Optional<DmarcFacts> dmarc) {

    /// The report with what the zones' own name servers say.
    ///
    /// @param every asks them about all names; false about those alone whose points failed or were
    ///     not answered
    /// @param dns that the check asked
    public Report withDelegation(boolean every, Dns dns, NameServers servers) {
      return new Report(
          findings.with(new DelegationCheck(findings, every, dns, servers).findings()), dmarc);
    }
  }

  /// Asks everything.
  public Report report() {
    List<Finding> list = new ArrayList<>(new IdentityCheck(target, identity).findings());
    Optional<DnsName> mailFrom = Optional.empty();
    if (identity instanceof Fact.Known<IdentityFacts>(IdentityFacts facts)) {
      list.addAll(new DkimCheck(target, facts.dkim(), dns).findings());
      list.addAll(new MailFromCheck(target, facts.mailFrom(), dns).findings());
      mailFrom = Optional.ofNullable(facts.mailFrom().domain());
    }
    list.add(new SpfCheck(Point.DOMAIN_SPF, target.from(), target.domain(), false, dns).finding());
    Optional<DmarcFacts> dmarc = dmarc(list);
    if (identity instanceof Fact.Known<IdentityFacts>) {
      list.addAll(new AlignmentCheck(target, mailFrom, dmarc, suffixes).findings());
      list.addAll(new ReceiverRules(target, new Findings(list), dmarc).findings());
    }
    list.add(new RepliesCheck(target.from(), dns).finding());
    list.addAll(new OptionalRecords(target.from(), dmarc, dns).findings());
    list.addAll(new AccountCheck(target, account).findings());
    return new Report(new Findings(list), dmarc);
  }

  private Optional<DmarcFacts> dmarc(List<Finding> list) {
    DnsName organization = suffixes.organizationalDomain(target.from());
    DmarcCheck.Result result = new DmarcCheck(target.from(), organization, dns).result();
    list.add(result.finding());
    result
        .facts()
        .ifPresent(facts -> list.addAll(new DmarcPolicyCheck(facts, suffixes, dns).findings()));
    return result.facts();
  }
}
