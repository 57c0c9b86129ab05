package dev.postrider.cli.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.domain.Fact;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.SixRecords;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.mail.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
  enum Format {
    TABLE,
    BIND,
    JSON
  }

  @ParentCommand private DomainCommand parent;
  @Spec private CommandSpec spec;
  @Mixin private DomainOptions options = new DomainOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, bind (a zone-file fragment) or json. Default: table.")
  private Format format = Format.TABLE;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

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
    try (DomainSession session = options.open(parent.outside())) {
      Target target = session.target();
      return switch (session.ses().identity(target.domain())) {
        case Fact.Known<IdentityFacts>(IdentityFacts identity) -> print(target, identity);
        case Fact.Absent<IdentityFacts> _ ->
            explain(1, "SES has no identity " + target.domain() + " in " + target.region());
        case Fact.Unavailable<IdentityFacts>(String why) -> explain(2, why);
      };
    }
  }

  private int explain(int exitCode, String sentence) {
    spec.commandLine().getErr().println("postrider: " + sentence);
    return exitCode;
  }

  private int print(Target target, IdentityFacts identity) {
    List<ZoneRecord> records = records(target, identity);
    String text =
        switch (json ? Format.JSON : format) {
          case TABLE -> table(records);
          case BIND -> bind(records);
          case JSON -> json(target, records);
        };
    spec.commandLine().getOut().println(text.stripTrailing());
    return 0;
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

  private static String table(List<ZoneRecord> records) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TYPE", "NAME", "VALUE"));
    records.forEach(
        record ->
            rows.add(List.of(record.type().name(), record.name().text(), record.formValue())));
    return Table.of(rows);
  }

  private static String bind(List<ZoneRecord> records) {
    StringBuilder text = new StringBuilder();
    records.forEach(record -> text.append(record.bindLine()).append('\n'));
    return text.toString();
  }

  private static String json(Target target, List<ZoneRecord> records) {
    ObjectNode root =
        Json.object().put("domain", target.domain().text()).put("region", target.region());
    ArrayNode array = root.putArray("records");
    for (ZoneRecord record : records) {
      array
          .addObject()
          .put("type", record.type().name())
          .put("name", record.name().text())
          .put("value", record.value());
    }
    return Json.text(root);
  }
}
