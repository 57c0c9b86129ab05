package dev.postrider.template;

import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.StackTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// template.yaml and monitoring.yaml fit together (docs/decisions/0085).
class NestedStackTest {
  private static final Template ROOT = new Template(StackTemplate.load(Path.of("template.yaml")));
  private static final NestedStack MONITORING = NestedStack.of(ROOT, "Monitoring");
  private static final Template NESTED = new Template(MONITORING.body());

  @Test
  void the_nested_stack_is_given_what_it_wants_and_nothing_else() {
    Map<String, Object> parameters = map(NESTED.root().get("Parameters"));
    assertThat(MONITORING.given().keySet()).isEqualTo(parameters.keySet());
    assertThat(parameters)
        .allSatisfy(
            (_, parameter) ->
                assertThat(map(parameter)).containsKey("Description").doesNotContainKey("Default"));
  }

  @Test
  void a_parameter_of_both_files_is_one_parameter_of_one_type() {
    Map<String, Object> ofRoot = map(ROOT.root().get("Parameters"));
    map(NESTED.root().get("Parameters"))
        .forEach(
            (name, parameter) -> {
              if (ofRoot.containsKey(name)) {
                assertThat(MONITORING.given()).containsEntry(name, Map.of("Ref", name));
                assertThat(map(parameter).get("Type"))
                    .as(name)
                    .isEqualTo(map(ofRoot.get(name)).get("Type"));
              }
            });
  }

  @Test
  void the_nested_stack_wants_no_capability() {
    assertThat(NESTED.root()).doesNotContainKeys("Transform", "Globals");
    assertThat(NESTED.resources().keySet())
        .extracting(id -> text(NESTED.resource(id), "Type").split("::", 3)[1])
        .containsOnly("CloudWatch", "Logs");
  }

  @Test
  void nothing_of_the_nested_stack_has_the_nested_stacks_own_name() {
    assertThat(NESTED.root().toString()).doesNotContain("AWS::StackName");
    assertThat(MONITORING.given()).containsEntry("StackName", Map.of("Ref", "AWS::StackName"));
  }

  @Test
  void what_is_named_by_the_stack_is_what_the_root_named_so() throws IOException {
    Set<String> known = new TreeSet<>(MONITORING.named().keySet());
    Set<String> named = new TreeSet<>();
    // A dimension or a log group in YAML, a dimension in a dashboard's JSON, a source of a query.
    Pattern.compile(
            "(?:(?:Queue|Topic)Name, Value: !Sub \"|(?:Queue|Topic)Name\", \"|!Sub \"(?=/))([^\"]+)\"")
        .matcher(Files.readString(Path.of("monitoring.yaml")))
        .results()
        .forEach(name -> named.add(MONITORING.inWords(name.group(1))));
    known.removeAll(
        List.of("${AWS::StackName}-alarms", "/postrider/${AWS::StackName}/dmarc-report"));
    assertThat(named).isEqualTo(known);
  }

  @Test
  void what_exists_on_request_only_is_asked_for_by_both_files_alike() {
    assertThat(map(NESTED.root().get("Conditions")))
        .isEqualTo(
            Map.of(
                "ReceivesDmarcReports",
                Map.of(
                    "Fn::Not",
                    List.of(
                        Map.of("Fn::Equals", List.of(Map.of("Ref", "DmarcReportFunction"), ""))))));
    assertThat(MONITORING.given())
        .containsEntry(
            "DmarcReportFunction",
            Map.of(
                "Fn::If",
                List.of("ReceivesDmarcReports", Map.of("Ref", "DmarcReportFunction"), "")));
  }

  @Test
  void every_limit_is_an_alarms_and_listed_with_its_value() throws IOException {
    Map<String, String> limits = new TreeMap<>();
    map(map(NESTED.root().get("Mappings")).get("Limits"))
        .forEach((name, limit) -> limits.put(name, text(map(limit), "Value")));
    Map<String, String> listed = new TreeMap<>();
    Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\S+) \\|")
        .matcher(Files.readString(Path.of("docs/decisions/0085-monitoring-is-a-nested-stack.md")))
        .results()
        .forEach(row -> listed.put(row.group(1), row.group(2)));

    assertThat(listed).isEqualTo(limits);
    assertThat(limits.keySet())
        .allSatisfy(
            name ->
                assertThat(NESTED.resources().toString())
                    .contains("{Fn::FindInMap=[Limits, " + name + ", Value]}"));
  }

  @Test
  void a_stack_that_is_nested_keeps_nothing() {
    assertThat(ROOT.resource("Monitoring"))
        .as("the alarms go with the stack")
        .doesNotContainKeys("DeletionPolicy", "Condition");
  }
}
