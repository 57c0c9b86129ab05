package dev.postrider.template;

import static dev.postrider.template.Template.list;
import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The alarms are those of docs/runbook.md, measure what is there, and page as decision 0016 says.
class AlarmsTest {
  private static final Template TEMPLATE = Template.read();
  private static final Map<String, String> RUNBOOK = runbook();
  private static final Pattern LINK = Pattern.compile("\\$\\{RunbookUrl}#([a-z-]+)$");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)(?:\\.Arn)?}");

  static List<String> measuring() {
    return TEMPLATE.idsOf("AWS::CloudWatch::Alarm");
  }

  static List<String> composites() {
    return TEMPLATE.idsOf("AWS::CloudWatch::CompositeAlarm");
  }

  static List<String> all() {
    return Stream.concat(measuring().stream(), composites().stream()).toList();
  }

  static List<String> paging() {
    return all().stream()
        .filter(id -> TEMPLATE.properties(id).containsKey("AlarmActions"))
        .toList();
  }

  static Set<String> sections() {
    return RUNBOOK.keySet();
  }

  /// Slow mail is nothing to wake anybody for: what lasts is late, and pages.
  private static final String SHOWN_ONLY = "MailSlowAlarm";

  @ParameterizedTest
  @MethodSource("all")
  void an_alarm_says_what_to_do_first_and_links_a_section_that_names_it(String alarm) {
    String description = text(map(TEMPLATE.properties(alarm).get("AlarmDescription")), "Fn::Sub");
    assertThat(description).contains(" First: ").containsPattern(LINK).hasSizeLessThan(500);
    assertThat(RUNBOOK).containsKey(section(alarm));
    if (!name(alarm).equals(section(alarm))) {
      assertThat(RUNBOOK.get(section(alarm))).contains("`" + name(alarm) + "`");
    }
  }

  @ParameterizedTest
  @MethodSource("sections")
  void a_section_is_of_an_alarm_and_names_only_alarms_that_are_there(String section) {
    assertThat(all()).extracting(AlarmsTest::name).contains(section);
    assertThat(RUNBOOK.get(section))
        .contains(
            "**What it means.**",
            "**How to see.**",
            "**What to do.**",
            "**How to know it is over.**");
    assertThat(measuredBy(section))
        .isEqualTo(
            new TreeSet<>(
                all().stream()
                    .filter(alarm -> section(alarm).equals(section))
                    .map(AlarmsTest::name)
                    .filter(name -> !name.equals(section))
                    .toList()));
  }

  @Test
  void links_within_the_runbook_lead_somewhere() {
    assertThat(RUNBOOK.values().stream().flatMap(t -> found(t, "\\]\\(#([a-z-]+)\\)")))
        .isNotEmpty()
        .allMatch(RUNBOOK::containsKey);
  }

  @Test
  void what_pages_tells_the_topic_when_it_begins_and_when_it_is_over() {
    String topic = "[{Fn::If=[MakesAlarmTopic, {Ref=AlarmTopic}, {Ref=AlarmTopicArn}]}]";
    assertThat(paging())
        .allSatisfy(
            alarm -> {
              assertThat(text(TEMPLATE.properties(alarm), "AlarmActions")).isEqualTo(topic);
              assertThat(text(TEMPLATE.properties(alarm), "OKActions")).isEqualTo(topic);
              assertThat(name(alarm)).isEqualTo(section(alarm));
            });
  }

  @ParameterizedTest
  @MethodSource("measuring")
  void what_does_not_page_is_part_of_what_does(String alarm) {
    boolean partOfAPage =
        composites().stream()
            .filter(paging()::contains)
            .anyMatch(composite -> children(composite).contains(alarm));
    assertThat(paging().contains(alarm)).isNotEqualTo(partOfAPage || alarm.equals(SHOWN_ONLY));
  }

  @Test
  void no_alarm_waits_for_itself() {
    assertThat(composites()).allSatisfy(alarm -> assertThat(causes(alarm)).doesNotContain(alarm));
  }

  @Test
  void what_is_silent_in_an_outage_is_no_cause_of_it() {
    assertThat(composites().stream().filter(c -> "OutageAlarm".equals(suppressor(c))))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(children("OutageAlarm"));
  }

  @Test
  void what_one_message_can_keep_on_without_end_silences_nothing() {
    assertThat(composites())
        .allSatisfy(
            alarm -> {
              String suppressor = suppressor(alarm);
              assertThat(suppressor).isNotEqualTo("MisconfiguredAlarm");
              assertThat(causes(suppressor)).doesNotContain("MisconfiguredAlarm");
            });
  }

  @ParameterizedTest
  @MethodSource("measuring")
  void missing_data_is_no_alarm_but_where_silence_is_the_fault(String alarm) {
    String expected =
        switch (name(alarm)) {
          case "account-watch-silent" -> "breaching";
          case "bounce-rate", "bounce-rate-warning", "complaint-rate", "domain-drift-seen" ->
              "ignore";
          default -> "notBreaching";
        };
    assertThat(TEMPLATE.properties(alarm)).containsEntry("TreatMissingData", expected);
  }

  @ParameterizedTest
  @MethodSource("measuring")
  void a_threshold_is_a_parameter_or_a_limit_unless_once_is_too_often(String alarm) {
    Object threshold = TEMPLATE.properties(alarm).get("Threshold");
    if (threshold instanceof Map<?, ?> reference) {
      assertThat(TEMPLATE.number(reference)).isNotNegative();
    } else {
      assertThat(threshold).isEqualTo(name(alarm).equals("account-watch-silent") ? 1 : 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AWS/SES, Reputation.BounceRate",
    "AWS/SES, Reputation.ComplaintRate",
    "AWS/SES, Reject",
    "AWS/SES, RenderingFailure",
    "Postrider, QuotaShare",
    "Postrider, BreakerOpen",
    "Postrider, TenantsPaused",
    "Postrider, Misconfigured",
    "Postrider, Unknown",
    "Postrider, SentTwice",
    "Postrider, Rejected",
    "Postrider, ItemFailures",
    "Postrider, Defects",
    "Postrider, FeedbackFailed",
    "Postrider, StatusEventsLost",
    "Postrider, DomainDrift",
    "Postrider, DomainUnread",
    "Postrider, DmarcUnaligned",
    "AWS/SQS, ApproximateAgeOfOldestMessage",
    "AWS/Lambda, DestinationDeliveryFailures",
    "AWS/Lambda, DeadLetterErrors",
    "AWS/Lambda, RecursiveInvocationsDropped",
    "AWS/SNS, NumberOfNotificationsFailed",
    "AWS/SNS, NumberOfNotificationsFailedToRedriveToDlq",
    "AWS/DynamoDB, ReadThrottleEvents",
    "AWS/DynamoDB, WriteThrottleEvents",
    "AWS/DynamoDB, SystemErrors",
  })
  void what_is_worth_an_alarm_has_one(String namespace, String metric) {
    assertThat(metrics()).anyMatch(m -> m.is(namespace, metric));
  }

  @Test
  void each_function_is_watched_for_errors_throttles_and_time() {
    for (String function : TEMPLATE.idsOf("AWS::Serverless::Function")) {
      assertThat(metrics().filter(m -> m.dimensions().contains("{Ref=" + function + "}")))
          .extracting(Metric::name)
          .as(function)
          .contains("Errors", "Invocations", "Throttles", "Duration");
    }
  }

  @Test
  void each_queue_for_people_and_each_table_is_watched() {
    assertThat(TEMPLATE.idsOf("AWS::SQS::Queue").stream().filter(q -> q.matches(".*Dead.*|Held.*")))
        .hasSize(4)
        .allMatch(
            queue -> metrics().anyMatch(m -> m.dimensions().contains("=" + queue + ".QueueName")));
    assertThat(TEMPLATE.idsOf("AWS::DynamoDB::Table"))
        .allMatch(table -> metrics().anyMatch(m -> m.dimensions().contains("{Ref=" + table + "}")));
  }

  @Test
  void own_metrics_are_published_by_the_code_for_the_whole_stack() throws ClassNotFoundException {
    Set<String> published = new TreeSet<>();
    for (String function : TEMPLATE.idsOf("AWS::Serverless::Function")) {
      String handler = text(TEMPLATE.properties(function), "Handler").split("::", 2)[0];
      published.addAll(ReachableCode.from(Class.forName(handler)).texts());
    }
    assertThat(metrics().filter(m -> m.namespace().equals("Postrider")))
        .isNotEmpty()
        .allSatisfy(
            m -> {
              assertThat(published).contains(m.name());
              assertThat(m.dimensions()).isEqualTo("[{Name=Stack, Value={Ref=AWS::StackName}}]");
            });
  }

  @Test
  void durations_are_measured_against_the_functions_own_time_outs() {
    assertThat(measuring().stream().filter(alarm -> name(alarm).endsWith("-duration")))
        .hasSize(4)
        .allSatisfy(
            alarm -> {
              String function = alarm.replace("DurationAlarm", "Function");
              int millis = Template.number(TEMPLATE.properties(function), "Timeout") * 1000;
              assertThat(text(TEMPLATE.properties(alarm), "Metrics"))
                  .contains("Expression=100 * duration / " + millis);
            });
  }

  @Test
  void only_cloudwatch_may_publish_to_the_alarm_topic_and_only_by_tls() {
    List<Object> statements =
        list(map(TEMPLATE.properties("AlarmTopicPolicy").get("PolicyDocument")).get("Statement"));
    assertThat(statements).hasSize(2);
    assertThat(map(statements.getFirst()))
        .containsEntry("Effect", "Allow")
        .containsEntry("Principal", Map.of("Service", "cloudwatch.amazonaws.com"))
        .containsEntry("Action", "sns:Publish")
        .containsKey("Condition");
    assertThat(map(statements.getLast()))
        .containsEntry("Effect", "Deny")
        .containsEntry("Principal", "*")
        .containsEntry("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
  }

  @Test
  void cloudwatch_may_use_the_key_of_the_topic_for_this_topic() {
    String name = text(map(TEMPLATE.properties("AlarmTopic").get("TopicName")), "Fn::Sub");
    assertThat(list(map(TEMPLATE.properties("Key").get("KeyPolicy")).get("Statement")))
        .filteredOn(s -> text(map(s), "Principal").contains("cloudwatch.amazonaws.com"))
        .singleElement()
        .satisfies(s -> assertThat(text(map(s), "Condition")).contains(":" + name + "}"));
  }

  @Test
  void the_dashboards_are_json_and_show_every_alarm_that_pages() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (String dashboard : TEMPLATE.idsOf("AWS::CloudWatch::Dashboard")) {
      String body = text(map(TEMPLATE.properties(dashboard).get("DashboardBody")), "Fn::Sub");
      for (JsonNode widget : new ObjectMapper().readTree(body).path("widgets")) {
        widget
            .at("/properties/alarms")
            .forEach(alarm -> references(alarm.asText()).forEach(shown::add));
      }
    }
    assertThat(shown).isEqualTo(new TreeSet<>(paging()));
  }

  @Test
  void an_alarm_that_is_not_always_there_is_named_only_where_it_is() {
    assertThat(TEMPLATE.resources().keySet())
        .filteredOn(id -> id.startsWith("Dmarc") && !id.equals("DmarcRecord"))
        .isNotEmpty()
        .allMatch(id -> TEMPLATE.resource(id).containsKey("Condition"));
  }

  @Test
  void the_runbook_names_every_saved_query_and_no_other() {
    String all = String.join("\n", RUNBOOK.values());
    assertThat(found(all, "[Tt]he query `([a-z-]+)`").collect(Collectors.toSet()))
        .isEqualTo(
            TEMPLATE.idsOf("AWS::Logs::QueryDefinition").stream()
                .map(q -> text(map(TEMPLATE.properties(q).get("Name")), "Fn::Sub"))
                .map(name -> name.substring(name.indexOf('/') + 1))
                .collect(Collectors.toSet()));
  }

  /// A metric that an alarm reads.
  private record Metric(String namespace, String name, String dimensions) {
    static Metric of(Map<String, Object> m) {
      return new Metric(text(m, "Namespace"), text(m, "MetricName"), text(m, "Dimensions"));
    }

    boolean is(String otherNamespace, String otherName) {
      return namespace.equals(otherNamespace) && name.equals(otherName);
    }
  }

  private static Stream<Metric> metrics() {
    return measuring().stream()
        .map(TEMPLATE::properties)
        .flatMap(
            p ->
                p.containsKey("MetricName")
                    ? Stream.of(p)
                    : list(p.get("Metrics")).stream()
                        .map(Template::map)
                        .filter(m -> m.containsKey("MetricStat"))
                        .map(m -> map(map(m.get("MetricStat")).get("Metric"))))
        .map(Metric::of);
  }

  private static String name(String alarm) {
    String name = text(map(TEMPLATE.properties(alarm).get("AlarmName")), "Fn::Sub");
    assertThat(name).startsWith("${AWS::StackName}-");
    return name.substring("${AWS::StackName}-".length());
  }

  private static String section(String alarm) {
    return found(
            text(map(TEMPLATE.properties(alarm).get("AlarmDescription")), "Fn::Sub"),
            LINK.pattern())
        .findFirst()
        .orElse("");
  }

  private static List<String> children(String composite) {
    return references(text(map(TEMPLATE.properties(composite).get("AlarmRule")), "Fn::Sub"));
  }

  private static String suppressor(String composite) {
    String arn = text(map(TEMPLATE.properties(composite).get("ActionsSuppressor")), "Fn::GetAtt");
    return arn.replace(".Arn", "");
  }

  /// All alarms that an alarm's state or silence hangs on.
  private static Set<String> causes(String alarm) {
    Set<String> causes = new TreeSet<>();
    if (composites().contains(alarm)) {
      Stream.concat(children(alarm).stream(), Stream.of(suppressor(alarm)))
          .filter(all()::contains)
          .forEach(
              cause -> {
                causes.add(cause);
                causes.addAll(causes(cause));
              });
    }
    return causes;
  }

  /// The names in the first column of a section's table of what measures.
  private static Set<String> measuredBy(String section) {
    String text = RUNBOOK.getOrDefault(section, "");
    if (!text.contains("| measures |")) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    text.lines()
        .dropWhile(line -> !line.startsWith("| measures |"))
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.substring(1, line.indexOf('|', 1)))
        .flatMap(cell -> found(cell, "`([a-z-]+)`"))
        .forEach(names::add);
    return names;
  }

  private static List<String> references(String text) {
    return found(text, REFERENCE.pattern()).toList();
  }

  private static Stream<String> found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1));
  }

  /// The sections of the runbook by their headings.
  private static Map<String, String> runbook() {
    try {
      Map<String, String> sections = new LinkedHashMap<>();
      for (String part : Files.readString(Path.of("docs/runbook.md")).split("\n## ", -1)) {
        if (!part.startsWith("# ")) {
          sections.put(part.lines().findFirst().orElse(""), part);
        }
      }
      return sections;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
