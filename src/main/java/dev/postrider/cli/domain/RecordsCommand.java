package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TextTable;
import dev.postrider.domain.Fact;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.ReportMailbox;
import dev.postrider.domain.SixRecords;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider domain records`: the six records, ready to publish.
@Command(
    name = "records",
    description = "Prints the six DNS records of a domain that SES knows.",
    footer = {
      "",
      "Examples:",
      "  postrider domain records example.com --region eu-west-1",
      "  postrider domain records example.com --format bind"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "1:SES has no such identity in the Region",
      "2:SES could not be asked, or wrong usage"
    })
final class RecordsCommand extends OneDomainCommand {
  /// How the records are written.
  enum RecordsFormat {
    TABLE,
    BIND,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (default), bind (a zone file) or json.")
  private RecordsFormat format = RecordsFormat.TABLE;

  @Option(
      names = "--mail-from",
      paramLabel = "LABEL",
      description = "MAIL FROM subdomain of a new one. Default: mail.")
  private String mailFrom = "mail";

  @Option(
      names = "--dmarc-policy",
      paramLabel = "POLICY",
      description = "none (safe, the default), quarantine or reject.")
  private Policy policy = Policy.NONE;

  @Option(
      names = "--report-to",
      paramLabel = "MAILBOX",
      description = "Gets the DMARC reports. Default: dmarc@DOMAIN.")
  private @Nullable String reportTo;

  @Override
  int run(DomainConnection connection) {
    Target target = connection.target();
    return switch (connection.ses().identity(target.domain())) {
      case Fact.Known<IdentityFacts>(IdentityFacts identity) -> checked(connection, identity);
      case Fact.Absent<IdentityFacts> _ ->
          output.failed(
              Text.of("SES has no identity %s in %s", target.domain(), target.region())
                  .in(language()));
      case Fact.Unavailable<IdentityFacts>(String why) -> output.notRun(why);
    };
  }

  /// Prints no record that `domain check` would object to.
  private int checked(DomainConnection connection, IdentityFacts identity) {
    Target target = connection.target();
    Optional<Text> objection =
        reportTo == null
            ? Optional.empty()
            : new ReportMailbox(target.domain(), reportTo)
                .objection(connection.dns(), new GuavaPublicSuffixes());
    return objection.isPresent()
        ? output.notRun("--report-to " + reportTo + ": " + objection.get().in(language()))
        : print(target, records(target, identity));
  }

  private int print(Target target, List<ZoneRecord> records) {
    DnsRecords answer =
        new DnsRecords(
            target.domain(),
            target.region(),
            records.stream().map(r -> new DnsRecord(r.type(), r.name(), r.value())).toList(),
            format == RecordsFormat.BIND
                ? records.stream().map(r -> r.bindLine() + "\n").collect(Collectors.joining())
                : table(records));
    if (format == RecordsFormat.JSON) {
      output.out().println(CliJson.pretty(answer));
      return ExitCodes.DONE;
    }
    return output.answer(answer);
  }

  private static String table(List<ZoneRecord> records) {
    TextTable table = new TextTable("TYPE", "NAME", "VALUE");
    records.forEach(r -> table.row(r.type().name(), r.name().text(), r.formValue()));
    return table.text();
  }

  private List<ZoneRecord> records(Target target, IdentityFacts identity) {
    DnsName sender = identity.mailFrom().domain();
    String reports = reportTo == null ? "dmarc@" + target.domain() : reportTo;
    return SixRecords.of(
        target,
        identity.dkim(),
        sender == null ? target.domain().child(mailFrom) : sender,
        "v=DMARC1; p=" + policy.text() + "; rua=mailto:" + reports);
  }

  /// The records to publish.
  private record DnsRecords(
      DnsName domain, String region, List<DnsRecord> records, @JsonIgnore String text)
      implements CommandAnswer {}

  private record DnsRecord(RecordType type, DnsName name, String value) {}
}
