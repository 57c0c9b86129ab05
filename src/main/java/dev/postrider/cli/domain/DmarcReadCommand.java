package dev.postrider.cli.domain;

import dev.postrider.aws.SesDomainFacts;
import dev.postrider.cli.domain.AdviseCommand.ReportFiles;
import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.TextTable;
import dev.postrider.domain.Fact;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.report.OwnMail;
import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `postrider dmarc read`: sums up aggregate reports.
@Command(
    name = "read",
    description = {
      "Reads aggregate reports (XML, .gz, .zip, or a mail that has one attached) and prints who"
          + " sends in the domain's name.",
      "Mail is yours when it aligns and SES signed it too. With --selector or --ask-ses it is yours"
          + " when one of your DKIM selectors signed it, also when it was forwarded."
    },
    footer = {
      "",
      "Examples:",
      "  postrider dmarc read reports/*",
      "  postrider dmarc read report.xml.gz --ask-ses",
      "  postrider dmarc read report.zip --json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all files were read",
      "1:some files were refused; the others are counted",
      "2:no file could be read, SES could not be asked, or wrong usage"
    })
final class DmarcReadCommand extends AnsweringCommand {
  @ParentCommand private DmarcCommand parent;
  @Mixin private AwsOptions aws = new AwsOptions();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Reports.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--selector", paramLabel = "NAME", description = "A DKIM selector of ours.")
  private Set<String> selectors = new HashSet<>();

  @Option(names = "--ask-ses", description = "Take the selectors from SES's identity.")
  private boolean askSes;

  @Override
  public Integer call() {
    ReportFiles read = ReportFiles.read(files);
    int refused = read.refused().stream().mapToInt(output::failed).max().orElse(ExitCodes.DONE);
    if (read.reports().isEmpty()) {
      return ExitCodes.NOT_RUN;
    }
    List<DomainFigures> domains = new ArrayList<>();
    read.reports().stream()
        .collect(
            Collectors.groupingBy(
                report -> report.domain().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.toList()))
        .forEach(
            (domain, reports) ->
                domains.add(
                    DomainFigures.of(domain, ReportSummary.of(reports, new OwnMail(own(domain))))));
    return Math.max(output.answer(new ReportAnswer(domains)), refused);
  }

  private Set<String> own(String domain) {
    Set<String> own = new HashSet<>(selectors);
    Optional<DnsName> name = DnsName.of(domain);
    if (!askSes || name.isEmpty()) {
      return own;
    }
    RegionAndProfile access = aws.access(parent.environment.variables());
    try (SesDomainFacts ses = new SesDomainFacts(access.ses())) {
      switch (ses.identity(name.get())) {
        case Fact.Known<IdentityFacts>(IdentityFacts facts) -> own.addAll(facts.dkim().tokens());
        case Fact.Absent<IdentityFacts> _ -> {}
        case Fact.Unavailable<IdentityFacts>(String why) -> throw new IllegalStateException(why);
      }
    }
    return own;
  }

  /// The figures of DMARC reports, for each domain.
  private record ReportAnswer(List<DomainFigures> domains) implements CommandAnswer {
    /// A table for each domain.
    @Override
    public String text() {
      return domains.stream().map(DomainFigures::text).collect(Collectors.joining("\n"));
    }
  }

  /// The figures of one domain.
  ///
  /// @param begin of the first report
  /// @param end of the last report
  /// @param reports how many there are
  /// @param senders messages by who sent them
  private record DomainFigures(
      String domain,
      Instant begin,
      Instant end,
      long reports,
      long messages,
      long unaligned,
      Map<Sender, Long> senders,
      List<ReportSummary.Source> sources) {
    static DomainFigures of(String domain, ReportSummary summary) {
      return new DomainFigures(
          domain,
          summary.begin(),
          summary.end(),
          summary.reports(),
          summary.total(),
          summary.unaligned(),
          new EnumMap<>(summary.messages()),
          summary.sources());
    }

    String text() {
      TextTable table =
          new TextTable("SENDER", "SOURCE", "FROM", "MESSAGES", "DKIM", "SPF", "DMARC", "REFUSED");
      for (ReportSummary.Source source : sources) {
        table.row(
            source.sender().text(),
            source.address(),
            source.from(),
            source.messages(),
            share(source.dkimAligned(), source.messages()),
            share(source.spfAligned(), source.messages()),
            Math.max(source.dkimAligned(), source.spfAligned()) > 0 ? "pass" : "fail",
            source.refused());
      }
      String totals =
          senders.entrySet().stream()
              .map(sender -> sender.getKey().text() + " " + sender.getValue())
              .collect(Collectors.joining(", "));
      return "%s, %s to %s, reports: %d\n\n%s\n%s, all %d, failing DMARC %d\n"
          .formatted(
              TerminalWriter.cell(domain),
              begin,
              end,
              reports,
              table.text(),
              totals,
              messages,
              unaligned);
    }

    private static String share(long aligned, long messages) {
      return aligned == messages ? "aligned" : aligned == 0 ? "-" : aligned + " aligned";
    }
  }
}
