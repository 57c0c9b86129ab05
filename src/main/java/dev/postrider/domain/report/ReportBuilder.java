package dev.postrider.domain.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects the elements of one report. Elements that no one needs are passed over.
final class ReportBuilder {
  private static final String RECORD = "feedback/record/";
  private static final long MOST_MESSAGES = 1_000_000_000_000L;
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static final Set<String> NEEDED =
      Set.of(
          "feedback/report_metadata/org_name",
          "feedback/report_metadata/report_id",
          "feedback/report_metadata/date_range/begin",
          "feedback/report_metadata/date_range/end",
          "feedback/policy_published/domain",
          "feedback/policy_published/p",
          "feedback/policy_published/sp",
          "feedback/policy_published/pct",
          "feedback/policy_published/testing",
          RECORD + "row/source_ip",
          RECORD + "row/count",
          RECORD + "row/policy_evaluated/disposition",
          RECORD + "row/policy_evaluated/dkim",
          RECORD + "row/policy_evaluated/spf",
          RECORD + "identifiers/header_from",
          RECORD + "auth_results/dkim/domain",
          RECORD + "auth_results/dkim/selector",
          RECORD + "auth_results/dkim/result",
          RECORD + "auth_results/spf/domain",
          RECORD + "auth_results/spf/result");

  private final Bounds bounds;
  private final Map<String, String> texts = new HashMap<>();
  private final List<AggregateReport.Result> dkim = new ArrayList<>();
  private final List<AggregateReport.Result> spf = new ArrayList<>();
  private final List<AggregateReport.Row> rows = new ArrayList<>();

  ReportBuilder(Bounds bounds) {
    this.bounds = bounds;
  }

  void beginRow() {
    forget(RECORD);
    dkim.clear();
    spf.clear();
  }

  /// Takes the text of an element that ends.
  ///
  /// @param path from the root, such as `feedback/record/row/count`
  void element(String path, String text) throws BrokenReport {
    switch (path) {
      case "feedback/record" -> endRow();
      case RECORD + "auth_results/dkim" -> endResult(path, dkim);
      case RECORD + "auth_results/spf" -> endResult(path, spf);
      default -> {
        if (NEEDED.contains(path)) {
          texts.put(path, text);
        }
      }
    }
  }

  AggregateReport build() throws BrokenReport {
    if (!texts.containsKey("feedback/policy_published/domain")) {
      throw new BrokenReport("it names no domain");
    }
    return new AggregateReport(
        texts.getOrDefault("feedback/report_metadata/org_name", "unknown"),
        text("feedback/report_metadata/report_id"),
        time("feedback/report_metadata/date_range/begin"),
        time("feedback/report_metadata/date_range/end"),
        text("feedback/policy_published/domain"),
        published(),
        rows);
  }

  private AggregateReport.Published published() {
    String policy = text("feedback/policy_published/p");
    String subdomains = text("feedback/policy_published/sp");
    boolean partly =
        text("feedback/policy_published/pct").matches("\\d{1,2}")
            || text("feedback/policy_published/testing").equalsIgnoreCase("y");
    return new AggregateReport.Published(
        policy, subdomains.isEmpty() ? policy : subdomains, partly);
  }

  private void endResult(String path, List<AggregateReport.Result> results) throws BrokenReport {
    if (results.size() >= bounds.results()) {
      throw new BrokenReport("a row has more than " + bounds.results() + " results");
    }
    results.add(
        new AggregateReport.Result(
            text(path + "/domain"), texts.get(path + "/selector"), text(path + "/result")));
    forget(path + "/");
  }

  private void endRow() throws BrokenReport {
    if (rows.size() >= bounds.rows()) {
      throw new BrokenReport("it has more than " + bounds.rows() + " rows");
    }
    rows.add(
        new AggregateReport.Row(
            text(RECORD + "row/source_ip"),
            number(text(RECORD + "row/count"), MOST_MESSAGES),
            text(RECORD + "row/policy_evaluated/disposition"),
            text(RECORD + "row/policy_evaluated/dkim").equalsIgnoreCase("pass"),
            text(RECORD + "row/policy_evaluated/spf").equalsIgnoreCase("pass"),
            text(RECORD + "identifiers/header_from"),
            dkim,
            spf));
  }

  private void forget(String prefix) {
    texts.keySet().removeIf(path -> path.startsWith(prefix));
  }

  private String text(String path) {
    return texts.getOrDefault(path, "");
  }

  private Instant time(String path) throws BrokenReport {
    return Instant.ofEpochSecond(number(text(path), LAST_SECOND));
  }

  private static long number(String text, long most) throws BrokenReport {
    if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
      throw new BrokenReport("a count or a time is not a number within bounds");
    }
    return Long.parseLong(text);
  }
}
