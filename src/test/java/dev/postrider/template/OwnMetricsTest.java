package dev.postrider.template;

import static dev.postrider.template.Template.list;
import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The metrics that the code writes are those that the documents name, the dashboards show and the
/// costs count; and so are the alarms.
class OwnMetricsTest {
  private static final Template TEMPLATE = Template.read();

  /// How the code names metrics: `count("Sent"`, `metrics.put("FeedbackLifted"`, `-> "Deferred"`.
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:count\\(|millis\\(|value\\(|metrics\\.put\\(|->)\\s*\"([A-Z][a-z]\\w*)\"");

  private static final Pattern SHOWN =
      Pattern.compile("\"Postrider\", \"(\\w+)\"|MetricName=\\\\\"(\\w+)\\\\\"");

  @Test
  void theDocumentsNameEveryMetricThatIsWrittenAndNoOther() {
    Set<String> named = new TreeSet<>(ofStreams());
    named.addAll(ofTheStack());

    assertThat(named).isEqualTo(written());
  }

  @Test
  void theDashboardsShowEveryMetricThatIsWrittenAndNoOther() {
    Set<String> shown = new TreeSet<>();
    for (String dashboard : TEMPLATE.idsOf("AWS::CloudWatch::Dashboard")) {
      String body = text(map(TEMPLATE.properties(dashboard).get("DashboardBody")), "Fn::Sub");
      SHOWN
          .matcher(body)
          .results()
          .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
          .forEach(shown::add);
    }
    Set<String> all = new TreeSet<>(written());
    all.addAll(writtenBy("DmarcReportFunction"));

    assertThat(shown.stream().filter(name -> !name.equals("DmarcUnaligned"))).isSubsetOf(all);
    all.remove("DmarcUnaligned");
    assertThat(shown).isEqualTo(all);
  }

  @Test
  void theCostsCountTheMetricsThatAreWritten() {
    int each = ofStreams().size();
    int stack = written().size();

    assertThat(read("docs/costs.md"))
        .contains("at most " + stack + " for the stack and " + each + " for each stream")
        .contains(
            "all month has %d (%.2f USD)".formatted(stack + 2 * each, (stack + 2 * each) * 0.30))
        .contains("at most " + writtenBy("DmarcReportFunction").size() + " own metrics");
  }

  @Test
  void theCostsCountTheAlarmsOfTheTemplate() {
    List<Map<String, Object>> alarms = unconditional("AWS::CloudWatch::Alarm");
    int metrics = alarms.stream().mapToInt(OwnMetricsTest::metrics).sum();
    int composites = unconditional("AWS::CloudWatch::CompositeAlarm").size();
    List<Map<String, Object>> dmarc = conditional("AWS::CloudWatch::Alarm");

    assertThat(read("docs/costs.md"))
        .contains(
            "| alarms | %d, over %d metrics | %.2f |"
                .formatted(alarms.size(), metrics, metrics * 0.10))
        .contains("| composite alarms | %d | %.2f |".formatted(composites, composites * 0.50))
        .containsPattern(
            "adds %d alarms over %d\\s+metrics"
                .formatted(dmarc.size(), dmarc.stream().mapToInt(OwnMetricsTest::metrics).sum()));
    assertThat(read("docs/decisions/0016-alarms.md"))
        .contains(
            "%d alarms over %d metrics and %d composites"
                .formatted(alarms.size(), metrics, composites));
  }

  private static int metrics(Map<String, Object> alarm) {
    return alarm.containsKey("MetricName")
        ? 1
        : (int)
            list(alarm.get("Metrics")).stream()
                .filter(part -> map(part).containsKey("MetricStat"))
                .count();
  }

  private static List<Map<String, Object>> unconditional(String type) {
    return properties(type, false);
  }

  private static List<Map<String, Object>> conditional(String type) {
    return properties(type, true);
  }

  private static List<Map<String, Object>> properties(String type, boolean conditional) {
    return TEMPLATE.idsOf(type).stream()
        .filter(id -> TEMPLATE.resource(id).containsKey("Condition") == conditional)
        .map(TEMPLATE::properties)
        .toList();
  }

  /// What every stack writes.
  private static Set<String> written() {
    return Stream.of(
            "DispatchMetrics",
            "FeedbackJournal",
            "AccountWatchFunction",
            "DomainWatch",
            "StatusPublishing")
        .flatMap(type -> writtenBy(type).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> writtenBy(String type) {
    return found(read("src/main/java/dev/postrider/aws/" + type + ".java"), WRITTEN);
  }

  /// The first column of the table whose metrics each stream has too.
  private static Set<String> ofStreams() {
    return named("docs/sending.md", "and `Stack` with `Stream`");
  }

  private static Set<String> ofTheStack() {
    Set<String> names = named("docs/sending.md", "| metric (dimension `Stack`)");
    names.addAll(named("docs/feedback.md", "dimension `Stack`"));
    return names;
  }

  private static Set<String> named(String document, String title) {
    String cells =
        read(document)
            .lines()
            .dropWhile(line -> !(line.startsWith("| metric (") && line.contains(title)))
            .takeWhile(line -> line.startsWith("|"))
            .skip(1)
            .map(line -> Arrays.asList(line.split("\\|", 3)).get(1))
            .collect(Collectors.joining("\n"));
    return found(cells, Pattern.compile("`(\\w+)`"));
  }

  private static Set<String> found(String text, Pattern pattern) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
