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
  private static final String GOAL = "p=reject, reached step by step";
  private static final String REPORTS = "rua=mailto:… with a mailbox that may receive reports";

  List<Finding> findings() {
    return List.of(policy(), reports());
  }

  private Finding policy() {
    DmarcRecord record = dmarc.record();
    if (dmarc.policy() == Policy.NONE) {
      return warning(
          "p=none: receivers only report, anyone can pose as this domain",
          "Ask 'domain advise' for the next safe step");
    }
    if (record.percent() < 100) {
      return warning(
          shown() + "; pct=" + record.percent() + " is obsolete, newer receivers apply all of it",
          "Ask 'domain advise' when to remove pct");
    }
    if (record.testing()) {
      return warning(
          shown() + "; t=y makes receivers apply one step less", "Remove t=y after the test");
    }
    if (!dmarc.inherited() && record.subdomainPolicy().compareTo(record.policy()) < 0) {
      return warning(
          shown() + "; sp=" + record.subdomainPolicy().text() + " leaves subdomains open",
          "Remove sp, so that subdomains are under the same policy");
    }
    if (!dmarc.inherited() && record.nonexistentPolicy().compareTo(record.policy()) < 0) {
      return warning(
          shown()
              + "; np="
              + record.nonexistentPolicy().text()
              + " leaves names that do not exist open",
          "Remove np, so that names that do not exist are under the same policy");
    }
    return Finding.pass(Point.DMARC_POLICY, dmarc.name().text(), shown(), GOAL);
  }

  private String shown() {
    return (dmarc.inherited() ? "sp=" : "p=") + dmarc.policy().text();
  }

  private Finding reports() {
    List<String> addresses = dmarc.record().reportAddresses();
    if (addresses.isEmpty()) {
      return Finding.warning(
          Point.DMARC_REPORTS,
          dmarc.name().text(),
          "no rua, so nobody learns who sends in this domain's name",
          REPORTS,
          "Add rua=mailto: and a mailbox of yours");
    }
    for (String address : addresses) {
      Optional<Finding> finding = mailbox(address.substring(address.lastIndexOf('@') + 1));
      if (finding.isPresent()) {
        return finding.get();
      }
    }
    String found = addresses.size() == 1 ? "one mailbox" : addresses.size() + " mailboxes";
    return Finding.pass(Point.DMARC_REPORTS, dmarc.name().text(), found, REPORTS);
  }

  /// What keeps reports from a mailbox.
  private Optional<Finding> mailbox(String domain) {
    Optional<DnsName> host = DnsName.of(domain);
    if (host.isEmpty()) {
      return Optional.of(
          Finding.warning(
              Point.DMARC_REPORTS,
              dmarc.name().text(),
              "rua names no domain: " + domain,
              REPORTS,
              "Correct the mailbox in rua"));
    }
    if (!isOwn(host.get()) && !isAuthorised(host.get())) {
      return Optional.of(unauthorised(host.get()));
    }
    return takesMail(host.get()) ? Optional.empty() : Optional.of(unreachable(host.get()));
  }

  private boolean isOwn(DnsName host) {
    return suffixes
        .organizationalDomain(host)
        .equals(suffixes.organizationalDomain(policyDomain()));
  }

  /// Whether a domain of others says that it takes this domain's reports (RFC 7489, 7.1). What
  /// could not be asked counts as yes: receivers will see for themselves.
  private boolean isAuthorised(DnsName host) {
    Optional<DnsName> permission = permission(host);
    if (permission.isEmpty()) {
      return false;
    }
    return switch (dns.ask(permission.get(), RecordType.TXT)) {
      case DnsAnswer.Found found -> found.values().stream().anyMatch(DmarcRecord::looksLikeDmarc);
      case DnsAnswer.Nothing _ -> false;
      case DnsAnswer.Unanswered _ -> true;
    };
  }

  /// Whether mail to the host goes anywhere: an MX that is not the null MX (RFC 7505), or an
  /// address. What could not be asked counts as yes.
  private boolean takesMail(DnsName host) {
    return switch (dns.ask(host, RecordType.MX)) {
      case DnsAnswer.Found found ->
          found.values().stream().noneMatch(mx -> mx.matches("\\d+ \\.?"));
      case DnsAnswer.Nothing _ ->
          !(dns.ask(host, RecordType.A) instanceof DnsAnswer.Nothing
              && dns.ask(host, RecordType.AAAA) instanceof DnsAnswer.Nothing);
      case DnsAnswer.Unanswered _ -> true;
    };
  }

  private Finding unreachable(DnsName host) {
    return Finding.warning(
        Point.DMARC_REPORTS,
        dmarc.name().text(),
        "reports go to " + host + ", which takes no mail",
        REPORTS,
        "Publish an MX at " + host + ", or name a mailbox that exists");
  }

  private Finding unauthorised(DnsName host) {
    return Finding.warning(
        Point.DMARC_REPORTS,
        dmarc.name().text(),
        "reports go to " + host + ", which does not say that it takes them",
        REPORTS,
        permission(host)
            .map(name -> "Publish as TXT at " + name + ": v=DMARC1")
            .orElse("Name a mailbox whose domain is shorter"));
  }

  /// Where the host's domain would say that it takes the reports; empty when that is too long to be
  /// a name.
  private Optional<DnsName> permission(DnsName host) {
    return DnsName.of(policyDomain() + "._report._dmarc." + host);
  }

  private DnsName policyDomain() {
    return new DnsName(dmarc.name().text().substring("_dmarc.".length()));
  }

  private Finding warning(String found, String action) {
    return Finding.warning(Point.DMARC_POLICY, dmarc.name().text(), found, GOAL, action);
  }
}
