package dev.postrider.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.Await;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalSqs;
import dev.postrider.local.LocalStack;
import dev.postrider.local.Queues;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// A function in a JVM of its own that enqueues for itself by the SDK.
class RecursiveLoopIT {
  @TempDir private static Path logs;
  private LocalSqs sqs;
  private SqsClient client;
  private Queues queues;

  @BeforeEach
  void start() {
    sqs = LocalSqs.start();
    client = sqs.client();
    queues = sqs.createQueues(Duration.ofSeconds(30), 5);
  }

  @AfterEach
  void stop() {
    client.close();
    sqs.close();
  }

  /// The SDK and the real functions, not packaged.
  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  private FunctionSpec spec(RecursiveLoop recursiveLoop) {
    return new FunctionSpec(
        "ReturningHandler",
        classPath(),
        ReturningHandler.class.getName() + "::handleRequest",
        Map.of(
            "AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString(),
            "OWN_QUEUE", queues.mail(),
            "OTHER_QUEUE", queues.held()),
        Duration.ofSeconds(20),
        256,
        1,
        logs.resolve("ReturningHandler.log"),
        recursiveLoop);
  }

  /// Sends the first number, and waits for what comes out at either end.
  private List<String> endOf(String queue, RecursiveLoop recursiveLoop, int dropped) {
    try (LambdaFunction function = LambdaFunction.start(spec(recursiveLoop));
        EventSource source =
            new EventSource(
                new EventSource.Mapping(
                    "mail-events", queues.mail(), function, 10, Duration.ZERO, 1),
                sqs.client())) {
      client.sendMessage(s -> s.queueUrl(queues.mail()).messageBody("0"));
      Await.until(
          "it came to an end",
          () -> !peek(queues.held()).isEmpty() || !peek(queues.mailDeadLetters()).isEmpty());
      assertThat(source.recursiveInvocationsDropped()).isEqualTo(dropped);
      return peek(queue);
    }
  }

  private List<String> peek(String queue) {
    return client.receiveMessage(r -> r.queueUrl(queue).visibilityTimeout(0)).messages().stream()
        .map(Message::body)
        .toList();
  }

  @Test
  void whatCameBackSixteenTimesEndsInTheDeadLetters() {
    assertThat(endOf(queues.mailDeadLetters(), RecursiveLoop.TERMINATE, 1)).containsExactly("16");
    assertThat(peek(queues.mail())).isEmpty();
  }

  @Test
  void aCopyOfTheDispatcherCarriesItsLineage() {
    LocalOptions options = LocalOptions.of(Path.of("target"));
    Map<String, String> handlers = new HashMap<>(options.handlers());
    handlers.remove("AccountWatchFunction");
    try (LocalStack stack = LocalStack.start(options.functions(classPath(), handlers).logs(logs));
        SqsClient own = stack.sqs().client()) {
      stack.bulkEvents().enabled(false);
      Await.until("the bulk queue is left alone", stack.bulkEvents()::atRest);
      own.sendMessage(
          s ->
              s.queueUrl(stack.queues().mail())
                  .messageBody(
                      """
                      {"id":"a","stream":"marketing","to":"success@simulator.amazonses.com",
                       "subject":"s","text":"t"}
                      """));
      Await.until("it is in its lane", () -> stack.depth(stack.queues().bulk()) == 1);

      assertThat(
              own.receiveMessage(
                      r ->
                          r.queueUrl(stack.queues().bulk())
                              .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                  .messages())
          .singleElement()
          .satisfies(copy -> assertThat(stack.dispatch().lineage().invocations(copy)).isEqualTo(1));
      assertThat(stack.dispatch().spec().recursiveLoop()).isEqualTo(RecursiveLoop.ALLOW);
      assertThat(stack.feedback().spec().recursiveLoop()).isEqualTo(RecursiveLoop.TERMINATE);
    }
  }

  @Test
  void whatMayComeBackGoesOn() {
    assertThat(endOf(queues.held(), RecursiveLoop.ALLOW, 0)).containsExactly("20");
  }
}
