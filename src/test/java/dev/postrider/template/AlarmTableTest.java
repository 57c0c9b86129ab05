package dev.postrider.template;

import static dev.postrider.template.Template.list;
import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every alarm with what it reads, its threshold, whether it pages and its section of the runbook,
/// held together against the table in `alarms.txt`. Whoever changes an alarm changes its row there.
class AlarmTableTest {
  private static final Path TABLE = Path.of("src/test/resources/template/alarms.txt");

  /// What a row shows; what an alarm has besides is shown with its name.
  private static final Set<String> SHOWN =
      Set.of(
          "AlarmName",
          "AlarmDescription",
          "AlarmRule",
          "AlarmActions",
          "OKActions",
          "ActionsSuppressor",
          "ActionsSuppressorWaitPeriod",
          "ActionsSuppressorExtensionPeriod",
          "Namespace",
          "MetricName",
          "Dimensions",
          "Statistic",
          "Period",
          "Metrics",
          "EvaluationPeriods",
          "DatapointsToAlarm",
          "ComparisonOperator",
          "Threshold",
          "TreatMissingData");

  @Test
  void every_alarm_is_as_the_table_says() throws IOException {
    assertThat(String.join("\n", rows(Template.read())))
        .isEqualTo(Files.readString(TABLE, StandardCharsets.UTF_8).strip());
  }

  /// Changes that left every other test of the templates as it was.
  @ParameterizedTest
  @CsvSource({
    "mail-age, MailLatencyGoal, BulkLatencyGoal",
    "mail-age, ApproximateAgeOfOldestMessage, ApproximateNumberOfMessagesVisible",
    "mail-age, notBreaching, breaching",
    "quota-share, QuotaShareLimit, BounceRateLimit",
    "quota-share, #quota-share, #mail-late",
    "quota-share, Maximum, Minimum",
    "bounce-rate, Reputation.BounceRate, Reputation.ComplaintRate",
    "bounce-rate, AlarmActions, InsufficientDataActions",
    "bulk-late, BulkAgeAlarm, MailAgeAlarm",
    "bulk-late, OutageAlarm, MailLateAlarm",
    "quota-share, OKActions, InsufficientDataActions",
    "quota-share, OKActions, ActionsEnabled",
    "account-watch-errors, ReturnData, AccountId",
  })
  void a_changed_alarm_is_not_as_the_table_says(String alarm, String value, String instead)
      throws IOException {
    List<String> rows = rows(changed(Template.read(), alarm, value, instead));
    List<String> expected = Files.readAllLines(TABLE, StandardCharsets.UTF_8);

    assertThat(rows.stream().filter(row -> !expected.contains(row)))
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith(alarm + " | "));
  }

  private static List<String> rows(Template template) {
    Map<String, String> rows = new TreeMap<>();
    Stream.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
        .flatMap(type -> template.idsOf(type).stream())
        .map(template::properties)
        .forEach(alarm -> rows.put(name(alarm), row(alarm)));
    return List.copyOf(rows.values());
  }

  private static String row(Map<String, Object> alarm) {
    String description = text(map(alarm.get("AlarmDescription")), "Fn::Sub");
    List<Object> actions = list(alarm.get("AlarmActions"));
    String pages = actions.isEmpty() ? "does not page" : "pages";
    String ends = actions.equals(list(alarm.get("OKActions"))) ? "" : " and ends otherwise";
    String section = description.substring(description.lastIndexOf('#'));
    return String.join(" | ", name(alarm), measures(alarm), sets(alarm), pages + ends, section)
        + others(alarm);
  }

  /// What could silence or change an alarm unseen, such as `ActionsEnabled` or `Unit`.
  private static String others(Map<String, Object> alarm) {
    return new TreeMap<>(alarm)
        .entrySet().stream()
            .filter(property -> !SHOWN.contains(property.getKey()))
            .map(property -> " | " + property)
            .collect(Collectors.joining());
  }

  private static String name(Map<String, Object> alarm) {
    return text(map(alarm.get("AlarmName")), "Fn::Sub").replace("${AWS::StackName}-", "");
  }

  private static String measures(Map<String, Object> alarm) {
    if (alarm.containsKey("AlarmRule")) {
      return text(map(alarm.get("AlarmRule")), "Fn::Sub").replaceAll("\\s+", " ").strip();
    }
    if (alarm.containsKey("MetricName")) {
      return metric(alarm) + ", " + alarm.get("Statistic") + " of " + alarm.get("Period") + " s";
    }
    List<Map<String, Object>> parts =
        list(alarm.get("Metrics")).stream().map(Template::map).toList();
    return IntStream.range(0, parts.size())
        .mapToObj(
            i -> part(parts.get(i)) + (watched(parts.get(i)) == (i == 0) ? "" : " (watched?)"))
        .collect(Collectors.joining("; "));
  }

  /// The alarm watches the first part alone.
  private static boolean watched(Map<String, Object> part) {
    return !"false".equals(text(part, "ReturnData"));
  }

  private static String part(Map<String, Object> part) {
    if (part.containsKey("Expression")) {
      return part.get("Id") + " = " + part.get("Expression");
    }
    Map<String, Object> stat = map(part.get("MetricStat"));
    return "%s = %s, %s of %s s"
        .formatted(
            part.get("Id"), metric(map(stat.get("Metric"))), stat.get("Stat"), stat.get("Period"));
  }

  private static String metric(Map<String, Object> metric) {
    return Stream.concat(
            Stream.of(text(metric, "Namespace"), text(metric, "MetricName")),
            list(metric.get("Dimensions")).stream()
                .map(Template::map)
                .map(d -> d.get("Name") + "=" + plain(d.get("Value"))))
        .collect(Collectors.joining(" "));
  }

  private static String sets(Map<String, Object> alarm) {
    if (alarm.containsKey("AlarmRule")) {
      if (!alarm.containsKey("ActionsSuppressor")) {
        return "never silent";
      }
      String suppressor = text(map(alarm.get("ActionsSuppressor")), "Fn::GetAtt");
      return "silent for %s, waits %s s, extends %s s"
          .formatted(
              suppressor,
              alarm.get("ActionsSuppressorWaitPeriod"),
              alarm.get("ActionsSuppressorExtensionPeriod"));
    }
    Object periods = alarm.get("EvaluationPeriods");
    return "%s %s, %s of %s, missing %s"
        .formatted(
            alarm.get("ComparisonOperator"),
            plain(alarm.get("Threshold")),
            alarm.getOrDefault("DatapointsToAlarm", periods),
            periods,
            alarm.get("TreatMissingData"));
  }

  /// A reference, a limit or a text without what CloudFormation wraps it in.
  private static String plain(@Nullable Object value) {
    return value instanceof Map<?, ?> function
        ? String.valueOf(function.values().iterator().next())
        : String.valueOf(value);
  }

  private static Template changed(Template template, String alarm, String value, String instead) {
    Map<String, Object> resources = new LinkedHashMap<>(template.resources());
    resources.replaceAll(
        (id, resource) ->
            map(map(resource).get("Properties")).containsKey("AlarmName")
                    && name(map(map(resource).get("Properties"))).equals(alarm)
                ? replaced(resource, value, instead)
                : resource);
    return template.with(resources);
  }

  private static Object replaced(Object node, String value, String instead) {
    return switch (node) {
      case Map<?, ?> map -> {
        Map<Object, Object> changed = new LinkedHashMap<>();
        map.forEach(
            (key, child) ->
                changed.put(replaced(key, value, instead), replaced(child, value, instead)));
        yield changed;
      }
      case List<?> list -> {
        List<Object> changed = new ArrayList<>();
        list.forEach(child -> changed.add(replaced(child, value, instead)));
        yield changed;
      }
      case String text -> text.replace(value, instead);
      default -> node;
    };
  }
}
