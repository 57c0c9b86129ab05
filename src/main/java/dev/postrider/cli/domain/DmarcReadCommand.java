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
import dev.postrider.domain.report.PolicyOverride;
import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `postrider dmarc read`: sums up aggregate reports.
@Command(
    name = "read",
    description = {
      "Prints who sends in the domain's name.",
      "Reads aggregate reports (XML, .gz, .zip, a mail that has one attached, or an mbox of such"
          + " mails).",
      "Mail is yours when it aligns and SES signed it too. With --selector or --ask-ses it is yours"
          + " when one of your DKIM selectors signed it, also when it was forwarded."
    },
    footer = {
      "",
      "Examples:",
      "  postrider dmarc read reports/*",
      "  postrider dmarc read report.xml.gz --ask-ses",
      "  postrider dmarc read reports.mbox --resolve",
      "  postrider dmarc read report.zip --json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all files were read",
      "1:some files were refused; the others are counted",
      "2:no file could be read, SES could not be asked, or wrong usage"
    })
final class DmarcReadCommand extends AnsweringCommand {
  private static final Duration RESOLVING = Duration.ofSeconds(5);

  @ParentCommand private DmarcCommand parent;
  @Mixin private AwsOptions aws = new AwsOptions();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Reports.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--selector", paramLabel = "NAME", description = "A DKIM selector of ours.")
  private Set<String> selectors = new HashSet<>();

  @Option(names = "--ask-ses", description = "Take the selectors from SES's identity.")
  private boolean askSes;

  @Option(
      names = "--resolve",
      description =
          "Name the 20 largest sources by DNS in 5 seconds; only a name that leads back counts.")
  private boolean resolve;

  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "With --resolve: ask this DNS server.")
  private @Nullable String resolver;

  @Override
  public Integer call() throws InterruptedException {
    ReportFiles read = ReportFiles.read(files);
    int refused = read.refused().stream().mapToInt(output::failed).max().orElse(ExitCodes.DONE);
    if (read.reports().isEmpty()) {
      return ExitCodes.NOT_RUN;
    }
    Map<String, ReportSummary> summaries = new TreeMap<>();
    read.reports().stream()
        .collect(
            Collectors.groupingBy(
                report -> report.domain().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.toList()))
        .forEach(
            (domain, reports) ->
                summaries.put(domain, ReportSummary.of(reports, new OwnMail(own(domain)))));
    Map<String, String> names = resolve ? names(summaries.values()) : null;
    List<DomainFigures> domains = new ArrayList<>();
    summaries.forEach((domain, summary) -> domains.add(DomainFigures.of(domain, summary, names)));
    return Math.max(output.answer(new ReportAnswer(domains)), refused);
  }

  private Map<String, String> names(Collection<ReportSummary> summaries)
      throws InterruptedException {
    DnsjavaDns dns =
        resolver == null ? DnsjavaDns.ofSystem() : DnsjavaDns.at(OneDomainCommand.server(resolver));
    return new SourceNames(dns, RESOLVING)
        .of(summaries.stream().flatMap(summary -> summary.sources().stream()).toList());
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
  /// @param names what the reverse DNS calls the sources, by address; null unless asked for
  private record DomainFigures(
      String domain,
      Instant begin,
      Instant end,
      long reports,
      long messages,
      long unaligned,
      Map<Sender, Long> senders,
      List<ReportSummary.Source> sources,
      @Nullable Map<String, String> names) {
    static DomainFigures of(
        String domain, ReportSummary summary, @Nullable Map<String, String> names) {
      return new DomainFigures(
          domain,
          summary.begin(),
          summary.end(),
          summary.reports(),
          summary.total(),
          summary.unaligned(),
          new EnumMap<>(summary.messages()),
          summary.sources(),
          names == null ? null : ofSources(summary, names));
    }

    private static Map<String, String> ofSources(ReportSummary summary, Map<String, String> names) {
      Map<String, String> ofSources = new TreeMap<>(names);
      ofSources
          .keySet()
          .retainAll(
              summary.sources().stream()
                  .map(ReportSummary.Source::address)
                  .collect(Collectors.toSet()));
      return ofSources;
    }

    String text() {
      boolean overridden = sources.stream().anyMatch(source -> !source.overrides().isEmpty());
      List<String> titles =
          new ArrayList<>(
              List.of("SENDER", "SOURCE", "FROM", "MESSAGES", "DKIM", "SPF", "DMARC", "REFUSED"));
      if (overridden) {
        titles.add("OVERRIDE");
      }
      if (names != null) {
        titles.add(2, "NAME");
      }
      TextTable table = new TextTable(titles.toArray(String[]::new));
      for (ReportSummary.Source source : sources) {
        List<Object> cells = new ArrayList<>(cells(source));
        if (overridden) {
          cells.add(
              source.overrides().stream()
                  .map(PolicyOverride::text)
                  .collect(Collectors.joining(", ")));
        }
        if (names != null) {
          cells.add(2, names.getOrDefault(source.address(), "-"));
        }
        table.row(cells.toArray());
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

    private static List<Object> cells(ReportSummary.Source source) {
      return List.of(
          source.sender().text(),
          source.address(),
          source.from(),
          source.messages(),
          share(source.dkimAligned(), source.messages()),
          share(source.spfAligned(), source.messages()),
          Math.max(source.dkimAligned(), source.spfAligned()) > 0 ? "pass" : "fail",
          source.refused());
    }

    private static String share(long aligned, long messages) {
      return aligned == messages ? "aligned" : aligned == 0 ? "-" : aligned + " aligned";
    }
  }
}
