package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.NameServers;
import dev.postrider.domain.mail.DmarcTreeWalk;
import dev.postrider.domain.mail.PublicSuffixes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  /// @param settled waiting changes nothing: the records are right, but SES looks for them no more
  public record Report(Findings findings, Optional<DmarcFacts> dmarc, boolean settled) {
    public Report(Findings findings, Optional<DmarcFacts> dmarc) {
      this(findings, dmarc, false);
    }

    /// The report with what the zones' own name servers say.
    ///
    /// @param every asks them about all names; false about those alone whose points failed or were
    ///     not answered
    /// @param dns that the check asked
    public Report withDelegation(boolean every, Dns dns, NameServers servers) {
      return new Report(
          findings.with(new DelegationCheck(findings, every, dns, servers).findings()),
          dmarc,
          settled);
    }
  }

  /// What fails as long as SES has not seen the records, and nothing else.
  private static final Set<Point> OF_SES =
      EnumSet.of(
          Point.IDENTITY,
          Point.DKIM_SIGNING,
          Point.MAIL_FROM,
          Point.DMARC_ENFORCEMENT,
          Point.BULK_SENDER_RULES);

  /// Asks everything.
  public Report report() {
    DmarcTreeWalk walk = new DmarcTreeWalk(dns);
    List<Finding> dkim = known().map(this::dkim).orElse(List.of());
    List<Finding> list = new ArrayList<>(new IdentityCheck(target, identity, dkim).findings());
    list.addAll(dkim);
    known()
        .ifPresent(
            facts -> list.addAll(new MailFromCheck(target, facts.mailFrom(), dns).findings()));
    list.add(new SpfCheck(Point.DOMAIN_SPF, target.from(), target.domain(), false, dns).finding());
    Optional<DmarcFacts> dmarc = dmarc(list, walk);
    known()
        .ifPresent(
            facts -> {
              Optional<DnsName> mailFrom = Optional.ofNullable(facts.mailFrom().domain());
              list.addAll(new AlignmentCheck(target, mailFrom, dmarc, suffixes, walk).findings());
              list.addAll(new ReceiverRules(target, new Findings(list), dmarc).findings());
            });
    list.add(new RepliesCheck(target.from(), dns).finding());
    list.addAll(new OptionalRecords(target.from(), dmarc, dns).findings());
    list.addAll(new AccountCheck(target, account).findings());
    Findings findings = new Findings(list);
    return new Report(findings, dmarc, settled(findings));
  }

  private Optional<IdentityFacts> known() {
    return identity instanceof Fact.Known<IdentityFacts>(IdentityFacts facts)
        ? Optional.of(facts)
        : Optional.empty();
  }

  private List<Finding> dkim(IdentityFacts facts) {
    return new DkimCheck(target, facts.dkim(), dns).findings();
  }

  private boolean settled(Findings findings) {
    boolean gaveUp =
        known()
            .filter(
                facts ->
                    facts.dkim().status() == SetupStatus.FAILED
                        || facts.mailFrom().status() == SetupStatus.FAILED)
            .isPresent();
    return gaveUp
        && findings.all().stream()
            .filter(finding -> !finding.verdict().works())
            .allMatch(finding -> OF_SES.contains(finding.point()));
  }

  private Optional<DmarcFacts> dmarc(List<Finding> list, DmarcTreeWalk walk) {
    DnsName organization = suffixes.organizationalDomain(target.from());
    DmarcCheck.Result result = new DmarcCheck(target, organization, walk, dns).result();
    list.add(result.finding());
    result
        .facts()
        .ifPresent(
            facts -> {
              list.add(new DmarcPolicyCheck(facts, suffixes, walk).finding());
              list.add(new DmarcReportsCheck(facts, suffixes, dns).finding());
            });
    return result.facts();
  }
}
