package dev.postrider.cli.domain;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.TextTable;
import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The figures of DMARC reports, for each domain.
record ReportAnswer(List<DomainFigures> domains) implements CommandAnswer {

  static ReportAnswer of(Map<String, ReportSummary> summaries) {
    return new ReportAnswer(
        summaries.entrySet().stream()
            .map(each -> DomainFigures.of(each.getKey(), each.getValue()))
            .toList());
  }

  /// A table for each domain.
  @Override
  public String text() {
    return domains.stream().map(DomainFigures::text).collect(Collectors.joining("\n"));
  }

  /// The figures of one domain.
  ///
  /// @param begin of the first report
  /// @param end of the last report
  /// @param reports how many there are
  /// @param senders messages by who sent them
  record DomainFigures(
      String domain,
      String begin,
      String end,
      long reports,
      long messages,
      long unaligned,
      Map<String, Long> senders,
      List<SourceFigures> sources) {

    static DomainFigures of(String domain, ReportSummary summary) {
      Map<String, Long> senders = new LinkedHashMap<>();
      for (Sender sender : Sender.values()) {
        senders.put(sender.text(), summary.messages().getOrDefault(sender, 0L));
      }
      return new DomainFigures(
          domain,
          summary.begin().toString(),
          summary.end().toString(),
          summary.reports(),
          summary.total(),
          summary.unaligned(),
          senders,
          summary.sources().stream().map(SourceFigures::of).toList());
    }

    String text() {
      TextTable table =
          new TextTable("SENDER", "SOURCE", "FROM", "MESSAGES", "DKIM", "SPF", "DMARC", "REFUSED");
      sources.forEach(source -> table.row(source.cells()));
      String totals =
          senders.entrySet().stream()
              .map(sender -> sender.getKey() + " " + sender.getValue())
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
  }

  /// What one source sent.
  record SourceFigures(
      String sender,
      String source,
      String from,
      long messages,
      long dkimAligned,
      long spfAligned,
      long refused) {

    static SourceFigures of(ReportSummary.Source source) {
      return new SourceFigures(
          source.sender().text(),
          source.address(),
          source.from(),
          source.messages(),
          source.dkimAligned(),
          source.spfAligned(),
          source.refused());
    }

    String[] cells() {
      return new String[] {
        sender,
        source,
        from,
        Long.toString(messages),
        share(dkimAligned),
        share(spfAligned),
        Math.max(dkimAligned, spfAligned) > 0 ? "pass" : "fail",
        Long.toString(refused)
      };
    }

    private String share(long aligned) {
      return aligned == messages ? "aligned" : aligned == 0 ? "-" : aligned + " aligned";
    }
  }
}
