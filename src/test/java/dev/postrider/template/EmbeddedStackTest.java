package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.StackTemplate;
import dev.postrider.local.lambda.EventSource.Mapping;
import dev.postrider.local.lambda.FunctionSpec;
import dev.postrider.local.lambda.QueueHandler;
import dev.postrider.local.lambda.TestFunctions;
import dev.postrider.local.lambda.TopicHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The embedded stack is this template's: what the template says of functions and queues, it does.
class EmbeddedStackTest {
  @TempDir private Path directory;

  /// The stack of a checkout, with handlers of the tests in the place of the functions.
  private LocalOptions options(Path checkout) {
    return LocalOptions.of(checkout.resolve("target"))
        .functions(
            TestFunctions.classPath(),
            Map.of(
                "DispatchFunction", QueueHandler.class.getName() + "::handleRequest",
                "FeedbackFunction", TopicHandler.class.getName() + "::handleRequest",
                "AccountWatchFunction", QueueHandler.class.getName() + "::handleRequest"))
        .logs(directory);
  }

  private static Stream<FunctionSpec> functions(LocalStack stack) {
    return Stream.of(stack.dispatch(), stack.feedback(), stack.accountWatch().orElseThrow())
        .map(function -> function.spec());
  }

  @Test
  void a_function_has_exactly_the_variables_that_the_template_sets() {
    Template template = Template.read();
    try (LocalStack stack = LocalStack.start(options(Path.of("").toAbsolutePath()))) {
      assertThat(functions(stack).map(FunctionSpec::name))
          .containsExactlyElementsOf(
              template.idsOf("AWS::Serverless::Function").stream()
                  .filter(id -> !template.resource(id).containsKey("Condition"))
                  .toList());
      assertThat(functions(stack))
          .allSatisfy(
              spec ->
                  assertThat(spec.environment().keySet())
                      .as(spec.name())
                      .isEqualTo(template.environment(spec.name()).keySet()));
      assertThat(functions(stack).flatMap(spec -> spec.environment().values().stream()))
          .as("nothing leaves the machine")
          .noneMatch(value -> value.contains("amazonaws.com"));
      assertThat(functions(stack))
          .allSatisfy(
              spec ->
                  assertThat(stack.functionEnvironment()).containsAllEntriesOf(spec.environment()));
    }
  }

  @Test
  void what_changes_in_the_template_changes_in_the_stack() {
    changed(
        Map.of(
            "UnknownGrace", "PT7M",
            "LedgerDays", "40",
            "SoftBounceWindow", "P9D",
            "HoldStreams", "\"\"",
            "RateHeadroom", "0.5",
            "DefaultFrom", "Shop <shop@example.com>",
            "LogLevel", "WARN",
            "DispatchMemory", "900",
            "BulkBatchSize", "7"),
        text ->
            text.replace("VisibilityTimeout: 361", "VisibilityTimeout: 99")
                .replace("maxReceiveCount: 5", "maxReceiveCount: 4")
                .replace("BatchSize: 10\n", "BatchSize: 8\n")
                .replace("InSeconds: 1\n", "InSeconds: 3\n")
                .replace("Timeout: 60", "Timeout: 50")
                .replace("Timeout: 30", "Timeout: 20")
                .replace("rate(1 minute)", "rate(2 hours)"));
    LocalOptions options = options(directory);
    try (LocalStack stack = LocalStack.start(options);
        SqsClient sqs = stack.sqs().client()) {
      assertThat(stack.dispatch().spec().environment())
          .containsEntry("POSTRIDER_UNKNOWN_GRACE", "PT7M")
          .containsEntry("POSTRIDER_LEDGER_DAYS", "40")
          .containsEntry("POSTRIDER_SOFT_BOUNCE_WINDOW", "P9D")
          .containsEntry("POSTRIDER_HOLD_STREAMS", "")
          .containsEntry("POSTRIDER_DEFAULT_FROM", "Shop <shop@example.com>")
          .containsEntry("POSTRIDER_LOG_LEVEL", "WARN");
      assertThat(stack.feedback().spec().environment())
          .containsEntry("POSTRIDER_SOFT_BOUNCE_WINDOW", "P9D");
      assertThat(stack.accountWatch().orElseThrow().spec().environment())
          .containsEntry("POSTRIDER_RATE_HEADROOM", "0.5");
      assertThat(functions(stack).map(FunctionSpec::timeout))
          .containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(20), Duration.ofSeconds(20));
      assertThat(functions(stack).map(FunctionSpec::recursiveLoop))
          .containsExactly(RecursiveLoop.ALLOW, RecursiveLoop.TERMINATE, RecursiveLoop.TERMINATE);
      assertThat(functions(stack).map(FunctionSpec::memoryMegabytes))
          .containsExactly(900, 1024, 1024);
      assertThat(List.of(stack.mailEvents().mapping(), stack.bulkEvents().mapping()))
          .extracting(Mapping::batchSize, Mapping::batchingWindow, Mapping::maximumConcurrency)
          .containsExactly(tuple(8, Duration.ZERO, 1), tuple(7, Duration.ofSeconds(3), 1));
      assertThat(List.of(stack.queues().mail(), stack.queues().bulk()))
          .allSatisfy(
              url ->
                  assertThat(
                          sqs.getQueueAttributes(
                                  get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                              .attributes())
                      .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "99")
                      .extractingByKey(QueueAttributeName.REDRIVE_POLICY)
                      .asString()
                      .contains("\"maxReceiveCount\":4"));
      assertThat(options.accountWatchInterval()).isEqualTo(Duration.ofHours(2));
    }
  }

  @Test
  void an_option_counts_more_than_the_template() {
    LocalOptions options =
        options(Path.of("").toAbsolutePath())
            .domain("example.net")
            .queueing(
                new LocalOptions.Queueing(Duration.ofSeconds(2), 3, 4, Duration.ofMillis(200)))
            .environment(Map.of("POSTRIDER_UNKNOWN_GRACE", "PT3S"));
    try (LocalStack stack = LocalStack.start(options)) {
      assertThat(stack.dispatch().spec().environment())
          .containsEntry("POSTRIDER_DEFAULT_FROM", "no-reply@example.net")
          .containsEntry("POSTRIDER_UNKNOWN_GRACE", "PT3S");
      assertThat(stack.accountWatch().orElseThrow().spec().environment())
          .containsEntry("POSTRIDER_MAIL_FROM_DOMAIN", "mail.example.net");
      assertThat(List.of(stack.mailEvents().mapping()))
          .extracting(Mapping::batchSize, Mapping::batchingWindow, Mapping::maximumConcurrency)
          .containsExactly(tuple(4, Duration.ofMillis(200), 1));
    }
  }

  @Test
  void a_functions_property_may_stand_in_globals_or_be_left_to_aws() {
    StackTemplate template = StackTemplate.read(Path.of("template.yaml"));

    assertThat(template.property("DispatchFunction", "Runtime")).contains("java25");
    assertThat(template.property("MailQueue", "Runtime")).isEmpty();
    assertThat(template.property("DispatchFunction", "ReservedConcurrentExecutions")).isEmpty();
    assertThatThrownBy(() -> template.number("DispatchFunction", "Events", "Mail", "Size"))
        .hasMessage("the template does not set Events.Mail.Size of DispatchFunction");
    assertThatThrownBy(() -> template.property("DispatchFunction", "Role"))
        .hasMessage("the embedded stack cannot resolve {Fn::GetAtt=DispatchRole.Arn}");
    assertThatThrownBy(() -> template.environment("DispatchFunction"))
        .hasMessageEndingWith(", which the embedded stack does not have");
  }

  /// Writes a copy of the template with other defaults.
  private void changed(Map<String, String> defaults, UnaryOperator<String> rest) {
    try {
      String text = rest.apply(Files.readString(Path.of("template.yaml")));
      for (Map.Entry<String, String> parameter : defaults.entrySet()) {
        text =
            text.replaceFirst(
                "(?s)(\n  %s:\n.*?\n    Default: )[^\n]*".formatted(parameter.getKey()),
                "$1" + parameter.getValue());
      }
      Files.writeString(directory.resolve("template.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
