package dev.postrider.domain.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects the elements of one report. Elements that no one needs are passed over, and so are rows
/// of no message: receivers send one to say that they saw nothing.
final class ReportBuilder {
  private static final String RECORD = "feedback/record/";
  private static final String REASON = RECORD + "row/policy_evaluated/reason";

  /// Seconds may have decimals, which some receivers write.
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?:\\.\\d{0,18})?");

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
          REASON + "/type",
          REASON + "/comment",
          RECORD + "identifiers/header_from",
          RECORD + "auth_results/dkim/domain",
          RECORD + "auth_results/dkim/selector",
          RECORD + "auth_results/dkim/result",
          RECORD + "auth_results/spf/domain",
          RECORD + "auth_results/spf/result");

  private final Budget budget;
  private final Map<String, String> texts = new HashMap<>();
  private final List<AggregateReport.Result> dkim = new ArrayList<>();
  private final List<AggregateReport.Result> spf = new ArrayList<>();
  private final Set<PolicyOverride> overrides = EnumSet.noneOf(PolicyOverride.class);
  private final List<AggregateReport.Row> rows = new ArrayList<>();

  ReportBuilder(Budget budget) {
    this.budget = budget;
  }

  void beginRow() {
    forget(RECORD);
    dkim.clear();
    spf.clear();
    overrides.clear();
  }

  /// Takes the text of an element that ends.
  ///
  /// @param path from the root, such as `feedback/record/row/count`
  void element(String path, String text) throws BrokenReport {
    switch (path) {
      case "feedback/record" -> endRow();
      case RECORD + "auth_results/dkim" -> endResult(path, dkim);
      case RECORD + "auth_results/spf" -> endResult(path, spf);
      case REASON -> {
        PolicyOverride.of(text(REASON + "/type"), text(REASON + "/comment"))
            .ifPresent(overrides::add);
        forget(REASON + "/");
      }
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
    budget.result(results.size() + 1);
    results.add(
        new AggregateReport.Result(
            text(path + "/domain"), texts.get(path + "/selector"), text(path + "/result")));
    forget(path + "/");
  }

  private void endRow() throws BrokenReport {
    budget.row();
    String count = text(RECORD + "row/count");
    long messages = count.isEmpty() ? 0 : number(count, MOST_MESSAGES);
    if (messages == 0) {
      return;
    }
    rows.add(
        new AggregateReport.Row(
            text(RECORD + "row/source_ip"),
            messages,
            text(RECORD + "row/policy_evaluated/disposition"),
            text(RECORD + "row/policy_evaluated/dkim").equalsIgnoreCase("pass"),
            text(RECORD + "row/policy_evaluated/spf").equalsIgnoreCase("pass"),
            text(RECORD + "identifiers/header_from"),
            dkim,
            spf,
            List.copyOf(overrides)));
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
    Matcher number = NUMBER.matcher(text);
    if (!number.matches() || Long.parseLong(number.group(1)) > most) {
      throw new BrokenReport("a count or a time is not a number within bounds");
    }
    return Long.parseLong(number.group(1));
  }
}
