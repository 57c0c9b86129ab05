package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.mail.PublicSuffixes;
import java.util.List;
import java.util.Optional;

/// What a valid DMARC record asks for, and whether its reports arrive anywhere.
record DmarcPolicyCheck(DmarcFacts dmarc, PublicSuffixes suffixes, Dns dns) {
  List<Finding> findings() {
    return List.of(policy(), reports());
  }

  private Finding policy() {
    Expectation goal = expect(Point.DMARC_POLICY, "p=reject, reached step by step");
    DmarcRecord record = dmarc.record();
    String shown = (dmarc.inherited() ? "sp=" : "p=") + dmarc.policy().text();
    if (dmarc.policy() == Policy.NONE) {
      return goal.warning(
          "p=none: receivers only report, anyone can pose as this domain",
          "Ask 'domain advise' for the next safe step");
    }
    if (record.percent() < 100) {
      return goal.warning(
          shown + "; pct=" + record.percent() + " is obsolete, newer receivers apply all of it",
          "Ask 'domain advise' when to remove pct");
    }
    if (record.testing()) {
      return goal.warning(
          shown + "; t=y makes receivers apply one step less", "Remove t=y after the test");
    }
    if (!dmarc.inherited() && record.subdomainPolicy().compareTo(record.policy()) < 0) {
      return goal.warning(
          shown + "; sp=" + record.subdomainPolicy().text() + " leaves subdomains open",
          "Remove sp, so that subdomains are under the same policy");
    }
    if (!dmarc.inherited() && record.nonexistentPolicy().compareTo(record.policy()) < 0) {
      String np = record.nonexistentPolicy().text();
      return goal.warning(
          shown + "; np=" + np + " leaves names that do not exist open",
          "Remove np, so that names that do not exist are under the same policy");
    }
    return goal.pass(shown);
  }

  private Finding reports() {
    Expectation expected =
        expect(Point.DMARC_REPORTS, "rua=mailto:… with a mailbox that may receive reports");
    List<String> addresses = dmarc.record().reportAddresses();
    if (addresses.isEmpty()) {
      return expected.warning(
          "no rua, so nobody learns who sends in this domain's name",
          "Add rua=mailto: and a mailbox of yours");
    }
    for (String address : addresses) {
      String domain = address.substring(address.lastIndexOf('@') + 1);
      Optional<Finding> obstacle = obstacle(expected, domain);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    return expected.pass(addresses.size() == 1 ? "one mailbox" : addresses.size() + " mailboxes");
  }

  /// What keeps reports from the mailboxes of a domain.
  private Optional<Finding> obstacle(Expectation expected, String domain) {
    Optional<DnsName> name = DnsName.of(domain);
    if (name.isEmpty()) {
      return Optional.of(
          expected.warning("rua names no domain: " + domain, "Correct the mailbox in rua"));
    }
    DnsName host = name.get();
    if (!suffixes.align(host, policyDomain(), false) && !isAuthorised(host)) {
      return Optional.of(
          expected.warning(
              "reports go to " + host + ", which does not say that it takes them",
              permission(host)
                  .map(place -> "Publish as TXT at " + place + ": v=DMARC1")
                  .orElse("Name a mailbox whose domain is shorter")));
    }
    return takesMail(host)
        ? Optional.empty()
        : Optional.of(
            expected.warning(
                "reports go to " + host + ", which takes no mail",
                "Publish an MX at " + host + ", or name a mailbox that exists"));
  }

  /// Whether a domain of others says that it takes this domain's reports (RFC 7489, 7.1). What
  /// could not be asked counts as yes: receivers will see for themselves.
  private boolean isAuthorised(DnsName host) {
    return permission(host)
        .map(name -> dns.ask(name, RecordType.TXT))
        .filter(
            answer ->
                answer instanceof DnsAnswer.Unanswered
                    || answer.values().stream().anyMatch(DmarcRecord::looksLikeDmarc))
        .isPresent();
  }

  /// Whether mail to the host goes anywhere: an MX that is not the null MX (RFC 7505), or an
  /// address. What could not be asked counts as yes.
  private boolean takesMail(DnsName host) {
    return switch (dns.ask(host, RecordType.MX)) {
      case DnsAnswer.Found(List<String> values) ->
          values.stream().noneMatch(mx -> mx.matches("\\d+ \\.?"));
      case DnsAnswer.Nothing _ -> !dns.hasNoAddress(host);
      case DnsAnswer.Unanswered _ -> true;
    };
  }

  /// Where the host's domain would say that it takes the reports; empty when that is too long to be
  /// a name.
  private Optional<DnsName> permission(DnsName host) {
    return DnsName.of(policyDomain() + "._report._dmarc." + host);
  }

  private DnsName policyDomain() {
    return new DnsName(dmarc.name().text().substring("_dmarc.".length()));
  }

  private Expectation expect(Point point, String expected) {
    return new Expectation(point, dmarc.name().text(), expected);
  }
}
