package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The functions of the template are those of the code: handler, environment, rights.
class FunctionsTest {
  /// What Lambda itself does in a function's name, so that no call in the code shows it.
  private static final Set<String> OF_THE_PLATFORM = Set.of("observe", "failures", "key");

  private static final Template TEMPLATE = Template.read();
  private static final Map<Class<?>, ReachableCode> CODE = new ConcurrentHashMap<>();

  static List<String> functions() {
    return TEMPLATE.idsOf("AWS::Serverless::Function");
  }

  @Test
  void there_are_three_functions_and_one_on_request() {
    assertThat(functions())
        .containsExactly(
            "DispatchFunction", "FeedbackFunction", "AccountWatchFunction", "DmarcReportFunction");
    assertThat(functions().stream().filter(f -> TEMPLATE.resource(f).containsKey("Condition")))
        .containsExactly("DmarcReportFunction");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void the_handler_exists_and_lambda_can_make_one(String function) throws ClassNotFoundException {
    assertThat(canBeMade(function)).isTrue();
    assertThat(Stream.of(handler(function).getMethods()).map(m -> m.getName()))
        .contains(handlerName(function)[1]);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_function_gets_exactly_the_variables_that_it_reads(String function)
      throws ClassNotFoundException {
    Set<String> read = new TreeSet<>(code(function).texts());
    read.removeIf(text -> !text.matches("POSTRIDER_[A-Z_]+"));
    assertThat(variables(function, "POSTRIDER_")).as(function).isEqualTo(read);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_function_is_told_the_endpoint_of_each_service_that_it_calls(String function)
      throws ClassNotFoundException {
    assertThat(variables(function, "AWS_ENDPOINT_URL_"))
        .as(function)
        .isEqualTo(Rights.endpointsOf(code(function)));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_role_allows_exactly_the_calls_that_its_function_makes(String function)
      throws ClassNotFoundException {
    Set<String> allowed = new TreeSet<>();
    TEMPLATE.statements(roleOf(function)).stream()
        .filter(s -> !OF_THE_PLATFORM.contains(s.policy()) && !"Take".equals(s.body().get("Sid")))
        .forEach(s -> allowed.addAll(s.actions()));
    assertThat(allowed).as(function).isEqualTo(Rights.actionsOf(code(function)));
  }

  /// Lambda stops what comes back about 16 times, and its metric tells.
  @ParameterizedTest
  @MethodSource("functions")
  void only_a_function_that_enqueues_for_itself_may_loop_and_is_watched_for_being_stopped(
      String function) {
    Set<Object> takes = new HashSet<>();
    Template.map(TEMPLATE.properties(function).get("Events"))
        .values()
        .forEach(
            event -> takes.add(Template.map(Template.map(event).get("Properties")).get("Queue")));
    boolean loops =
        TEMPLATE.statements(roleOf(function)).stream()
            .filter(s -> s.actions().contains("sqs:SendMessage"))
            .anyMatch(s -> s.resources().stream().anyMatch(takes::contains));

    assertThat(TEMPLATE.properties(function).get("RecursiveLoop"))
        .isEqualTo(loops ? "Allow" : null);
    assertThat(
            TEMPLATE.idsOf("AWS::CloudWatch::Alarm").stream()
                .map(TEMPLATE::properties)
                .filter(p -> "RecursiveInvocationsDropped".equals(p.get("MetricName")))
                .anyMatch(p -> Template.text(p, "Dimensions").contains("{Ref=" + function + "}")))
        .isEqualTo(loops);
  }

  @Test
  void the_dispatcher_alone_loops() {
    assertThat(
            functions().stream().filter(f -> TEMPLATE.properties(f).containsKey("RecursiveLoop")))
        .containsExactly("DispatchFunction");
  }

  /// SAM publishes no version for a parameter's new value; the settings version makes it.
  @ParameterizedTest
  @MethodSource("functions")
  void a_changed_parameter_publishes_a_new_version(String function) {
    Set<String> parameters = new TreeSet<>(TEMPLATE.parametersIn(TEMPLATE.environment(function)));
    Map<String, Object> properties = TEMPLATE.properties(function);
    Stream.of("MemorySize", "Timeout", "LoggingConfig", "EphemeralStorage")
        .map(properties::get)
        .filter(Objects::nonNull)
        .forEach(value -> parameters.addAll(TEMPLATE.parametersIn(value)));

    assertThat(TEMPLATE.parametersIn(TEMPLATE.properties("SettingsVersion").get("Content")))
        .containsAll(parameters);
    assertThat(properties)
        .containsEntry("VersionDescription", Map.of("Fn::Sub", "settings ${SettingsVersion}"));
    assertThat(TEMPLATE.environment(function))
        .containsEntry("SETTINGS_VERSION", Map.of("Ref", "SettingsVersion"));
  }

  @Test
  void the_settings_are_those_of_the_functions_and_no_others() {
    Set<String> parameters = new TreeSet<>();
    functions()
        .forEach(
            function -> {
              parameters.addAll(TEMPLATE.parametersIn(TEMPLATE.environment(function)));
              parameters.addAll(
                  TEMPLATE.parametersIn(TEMPLATE.properties(function).get("MemorySize")));
              parameters.addAll(TEMPLATE.parametersIn(shared().get("Architectures")));
            });

    assertThat(TEMPLATE.parametersIn(TEMPLATE.properties("SettingsVersion").get("Content")))
        .isEqualTo(parameters);
  }

  @Test
  void a_new_account_has_room_for_the_default_dispatchers_and_the_other_functions() {
    int newAccount = 10;
    int dispatchers = defaultOf("MailConcurrency") + defaultOf("BulkConcurrency");
    int others = functions().size() - 1;
    int secondFeedback = 1;

    assertThat(dispatchers + others + secondFeedback).isLessThanOrEqualTo(newAccount);
    assertThat(defaultOf("DispatchReservedConcurrency")).as("refused there").isZero();
    assertThat(defaultOf("FeedbackReservedConcurrency")).as("refused there").isZero();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void no_version_goes_inactive_for_want_of_mail(String function) {
    assertThat(Template.map(TEMPLATE.properties(function).get("Events")).values())
        .map(Template::map)
        .filteredOn(event -> "Schedule".equals(event.get("Type")))
        .singleElement()
        .satisfies(
            event ->
                assertThat(Template.text(Template.map(event.get("Properties")), "Schedule"))
                    .isIn("rate(1 day)", "rate(1 minute)"));
  }

  @Test
  void the_daily_call_is_the_event_of_the_repository() throws IOException {
    String event = Files.readString(Path.of("events/awake.json")).strip();
    assertThat(List.of("DispatchFunction", "FeedbackFunction"))
        .allSatisfy(
            function ->
                assertThat(
                        Template.map(
                            Template.map(
                                    Template.map(TEMPLATE.properties(function).get("Events"))
                                        .get("Awake"))
                                .get("Properties")))
                    .containsEntry("Input", event));
  }

  @Test
  void functions_run_on_either_processor_and_have_snapstart_where_lambda_has_it() {
    assertThat(shared())
        .containsEntry("Architectures", List.of(Map.of("Ref", "Architecture")))
        .containsEntry(
            "SnapStart",
            Map.of(
                "Fn::If",
                List.of(
                    "HasSnapStart",
                    Map.of("ApplyOn", "PublishedVersions"),
                    Map.of("Ref", "AWS::NoValue"))))
        .containsKey("AutoPublishAlias");
    assertThat(parameter("Architecture"))
        .containsEntry("Default", "arm64")
        .containsEntry("AllowedValues", List.of("arm64", "x86_64"));
    assertThat(Template.text(Template.map(TEMPLATE.root().get("Conditions")), "HasSnapStart"))
        .startsWith("{Fn::Not=[{Fn::Or=[")
        .contains("aws-us-gov", "aws-cn", "ap-southeast-6", "ap-east-2");
  }

  @Test
  void lambda_filters_no_line_since_lines_of_metrics_have_no_level() {
    assertThat(shared())
        .extractingByKey("LoggingConfig")
        .isEqualTo(
            Map.of("LogFormat", "JSON", "ApplicationLogLevel", "TRACE", "SystemLogLevel", "WARN"));
    assertThat(functions())
        .allSatisfy(
            function ->
                assertThat(TEMPLATE.environment(function))
                    .containsEntry("POSTRIDER_LOG_LEVEL", Map.of("Ref", "LogLevel")));
  }

  @Test
  void only_actions_without_resources_are_allowed_on_all_of_them() {
    Set<String> onAll = new TreeSet<>();
    TEMPLATE.idsOf("AWS::IAM::Role").stream()
        .flatMap(role -> TEMPLATE.statements(role).stream())
        .filter(s -> s.resources().contains("*"))
        .forEach(s -> onAll.addAll(s.actions()));
    assertThat(onAll)
        .containsExactly("ses:GetAccount", "xray:PutTelemetryRecords", "xray:PutTraceSegments");
  }

  @Test
  void the_report_function_notes_what_it_counted_and_comes_near_no_mail_in_the_ledger() {
    assertThat(TEMPLATE.statements("DmarcReportRole").stream())
        .filteredOn(s -> s.actions().stream().anyMatch(a -> a.startsWith("dynamodb:")))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.actions()).containsExactly("dynamodb:PutItem");
              assertThat(Template.text(s.body(), "Condition"))
                  .isEqualTo("{ForAllValues:StringLike={dynamodb:LeadingKeys=[~dmarc-*]}}");
            });
  }

  @Test
  void no_action_is_a_pattern() {
    assertThat(
            TEMPLATE.idsOf("AWS::IAM::Role").stream()
                .flatMap(role -> TEMPLATE.statements(role).stream())
                .flatMap(s -> s.actions().stream()))
        .isNotEmpty()
        .noneMatch(action -> action.contains("*"));
  }

  @Test
  void the_sender_is_held_to_the_domain_wherever_the_action_allows_it() {
    List<Template.Statement> sending =
        TEMPLATE.statements("DispatchRole").stream()
            .filter(s -> s.policy().equals("send"))
            .toList();
    assertThat(sending).hasSize(2);
    assertThat(Template.text(sending.getFirst().body(), "Condition"))
        .isEqualTo("{StringLike={ses:FromAddress={Fn::Sub=*@${DomainName}}}}");
    assertThat(sending.getLast().actions()).containsExactly("ses:SendBulkEmail");
    assertThat(sending)
        .allSatisfy(
            s ->
                assertThat(s.resources().toString())
                    .contains(":identity/${DomainName}", ":configuration-set/${ConfigurationSet}")
                    .doesNotContain(":identity/*", ":configuration-set/*"));
  }

  private static Map<String, Object> shared() {
    return Template.map(Template.map(TEMPLATE.root().get("Globals")).get("Function"));
  }

  private static Map<String, Object> parameter(String name) {
    return Template.map(Template.map(TEMPLATE.root().get("Parameters")).get(name));
  }

  private static int defaultOf(String parameter) {
    return Template.number(parameter(parameter), "Default");
  }

  private static boolean canBeMade(String function) {
    try {
      return Stream.of(handler(function).getConstructors())
          .anyMatch(c -> c.getParameterCount() == 0);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static ReachableCode code(String function) throws ClassNotFoundException {
    Class<?> handler = handler(function);
    return CODE.computeIfAbsent(handler, ReachableCode::from);
  }

  private static Class<?> handler(String function) throws ClassNotFoundException {
    return Class.forName(handlerName(function)[0], false, FunctionsTest.class.getClassLoader());
  }

  private static String[] handlerName(String function) {
    return Template.text(TEMPLATE.properties(function), "Handler").split("::", 2);
  }

  private static String roleOf(String function) {
    String arn =
        Template.text(Template.map(TEMPLATE.properties(function).get("Role")), "Fn::GetAtt");
    return arn.substring(0, arn.indexOf('.'));
  }

  private static Set<String> variables(String function, String prefix) {
    Set<String> names = new TreeSet<>(TEMPLATE.environment(function).keySet());
    names.removeIf(name -> !name.startsWith(prefix));
    return names;
  }
}
