package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.mail.TagList;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;

/// Records that no mail needs: TLS for mail to the domain (MTA-STS, RFC 8461), reports about it
/// (TLS-RPT, RFC 8460) and a logo (BIMI). A point passes without the record, and says so.
record OptionalRecords(DnsName from, Optional<DmarcFacts> dmarc, Dns dns) {

  List<Finding> findings() {
    return List.of(mtaSts(), tlsReports(), bimi());
  }

  private Finding mtaSts() {
    OptionalRecord record =
        new OptionalRecord(
            Point.MTA_STS,
            "_mta-sts",
            "v=STSv1",
            Text.of("optional: at most one record, v=STSv1; id=…"),
            Text.of("none; optional, makes others use TLS for mail to this domain"));
    return finding(
        record,
        (expected, tags, text) -> {
          if (!tags.get("id").orElse("").matches("[A-Za-z0-9]{1,32}")) {
            return expected.warning(
                Text.of("%s (without an id of letters and digits)", text),
                Text.of("Add id=1; to the record"));
          }
          DnsName host = from.child("mta-sts");
          return switch (dns.address(host)) {
            case DnsAnswer.Found _ -> expected.pass(Text.verbatim(text));
            case DnsAnswer.Unanswered(Text why) -> expected.unchecked(why);
            case DnsAnswer.Nothing _ ->
                expected.warning(
                    Text.of("%s (the policy's host %s has no address)", text, host),
                    Text.of(
                        "Serve https://%s/.well-known/mta-sts.txt, or delete the record", host));
          };
        });
  }

  private Finding tlsReports() {
    OptionalRecord record =
        new OptionalRecord(
            Point.TLS_RPT,
            "_smtp._tls",
            "v=TLSRPTv1",
            Text.of("optional: at most one record, v=TLSRPTv1; rua=…"),
            Text.of("none; optional, asks for reports about TLS for mail to this domain"));
    return finding(
        record,
        (expected, tags, text) ->
            tags.get("rua").orElse("").matches("(?i)(?:mailto:[^@\\s]+@|https://)\\S+")
                ? expected.pass(Text.verbatim(text))
                : expected.warning(
                    Text.of("%s (no rua with mailto: or https:)", text),
                    Text.of("Correct rua in the record")));
  }

  private Finding bimi() {
    OptionalRecord record =
        new OptionalRecord(
            Point.BIMI,
            "default._bimi",
            "v=BIMI1",
            Text.of(
                "optional: at most one record, v=BIMI1; l=https://…, under an enforced DMARC "
                    + "policy"),
            Text.of("none; optional, shows a logo beside the mail"));
    return finding(
        record,
        (expected, tags, text) -> {
          String logo = tags.get("l").orElse("");
          if (logo.isEmpty()) {
            return expected.pass(Text.of("%s (declines a logo)", text));
          }
          if (!logo.matches("https://\\S+")) {
            return expected.warning(
                Text.of("%s (l= is not https:)", text), Text.of("Correct l= in the record"));
          }
          return isEnforced()
              ? expected.pass(Text.verbatim(text))
              : expected.warning(
                  Text.of(
                      "%s (without p=quarantine or p=reject for all mail nobody shows the logo)",
                      text),
                  Text.of("Ask 'domain advise' for the next safe step of DMARC"));
        });
  }

  private boolean isEnforced() {
    return dmarc
        .filter(facts -> facts.policy() != Policy.NONE && !facts.record().partly())
        .isPresent();
  }

  /// @param labels below the From domain
  /// @param version with which the record begins
  /// @param absent what is said when there is none
  private record OptionalRecord(
      Point point, String labels, String version, Text expected, Text absent) {}

  @FunctionalInterface
  private interface Judge {
    Finding judge(Expectation expected, TagList tags, String text);
  }

  private Finding finding(OptionalRecord record, Judge judge) {
    DnsName name = from.child(record.labels());
    Expectation expected = new Expectation(record.point(), name.text(), record.expected());
    DnsAnswer answer = dns.ask(name, RecordType.TXT);
    if (answer instanceof DnsAnswer.Unanswered(Text why)) {
      return expected.unchecked(why);
    }
    List<String> records =
        answer.values().stream().filter(text -> text.startsWith(record.version())).toList();
    return switch (records.size()) {
      case 0 -> expected.pass(record.absent());
      case 1 -> judge.judge(expected, TagList.parse(records.getFirst()), records.getFirst());
      default ->
          expected.warning(
              Text.of(
                  "%s records, so others use none: %s",
                  records.size(), String.join(" | ", records)),
              Text.of("Delete all but one"));
    };
  }
}
