package dev.postrider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

class LocalSqsTest {
  private static LocalSqs sqs;
  private static Queues queues;
  private static SqsClient client;

  @BeforeAll
  static void start() {
    sqs = LocalSqs.start();
    queues = sqs.createQueues(Duration.ofSeconds(30), 2);
    client = sqs.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    sqs.close();
  }

  private static List<Message> receive(String queueUrl) {
    return client
        .receiveMessage(r -> r.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(0))
        .messages();
  }

  private static void giveBack(String queueUrl, Message message) {
    client.changeMessageVisibility(
        c -> c.queueUrl(queueUrl).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }

  @Test
  void aMessageThatIsGivenBackTooOftenEndsInTheDeadLetters() {
    client.sendMessage(s -> s.queueUrl(queues.mail()).messageBody("poison"));
    giveBack(queues.mail(), receive(queues.mail()).getFirst());
    giveBack(queues.mail(), receive(queues.mail()).getFirst());

    assertThat(receive(queues.mail())).isEmpty();
    assertThat(receive(queues.mailDeadLetters())).extracting(Message::body).containsOnly("poison");
  }

  @Test
  void theOldestMessageGivesAQueueItsAgeUntilItIsDeletedOrMoved() {
    String dead = client.createQueue(q -> q.queueName("aging-dead")).queueUrl();
    String queue =
        client
            .createQueue(
                q ->
                    q.queueName("aging")
                        .attributes(
                            Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":1}"
                                    .formatted(Queues.arnOf(dead)))))
            .queueUrl();
    Instant before = Instant.now();
    assertThat(sqs.ages(before)).doesNotContainKeys("aging", "aging-dead");
    client.sendMessage(s -> s.queueUrl(queue).messageBody("one").delaySeconds(900));
    Instant between = Instant.now();
    client.sendMessage(s -> s.queueUrl(queue).messageBody("two"));
    client.sendMessage(s -> s.queueUrl(queue).messageBody("three"));

    assertThat(sqs.ages(between.plusSeconds(60)).get("aging"))
        .isBetween(Duration.ofSeconds(60), Duration.between(before, between).plusSeconds(60));

    Instant moved = Instant.now();
    receive(queue).forEach(message -> giveBack(queue, message));
    assertThat(receive(queue)).isEmpty();
    Await.until("two moved", () -> sqs.ages(moved).containsKey("aging-dead"));
    assertThat(sqs.ages(moved).get("aging-dead")).isNegative();

    receive(dead)
        .forEach(m -> client.deleteMessage(d -> d.queueUrl(dead).receiptHandle(m.receiptHandle())));
    Await.until("two deleted", () -> !sqs.ages(moved).containsKey("aging-dead"));
    assertThat(sqs.ages(moved)).containsKey("aging");
    client.purgeQueue(q -> q.queueUrl(queue));
    assertThat(sqs.ages(moved)).doesNotContainKey("aging");
  }

  @Test
  void everyQueueIsFoundUnderItsNameAndArn() {
    for (String queueUrl : queues.all()) {
      assertThat(client.getQueueUrl(g -> g.queueName(Queues.nameOf(queueUrl))).queueUrl())
          .isEqualTo(queueUrl);
      assertThat(
              client
                  .getQueueAttributes(
                      g -> g.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
                  .attributes())
          .containsEntry(QueueAttributeName.QUEUE_ARN, Queues.arnOf(queueUrl));
    }
  }

  @Test
  void aBodyOfOneMebibyteIsTakenAndOneByteMoreIsRefused() {
    String mebibyte = "x".repeat(1_048_576);
    client.sendMessage(s -> s.queueUrl(queues.held()).messageBody(mebibyte));

    assertThat(receive(queues.held())).extracting(m -> m.body().length()).containsOnly(1_048_576);
    assertThatThrownBy(
            () -> client.sendMessage(s -> s.queueUrl(queues.held()).messageBody(mebibyte + "x")))
        .isInstanceOf(SqsException.class);
  }
}
