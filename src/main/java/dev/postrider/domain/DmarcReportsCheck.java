package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.PublicSuffixes;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether the reports that a DMARC record asks for arrive anywhere.
record DmarcReportsCheck(DmarcFacts dmarc, PublicSuffixes suffixes, Dns dns) {
  /// Where people have a mailbox and nobody can publish a record.
  private static final Set<String> PROVIDERS =
      Set.of(
          "aol.com",
          "gmail.com",
          "gmx.de",
          "gmx.net",
          "googlemail.com",
          "hotmail.com",
          "icloud.com",
          "live.com",
          "mail.ru",
          "me.com",
          "msn.com",
          "outlook.com",
          "outlook.jp",
          "proton.me",
          "protonmail.com",
          "qq.com",
          "web.de",
          "yahoo.co.jp",
          "yahoo.co.uk",
          "yahoo.com",
          "yandex.ru",
          "zoho.com");

  Finding finding() {
    Expectation expected =
        new Expectation(
            Point.DMARC_REPORTS,
            dmarc.name().text(),
            Text.of("rua=mailto:… with a mailbox that may receive reports"));
    List<String> addresses = dmarc.record().reportAddresses();
    if (addresses.isEmpty()) {
      return expected.warning(
          Text.of("no rua, so nobody learns who sends in this domain's name"),
          Text.of("Add rua=mailto: and a mailbox of yours"));
    }
    List<Finding> obstacles =
        Stream.concat(
                obstacles(expected, "rua", Text.of("reports"), addresses),
                obstacles(
                    expected,
                    "ruf",
                    Text.of("failure reports"),
                    dmarc.record().failureReportAddresses()))
            .toList();
    return obstacles.stream()
        .filter(finding -> finding.verdict() != Verdict.UNCHECKED)
        .findFirst()
        .or(() -> obstacles.stream().findFirst())
        .orElseGet(
            () ->
                expected.pass(
                    addresses.size() == 1
                        ? Text.of("one mailbox")
                        : Text.of("%s mailboxes", addresses.size())));
  }

  private Stream<Finding> obstacles(
      Expectation expected, String tag, Text reports, List<String> addresses) {
    return addresses.stream()
        .map(address -> address.substring(address.lastIndexOf('@') + 1))
        .flatMap(domain -> obstacle(expected, tag, reports, domain).stream());
  }

  /// What keeps reports from the mailboxes of a domain.
  private Optional<Finding> obstacle(
      Expectation expected, String tag, Text reports, String domain) {
    Optional<DnsName> name = DnsName.of(domain);
    if (name.isEmpty()) {
      return Optional.of(
          expected.warning(
              Text.of("%s names no domain: %s", tag, domain),
              Text.of("Correct the mailbox in %s", tag)));
    }
    DnsName host = name.get();
    Optional<Finding> unpermitted =
        suffixes.align(host, dmarc.domain(), false)
            ? Optional.empty()
            : unpermitted(expected, tag, reports, host);
    return unpermitted.or(() -> withoutMail(expected, reports, host));
  }

  /// A domain of others has to say that it takes this domain's reports (RFC 9990, 4; RFC 7489,
  /// 7.1).
  private Optional<Finding> unpermitted(
      Expectation expected, String tag, Text reports, DnsName host) {
    DnsAnswer answer =
        permission(host).map(name -> dns.ask(name, RecordType.TXT)).orElse(new DnsAnswer.Nothing());
    if (answer instanceof DnsAnswer.Unanswered(Text why)) {
      return Optional.of(expected.unchecked(why));
    }
    return answer.values().stream().anyMatch(DmarcRecord::isDmarc)
        ? Optional.empty()
        : Optional.of(
            expected.warning(
                Text.of("%s go to %s, which does not say that it takes them", reports, host),
                permit(host, tag)));
  }

  /// Mail to the host goes anywhere by an MX that is not the null MX (RFC 7505), or an address.
  private Optional<Finding> withoutMail(Expectation expected, Text reports, DnsName host) {
    DnsAnswer mx = dns.ask(host, RecordType.MX);
    DnsAnswer answer = mx instanceof DnsAnswer.Nothing ? dns.address(host) : mx;
    if (answer instanceof DnsAnswer.Unanswered(Text why)) {
      return Optional.of(expected.unchecked(why));
    }
    boolean takesNone =
        answer.values().isEmpty()
            || answer.values().stream().anyMatch(value -> value.matches("\\d+ \\.?"));
    return takesNone
        ? Optional.of(
            expected.warning(
                Text.of("%s go to %s, which takes no mail", reports, host),
                Text.of("Publish an MX at %s, or name a mailbox that exists", host)))
        : Optional.empty();
  }

  private Text permit(DnsName host, String tag) {
    if (PROVIDERS.contains(host.text())) {
      return Text.of(
          "Name a mailbox of a domain of yours in %s, such as dmarc@%s: at %s you cannot publish"
              + " the permission",
          tag, dmarc.domain(), host);
    }
    return permission(host)
        .map(name -> Text.of("Publish as TXT at %s: v=DMARC1", name))
        .orElse(Text.of("Name a mailbox whose domain is shorter"));
  }

  /// Where the host's domain would say that it takes the reports; empty when that is too long to be
  /// a name.
  private Optional<DnsName> permission(DnsName host) {
    return DnsName.of(dmarc.domain() + "._report._dmarc." + host);
  }
}
