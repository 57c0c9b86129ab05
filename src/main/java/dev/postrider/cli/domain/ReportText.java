package dev.postrider.cli.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Writes the figures of DMARC reports.
final class ReportText {
  private ReportText() {}

  /// For people: a table for each domain.
  static String text(Map<String, ReportSummary> summaries) {
    StringJoiner text = new StringJoiner("\n");
    summaries.forEach((domain, summary) -> text.add(text(domain, summary)));
    return text.toString().stripTrailing();
  }

  private static String text(String domain, ReportSummary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SENDER", "SOURCE", "FROM", "MESSAGES", "DKIM", "SPF", "DMARC", "REFUSED"));
    summary.sources().forEach(source -> rows.add(row(source)));
    return TerminalWriter.cell(domain)
        + ", "
        + summary.begin()
        + " to "
        + summary.end()
        + ", reports: "
        + summary.reports()
        + "\n\n"
        + Table.of(rows)
        + "\n"
        + totals(summary);
  }

  private static List<String> row(ReportSummary.Source source) {
    long aligned = Math.max(source.dkimAligned(), source.spfAligned());
    return List.of(
        source.sender().text(),
        source.address(),
        source.from(),
        Long.toString(source.messages()),
        share(source.dkimAligned(), source.messages()),
        share(source.spfAligned(), source.messages()),
        aligned > 0 ? "pass" : "fail",
        Long.toString(source.refused()));
  }

  private static String share(long part, long whole) {
    return part == whole ? "aligned" : part == 0 ? "-" : part + " aligned";
  }

  private static String totals(ReportSummary summary) {
    StringJoiner text = new StringJoiner(", ");
    for (Sender sender : Sender.values()) {
      text.add(sender.text() + " " + summary.messages().getOrDefault(sender, 0L));
    }
    return text + ", all " + summary.total() + ", failing DMARC " + summary.unaligned() + "\n";
  }

  /// For machines.
  static String json(Map<String, ReportSummary> summaries) {
    ObjectNode root = Json.object();
    ArrayNode domains = root.putArray("domains");
    summaries.forEach((domain, summary) -> write(domains.addObject(), domain, summary));
    return Json.text(root);
  }

  private static void write(ObjectNode node, String domain, ReportSummary summary) {
    node.put("domain", domain)
        .put("begin", summary.begin().toString())
        .put("end", summary.end().toString())
        .put("reports", summary.reports())
        .put("messages", summary.total())
        .put("unaligned", summary.unaligned());
    ObjectNode senders = node.putObject("senders");
    for (Sender sender : Sender.values()) {
      senders.put(sender.text(), summary.messages().getOrDefault(sender, 0L));
    }
    ArrayNode sources = node.putArray("sources");
    for (ReportSummary.Source source : summary.sources()) {
      sources
          .addObject()
          .put("sender", source.sender().text())
          .put("source", source.address())
          .put("from", source.from())
          .put("messages", source.messages())
          .put("dkimAligned", source.dkimAligned())
          .put("spfAligned", source.spfAligned())
          .put("refused", source.refused());
    }
  }
}
