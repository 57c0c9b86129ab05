package dev.postrider.cli.domain;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.TextTable;
import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.time.Instant;
import java.util.EnumMap;
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
            Long.toString(source.messages()),
            share(source.dkimAligned(), source.messages()),
            share(source.spfAligned(), source.messages()),
            Math.max(source.dkimAligned(), source.spfAligned()) > 0 ? "pass" : "fail",
            Long.toString(source.refused()));
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
