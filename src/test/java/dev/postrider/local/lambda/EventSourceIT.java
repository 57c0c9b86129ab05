package dev.postrider.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.Await;
import dev.postrider.local.LocalAws;
import dev.postrider.local.LocalSqs;
import dev.postrider.local.Queues;
import dev.postrider.local.SnsPublisher;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The event source between the embedded SQS and a handler in a JVM of its own.
class EventSourceIT {
  @TempDir private static Path logs;
  private static LocalSqs sqs;
  private static SqsClient client;
  private static Queues queues;
  private static LambdaFunction function;
  private static EventSource source;
  private static LambdaApi api;

  @BeforeAll
  static void start() {
    sqs = LocalSqs.start();
    client = sqs.client();
    // Long enough for a batch of fifty on a busy machine: a message that comes back while its batch
    // is handled ends among the dead letters.
    queues = sqs.createQueues(Duration.ofSeconds(4), 2);
    function =
        LambdaFunction.start(TestFunctions.spec(QueueHandler.class, Duration.ofSeconds(60), logs));
    source =
        new EventSource(
            new EventSource.Mapping(
                "mail-events", queues.mail(), function, 50, Duration.ofMillis(200), 1),
            sqs.client());
    api = LambdaApi.start(0);
    api.add(source);
  }

  @AfterAll
  static void stop() {
    api.close();
    source.close();
    function.close();
    client.close();
    sqs.close();
  }

  /// A test may have ended its JVM, and a new one takes longer to start than a message stays
  // unseen.
  @BeforeEach
  void warm() throws InterruptedException {
    Message message = Message.builder().messageId("warm").body("ok").build();
    assertThat(
            function.invoke(
                SqsEventJson.of(
                    List.of(SqsEventJson.record(message, Queues.arnOf(queues.mail()))))))
        .isInstanceOf(InvocationOutcome.HandlerReturned.class);
  }

  private static void send(String... bodies) {
    for (String body : bodies) {
      client.sendMessage(s -> s.queueUrl(queues.mail()).messageBody(body));
    }
  }

  /// Waiting and in flight.
  private static int left(String queueUrl) {
    Map<QueueAttributeName, String> attributes =
        client
            .getQueueAttributes(g -> g.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  /// Looks at the dead letters when their queue has let go of them: ElasticMQ keeps a message for
  /// ever, and hands it out no more, that is received from the dead letters while it is moved
  // there.
  private static List<String> deadLetters() {
    Await.until("the queue is empty", () -> left(queues.mail()) == 0);
    return client
        .receiveMessage(r -> r.queueUrl(queues.mailDeadLetters()).maxNumberOfMessages(10))
        .messages()
        .stream()
        .map(EventSourceIT::takeDeadLetter)
        .toList();
  }

  private static String takeDeadLetter(Message message) {
    client.deleteMessage(
        d -> d.queueUrl(queues.mailDeadLetters()).receiptHandle(message.receiptHandle()));
    return message.body();
  }

  @Test
  void aMessageThatFailsAgainAndAgainEndsInTheDeadLettersAndTheOthersDoNot() {
    send("ok", "fail", "ok");
    assertThat(deadLetters()).containsExactly("fail");
  }

  @Test
  void aBatchWhoseInvocationFailsComesBackWhole() {
    send("throw");
    assertThat(deadLetters()).containsExactly("throw");
    send("bad identifier");
    assertThat(deadLetters()).containsExactly("bad identifier");
    send("exit");
    assertThat(deadLetters()).containsExactly("exit");
  }

  @Test
  void aBacklogComesInLargeBatches() {
    source.enabled(false);
    Await.until("the poller rests", () -> source.batchesInFlight() == 0);
    int before = source.batches();
    for (int i = 0; i < 10; i++) {
      client.sendMessageBatch(
          b ->
              b.queueUrl(queues.mail())
                  .entries(
                      IntStream.range(0, 10)
                          .mapToObj(
                              n ->
                                  SendMessageBatchRequestEntry.builder()
                                      .id("m" + n)
                                      .messageBody("ok")
                                      .build())
                          .toList()));
    }
    source.enabled(true);
    Await.until("the queue is empty", () -> left(queues.mail()) == 0);
    assertThat(source.batches() - before).isBetween(2, 4);
  }

  @Test
  void aBatchIsClosedBeforeItsPayloadIsTooLarge() {
    source.enabled(false);
    Await.until("the poller rests", () -> source.batchesInFlight() == 0);
    int before = source.batches();
    String large = "x".repeat(900_000);
    IntStream.range(0, 8).forEach(_ -> send(large));
    source.enabled(true);
    Await.until("the queue is empty", () -> left(queues.mail()) == 0);
    assertThat(source.batches() - before).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aMappingIsDisabledAndEnabledThroughLambdasApi() {
    try (LambdaClient lambda = LocalAws.configure(LambdaClient.builder(), api.endpoint()).build()) {
      assertThat(
              lambda
                  .updateEventSourceMapping(u -> u.uuid(source.mapping().uuid()).enabled(false))
                  .state())
          .isEqualTo("Disabling");
      Await.until(
          "the last poll is over",
          () ->
              lambda
                  .getEventSourceMapping(g -> g.uuid(source.mapping().uuid()))
                  .state()
                  .equals("Disabled"));
      send("ok");
      assertThat(left(queues.mail())).isEqualTo(1);

      assertThat(
              lambda
                  .updateEventSourceMapping(u -> u.uuid(source.mapping().uuid()).enabled(true))
                  .state())
          .isEqualTo("Enabling");
      Await.until("the queue is empty", () -> left(queues.mail()) == 0);
      assertThat(lambda.listEventSourceMappings(_ -> {}).eventSourceMappings())
          .extracting(m -> m.state())
          .containsExactly("Enabled");
    }
  }

  @Test
  void aNotificationThatCannotBeTakenInEndsInTheFeedbackDeadLetters() {
    try (LambdaFunction feedback =
            LambdaFunction.start(
                TestFunctions.spec(TopicHandler.class, Duration.ofSeconds(30), logs));
        SnsPublisher topic =
            new SnsPublisher(
                new AsyncInvoker(
                    feedback, sqs.client(), queues.feedbackDeadLetters(), Duration.ofMillis(10)),
                Clock.systemUTC())) {
      topic.publish("{\"eventType\":\"Send\"}");
      topic.publish("{\"eventType\":\"poison\"}");
      Await.until("both are done with", () -> topic.pending() == 0);
      assertThat(
              client
                  .receiveMessage(
                      r -> r.queueUrl(queues.feedbackDeadLetters()).maxNumberOfMessages(10))
                  .messages())
          .singleElement()
          .extracting(Message::body)
          .asString()
          .contains("\"condition\":\"RetriesExhausted\"", "poison");
    }
  }
}
