package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.TextTable;
import dev.postrider.domain.Fact;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.SixRecords;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.mail.Policy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `postrider domain records`: the six records, ready to publish.
@Command(
    name = "records",
    description = "Print the six DNS records of a domain that SES has an identity for.",
    footer = {
      "",
      "Examples:",
      "  postrider domain records example.com --region eu-west-1",
      "  postrider domain records example.com --format bind"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "1:SES has no such identity in the Region",
      "2:SES could not be asked, or wrong usage"
    })
final class RecordsCommand implements Callable<Integer> {
  /// How the records are written.
  enum RecordsFormat {
    TABLE,
    BIND,
    JSON
  }

  @ParentCommand private DomainCommand parent;
  @Mixin private Output output;
  @Mixin private DomainOptions options = new DomainOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, bind (a zone-file fragment) or json, as --json. Default: table.")
  private RecordsFormat format = RecordsFormat.TABLE;

  @Option(
      names = "--mail-from",
      paramLabel = "LABEL",
      description = "MAIL FROM subdomain, when the identity has none yet. Default: mail.")
  private String mailFrom = "mail";

  @Option(
      names = "--dmarc-policy",
      paramLabel = "POLICY",
      description = "none, quarantine or reject. Default: none, the safe beginning.")
  private Policy policy = Policy.NONE;

  @Option(
      names = "--report-to",
      paramLabel = "MAILBOX",
      description = "Who gets the DMARC reports. Default: dmarc@DOMAIN.")
  private @Nullable String reportTo;

  @Override
  public Integer call() {
    try (DomainConnection connection = options.open(parent.environment())) {
      Target target = connection.target();
      return switch (connection.ses().identity(target.domain())) {
        case Fact.Known<IdentityFacts>(IdentityFacts identity) -> print(target, identity);
        case Fact.Absent<IdentityFacts> _ ->
            explain(
                ExitCodes.FAILED,
                "SES has no identity " + target.domain() + " in " + target.region());
        case Fact.Unavailable<IdentityFacts>(String why) -> explain(ExitCodes.NOT_RUN, why);
      };
    }
  }

  private int explain(int exitCode, String sentence) {
    output.note("postrider: " + sentence);
    return exitCode;
  }

  private int print(Target target, IdentityFacts identity) {
    List<ZoneRecord> records = records(target, identity);
    DnsRecords answer = DnsRecords.of(target, records);
    switch (format) {
      case TABLE -> output.answer(answer);
      case BIND -> output.answer(answer.inBindForm(records));
      case JSON -> output.out().println(CliJson.pretty(answer));
    }
    return ExitCodes.DONE;
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
      String domain, String region, List<DnsRecord> records, @JsonIgnore String text)
      implements CommandAnswer {

    record DnsRecord(String type, String name, String value) {}

    static DnsRecords of(Target target, List<ZoneRecord> records) {
      TextTable table = new TextTable("TYPE", "NAME", "VALUE");
      records.forEach(r -> table.row(r.type().name(), r.name().text(), r.formValue()));
      return new DnsRecords(
          target.domain().text(),
          target.region(),
          records.stream()
              .map(r -> new DnsRecord(r.type().name(), r.name().text(), r.value()))
              .toList(),
          table.text());
    }

    DnsRecords inBindForm(List<ZoneRecord> zone) {
      String lines =
          zone.stream().map(record -> record.bindLine() + "\n").collect(Collectors.joining());
      return new DnsRecords(domain, region, records, lines);
    }
  }
}
