package dev.postrider.domain.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects the elements of one report. Elements that no one needs are passed over.
final class ReportBuilder {
  private static final String RECORD = "feedback/record/";
  private static final long MOST_MESSAGES = 1_000_000_000_000L;
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final Bounds bounds;
  private final Map<String, String> head = new HashMap<>();
  private final Map<String, String> row = new HashMap<>();
  private final Map<String, String> result = new HashMap<>();
  private final List<AggregateReport.Result> dkim = new ArrayList<>();
  private final List<AggregateReport.Result> spf = new ArrayList<>();
  private final List<AggregateReport.Row> rows = new ArrayList<>();

  ReportBuilder(Bounds bounds) {
    this.bounds = bounds;
  }

  void beginRow() {
    row.clear();
    dkim.clear();
    spf.clear();
  }

  /// Takes the text of an element that ends.
  ///
  /// @param path from the root, such as `feedback/record/row/count`
  void element(String path, String text) throws BrokenReport {
    switch (path) {
      case "feedback/record" -> endRow();
      case RECORD + "auth_results/dkim" -> endResult(dkim);
      case RECORD + "auth_results/spf" -> endResult(spf);
      case "feedback/report_metadata/org_name",
          "feedback/report_metadata/report_id",
          "feedback/report_metadata/date_range/begin",
          "feedback/report_metadata/date_range/end",
          "feedback/policy_published/domain",
          "feedback/policy_published/p",
          "feedback/policy_published/sp",
          "feedback/policy_published/pct",
          "feedback/policy_published/testing" ->
          head.put(last(path), text);
      case RECORD + "auth_results/dkim/domain",
          RECORD + "auth_results/dkim/selector",
          RECORD + "auth_results/dkim/result",
          RECORD + "auth_results/spf/domain",
          RECORD + "auth_results/spf/result" ->
          result.put(last(path), text);
      case RECORD + "row/source_ip",
          RECORD + "row/count",
          RECORD + "row/policy_evaluated/disposition",
          RECORD + "row/policy_evaluated/dkim",
          RECORD + "row/policy_evaluated/spf",
          RECORD + "identifiers/header_from" ->
          row.put(path.substring(RECORD.length()), text);
      default -> {}
    }
  }

  AggregateReport build() throws BrokenReport {
    if (!head.containsKey("domain")) {
      throw new BrokenReport("it names no domain");
    }
    return new AggregateReport(
        head.getOrDefault("org_name", "unknown"),
        head.getOrDefault("report_id", ""),
        time("begin"),
        time("end"),
        head.getOrDefault("domain", ""),
        published(),
        rows);
  }

  private AggregateReport.Published published() {
    String policy = head.getOrDefault("p", "");
    String subdomains = head.getOrDefault("sp", "");
    boolean partly =
        head.getOrDefault("pct", "").matches("\\d{1,2}")
            || head.getOrDefault("testing", "").equalsIgnoreCase("y");
    return new AggregateReport.Published(
        policy, subdomains.isEmpty() ? policy : subdomains, partly);
  }

  private void endResult(List<AggregateReport.Result> results) throws BrokenReport {
    if (results.size() >= bounds.results()) {
      throw new BrokenReport("a row has more than " + bounds.results() + " results");
    }
    results.add(
        new AggregateReport.Result(
            result.getOrDefault("domain", ""),
            result.get("selector"),
            result.getOrDefault("result", "")));
    result.clear();
  }

  private void endRow() throws BrokenReport {
    if (rows.size() >= bounds.rows()) {
      throw new BrokenReport("it has more than " + bounds.rows() + " rows");
    }
    rows.add(
        new AggregateReport.Row(
            row.getOrDefault("row/source_ip", ""),
            number(row.getOrDefault("row/count", ""), MOST_MESSAGES),
            row.getOrDefault("row/policy_evaluated/disposition", ""),
            passed("row/policy_evaluated/dkim"),
            passed("row/policy_evaluated/spf"),
            row.getOrDefault("identifiers/header_from", ""),
            dkim,
            spf));
  }

  private boolean passed(String path) {
    return row.getOrDefault(path, "").equalsIgnoreCase("pass");
  }

  private Instant time(String name) throws BrokenReport {
    return Instant.ofEpochSecond(number(head.getOrDefault(name, ""), LAST_SECOND));
  }

  private static long number(String text, long most) throws BrokenReport {
    if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
      throw new BrokenReport("a count or a time is not a number within bounds");
    }
    return Long.parseLong(text);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
