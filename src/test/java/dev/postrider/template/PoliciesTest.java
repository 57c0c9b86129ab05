package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.ops.CommandCalls;
import dev.postrider.cli.ops.TestStack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The managed policies of people hold exactly what the commands call, action by action and
/// resource by resource.
@ExtendWith(TestStack.Extension.class)
class PoliciesTest {
  private static final Template TEMPLATE = Template.read();
  private static final Set<String> KEY = Set.of("Key", "Encrypt");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

  /// What the test's stack calls things that the template names otherwise.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("mail", "AWS::StackName"),
          Map.entry("id-of-the-nested-stack", "Monitoring"),
          Map.entry("mail-source", "DispatchFunctionMail"),
          Map.entry("bulk-source", "DispatchFunctionBulk"),
          Map.entry("example.com", "DomainName"),
          Map.entry("mail-feedback-dead", "FeedbackDeadLetterQueue"),
          Map.entry("mail-feedback", "FeedbackTopic"),
          Map.entry("mail-feedback:id-of-the-subscription", "FeedbackTopic"),
          Map.entry("mail-alarms", "AlarmTopic"),
          Map.entry("mail-status", "StatusBus"),
          Map.entry("dispatch", "DispatchLogGroup"),
          Map.entry("mail-mail", "MailQueue"));

  /// A name that CloudFormation made of the logical id.
  private static final Pattern GENERATED = Pattern.compile("(?:mail-)?(\\w+)-\\d\\w\\d\\w");

  /// Parameters that stand for what the stack would make itself.
  private static final Map<String, String> GIVEN =
      Map.of("AlarmTopicArn", "AlarmTopic", "StatusEventBus", "StatusBus");

  /// What no call shows: CloudFormation reads tags and a resource type's settings with the rights
  /// of who asks it for drift ("Considerations when detecting drift"), and Lambda's documentation
  /// leaves open whether the last one is about the function or its alias.
  private static final Set<String> UNSEEN =
      Set.of(
          "cloudformation:BatchDescribeTypeConfigurations *",
          "lambda:ListTags DispatchFunctionMail",
          "lambda:ListTags DispatchFunctionBulk",
          "lambda:GetFunctionEventInvokeConfig FeedbackFunction");

  private final CommandCalls commands;

  PoliciesTest(TestStack stack, @TempDir Path directory) {
    this.commands = new CommandCalls(stack, directory);
  }

  @Test
  void whoMayOnlyLookMayDoExactlyWhatLookingNeeds() {
    assertThat(allowed("ReadOnlyPolicy")).isEqualTo(named(commands.ofLooking()));
  }

  @Test
  void anOperatorMayDoExactlyWhatTheCommandsNeed() {
    Set<String> calls = commands.ofAll();

    assertThat(commands.missing()).as("commands that no policy was held against").isEmpty();
    assertThat(allowed("OperatorPolicy")).isEqualTo(named(calls));
  }

  @Test
  void whoeverVerifiesMayDoExactlyWhatVerifyingNeeds() {
    Set<String> calls = named(CommandCalls.ofVerifying());
    calls.addAll(UNSEEN);

    assertThat(allowed("VerifyPolicy")).isEqualTo(calls);
  }

  @Test
  void whoListsDeferredMailMayDoWhatThatNeedsBesideFindingTheStack() {
    Set<String> calls = named(commands.ofAskingTheLog());

    assertThat(allowed("ReadOnlyPolicy")).contains("cloudformation:DescribeStacks AWS::StackName");
    calls.removeAll(allowed("ReadOnlyPolicy"));
    assertThat(allowed("LogQueryPolicy")).isEqualTo(calls);
  }

  @Test
  void aProducerMaySendToTheQueueAndNothingElse() {
    assertThat(allowed("ProducerPolicy")).containsExactly("sqs:SendMessage MailQueue");
  }

  private static Set<String> named(Set<String> calls) {
    Set<String> named = new TreeSet<>();
    for (String call : calls) {
      String resource =
          call.substring(call.indexOf(' ') + 1).replaceFirst("^arn:aws:sns:.*?:.*?:", "");
      String id = GENERATED.matcher(resource).replaceFirst("$1").replace(":live", ".Alias");
      named.add(call.substring(0, call.indexOf(' ') + 1) + NAMES.getOrDefault(id, id));
    }
    return named;
  }

  /// `action resource`, but for the key, whose use shows in no call.
  private static Set<String> allowed(String policy) {
    Set<String> allowed = new TreeSet<>();
    Map<String, Object> document = Template.map(TEMPLATE.properties(policy).get("PolicyDocument"));
    Template.list(document.get("Statement")).stream()
        .flatMap(Template::options)
        .map(statement -> new Template.Statement(policy, Template.map(statement)))
        .filter(statement -> !KEY.contains(statement.body().getOrDefault("Sid", "")))
        .forEach(
            statement ->
                statement.actions().stream()
                    .flatMap(action -> resources(statement).map(r -> action + " " + r))
                    .forEach(allowed::add));
    return allowed;
  }

  private static Stream<String> resources(Template.Statement statement) {
    return statement.resources().stream()
        .flatMap(Template::options)
        .map(PoliciesTest::resource)
        .map(resource -> GIVEN.getOrDefault(resource, resource));
  }

  /// The logical id in `!GetAtt X.Arn`, what `!Ref` names, the last variable in `!Sub …`.
  private static String resource(Object resource) {
    if (resource instanceof String text) {
      return text;
    }
    Map<String, Object> function = Template.map(resource);
    if (function.containsKey("Ref")) {
      return Template.text(function, "Ref");
    }
    if (function.containsKey("Fn::GetAtt")) {
      return Template.text(function, "Fn::GetAtt").replace(".Arn", "");
    }
    Matcher variables = VARIABLE.matcher(Template.text(function, "Fn::Sub"));
    String last = "";
    while (variables.find()) {
      last = variables.group(1);
    }
    return last;
  }
}
