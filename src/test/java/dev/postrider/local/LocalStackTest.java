package dev.postrider.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.lambda.QueueHandler;
import dev.postrider.local.lambda.TestFunctions;
import dev.postrider.local.lambda.TopicHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The composition, with handlers of these tests in the place of the functions.
class LocalStackTest {
  @TempDir private Path directory;

  private LocalOptions options() {
    return LocalOptions.of(Path.of("target"))
        .functions(
            TestFunctions.classPath(),
            Map.of(
                "DispatchFunction", QueueHandler.class.getName() + "::handleRequest",
                "FeedbackFunction", TopicHandler.class.getName() + "::handleRequest"))
        .logs(directory)
        .queueing(new LocalOptions.Queueing(Duration.ofSeconds(1), 2, 50, Duration.ZERO));
  }

  @Test
  void mailGoesThroughBothLanesAndFeedbackThroughTheTopicAndNothingStaysBehind() {
    List<Long> pids = new ArrayList<>();
    try (LocalStack stack = LocalStack.start(options());
        SqsClient sqs = stack.sqs().client();
        SesV2Client ses = stack.ses().client();
        DynamoDbClient dynamoDb = stack.dynamoDb().client()) {
      sqs.sendMessage(s -> s.queueUrl(stack.queues().mail()).messageBody("ok"));
      sqs.sendMessage(s -> s.queueUrl(stack.queues().bulk()).messageBody("fail"));
      ses.sendEmail(
          e ->
              e.fromEmailAddress("a@example.com")
                  .configurationSetName("postrider")
                  .destination(d -> d.toAddresses("bounce+poison@simulator.amazonses.com"))
                  .content(
                      c ->
                          c.simple(
                              s ->
                                  s.subject(t -> t.data("s"))
                                      .body(b -> b.text(t -> t.data("t"))))));

      Await.until(
          "the dead letters are there",
          () ->
              stack.depth(stack.queues().mailDeadLetters()) == 1
                  && stack.depth(stack.queues().feedbackDeadLetters()) == 2);
      Await.until("all is done", stack::isIdle);
      // At least: a cold start may outlast the short visibility time-out, and SQS hands out again.
      assertThat(stack.mailEvents().batches()).isPositive();
      assertThat(stack.bulkEvents().batches()).isGreaterThanOrEqualTo(2);
      assertThat(dynamoDb.listTables().tableNames())
          .containsExactlyInAnyOrder(LocalStack.LEDGER_TABLE, LocalStack.SUPPRESSION_TABLE);
      pids.addAll(stack.dispatch().pids());
      pids.addAll(stack.feedback().pids());
    }
    assertThat(pids).hasSizeGreaterThanOrEqualTo(2);
    Await.until(
        "all instances are gone",
        () -> pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
  }

  @Test
  void theFunctionsVariablesAreReadableBySam() {
    try (LocalStack stack = LocalStack.start(options())) {
      ObjectNode json =
          HttpJson.readObject(Endpoints.samJson(stack.functionEnvironment())).orElseThrow();
      assertThat(json.at("/Parameters/POSTRIDER_MAIL_QUEUE_URL").asText())
          .isEqualTo(stack.queues().mail());
      assertThat(json.at("/Parameters/POSTRIDER_MAIL_EVENT_SOURCE_ID").asText())
          .isEqualTo(stack.mailEvents().mapping().uuid());
      assertThat(stack.endpoints().exports())
          .contains("export AWS_ENDPOINT_URL_SESV2=" + stack.ses().endpoint());
    }
  }
}
