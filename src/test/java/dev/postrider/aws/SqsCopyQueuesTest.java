package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.dispatch.Batch.Lane;
import dev.postrider.dispatch.MessageCopy;
import dev.postrider.dispatch.Received;
import dev.postrider.dispatch.Received.Carried;
import dev.postrider.dispatch.RejectReason;
import dev.postrider.email.EntryRanges;
import dev.postrider.local.LocalSqs;
import dev.postrider.local.Queues;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Copies over the real protocol.
final class SqsCopyQueuesTest {
  private static final Instant SENT_AT = Instant.parse("2026-11-24T12:00:00.123Z");

  private static SdkProperties properties;
  private static LocalSqs sqs;
  private static Queues queues;
  private static SqsClient client;

  /// Reads without time-outs: what a timed-out receive took out of the queue is not seen again.
  private static SqsClient reader;

  private static SqsCopyQueues copyQueues;

  @BeforeAll
  static void start() {
    properties = new SdkProperties();
    sqs = LocalSqs.start();
    queues = sqs.createQueues();
    client = client(sqs.endpoint());
    reader = sqs.client();
    copyQueues = new SqsCopyQueues(client, urls());
  }

  private static SqsClient client(URI endpoint) {
    properties.sqs(endpoint);
    return AwsClients.sqs();
  }

  private static SqsCopyQueues.QueueUrls urls() {
    return new SqsCopyQueues.QueueUrls(
        queues.mail(), queues.bulk(), queues.rejected(), queues.held());
  }

  @AfterAll
  static void stop() {
    client.close();
    reader.close();
    sqs.close();
    properties.close();
  }

  @AfterEach
  void empty() {
    queues.all().forEach(url -> client.purgeQueue(purge -> purge.queueUrl(url)));
  }

  private static Received record(String body, @Nullable String groupId, Carried carried) {
    return new Received("m-1", body, groupId, SENT_AT, 2, carried);
  }

  private static Received record(String body) {
    return record(body, null, Carried.NOTHING);
  }

  private static MessageCopy deferred(Received record, Lane lane, Duration delay) {
    return new MessageCopy.DeferredCopy(record, "a", EntryRanges.ALL, lane, delay, 1, null);
  }

  private static List<Message> receive(String url) {
    List<Message> all = new ArrayList<>();
    List<Message> some;
    do {
      some =
          reader
              .receiveMessage(
                  r ->
                      r.queueUrl(url)
                          .maxNumberOfMessages(10)
                          .waitTimeSeconds(0)
                          .messageAttributeNames("All")
                          .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
              .messages();
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }

  private static Map<String, String> attributes(Message message) {
    return message.messageAttributes().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                a -> a.getValue().dataType() + ":" + a.getValue().stringValue()));
  }

  @Test
  void aDeferredCopyIsTheProducersBodyWithWhatACopyCarries() {
    String body = " {\"id\" : \"a\",\n \"subject\":\"ご注文 🎉\"} ";
    Received record =
        record(
            body,
            "acme",
            new Carried(
                Optional.of("a"),
                2,
                Optional.of(Instant.ofEpochMilli(1_700_000_000_001L)),
                EntryRanges.ALL));

    List<Boolean> placed =
        copyQueues.place(
            List.of(
                new MessageCopy.DeferredCopy(
                    record,
                    "a",
                    new EntryRanges("0-3,7"),
                    Lane.MAIL,
                    Duration.ZERO,
                    3,
                    null,
                    Optional.of(Instant.ofEpochMilli(1_700_000_000_002L)))));

    assertThat(placed).containsExactly(true);
    Message copy = receive(queues.mail()).getFirst();
    assertThat(copy.body()).isEqualTo(body);
    assertThat(attributes(copy))
        .isEqualTo(
            Map.of(
                "postrider-id", "String:a",
                "postrider-attempt", "Number:3",
                "postrider-first-seen", "Number:1700000000001",
                "postrider-misconfigured-since", "Number:1700000000002",
                "postrider-entries", "String:0-3,7"));
    assertThat(copy.attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "acme");
  }

  @Test
  void theFirstCopyIsSeenFirstWhenTheProducerEnqueuedItAndIsAboutAllEntries() {
    copyQueues.place(List.of(deferred(record("x"), Lane.BULK, Duration.ZERO)));

    Message copy = receive(queues.bulk()).getFirst();
    assertThat(attributes(copy))
        .containsEntry("postrider-first-seen", "Number:" + SENT_AT.toEpochMilli())
        .doesNotContainKey("postrider-entries");
    assertThat(copy.attributes()).doesNotContainKey(MessageSystemAttributeName.MESSAGE_GROUP_ID);
  }

  @Test
  void everyKindOfCopyGoesToItsQueue() {
    copyQueues.place(
        List.of(
            new MessageCopy.HeldCopy(record("held"), "a", EntryRanges.ALL),
            deferred(record("mail"), Lane.MAIL, Duration.ZERO),
            new MessageCopy.RejectedCopy(
                record("rejected"), "a", EntryRanges.ALL, RejectReason.MALFORMED, "why"),
            deferred(record("bulk"), Lane.BULK, Duration.ZERO)));

    assertThat(receive(queues.mail())).extracting(Message::body).containsExactly("mail");
    assertThat(receive(queues.bulk())).extracting(Message::body).containsExactly("bulk");
    assertThat(receive(queues.held())).extracting(Message::body).containsExactly("held");
    assertThat(receive(queues.rejected())).extracting(Message::body).containsExactly("rejected");
  }

  @Test
  void aRejectedCopySaysWhyAndItsTextIsBounded() {
    Received record =
        record("{", null, new Carried(Optional.of("a"), 4, Optional.empty(), EntryRanges.ALL));

    copyQueues.place(
        List.of(
            new MessageCopy.RejectedCopy(
                record, "a", EntryRanges.ALL, RejectReason.MALFORMED, "é".repeat(3_000))));

    Map<String, String> attributes = attributes(receive(queues.rejected()).getFirst());
    assertThat(attributes)
        .containsEntry("postrider-id", "String:a")
        .containsEntry("postrider-reason", "String:MALFORMED")
        .containsEntry("postrider-attempt", "Number:4")
        .containsEntry("postrider-problems", "String:" + "é".repeat(1_999) + "…");
  }

  @Test
  void aHeldCopyKeepsItsEntries() {
    copyQueues.place(List.of(new MessageCopy.HeldCopy(record("x"), "a", new EntryRanges("1"))));

    assertThat(attributes(receive(queues.held()).getFirst()))
        .containsEntry("postrider-entries", "String:1")
        .containsEntry("postrider-attempt", "Number:0");
  }

  @Test
  void aDelayedCopyIsNotThereBeforeItsTime() {
    copyQueues.place(
        List.of(
            deferred(record("now"), Lane.MAIL, Duration.ZERO),
            deferred(record("soon"), Lane.MAIL, Duration.ofMillis(1)),
            deferred(record("late"), Lane.MAIL, Duration.ofMinutes(15))));

    assertThat(receive(queues.mail())).extracting(Message::body).containsExactly("now");
    assertThat(
            client
                .getQueueAttributes(
                    g -> g.queueUrl(queues.mail()).attributeNames(QueueAttributeName.ALL))
                .attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "2");
  }

  @Test
  void aDelayIsRoundedUpToWholeSecondsSoThatNothingComesBackTooEarly() {
    List<String> bodies = new ArrayList<>();
    try (LoopbackServer server = recording(bodies);
        SqsClient recorded = client(server.endpoint())) {
      new SqsCopyQueues(recorded, urls())
          .place(
              List.of(
                  deferred(record("a"), Lane.MAIL, Duration.ofMillis(1_001)),
                  deferred(record("b"), Lane.MAIL, Duration.ofMinutes(15))));
    }

    assertThat(bodies.getFirst()).contains("\"DelaySeconds\":2").contains("\"DelaySeconds\":900");
  }

  @Test
  void moreThanTenCopiesTakeSeveralCallsAndAreAnsweredInTheirOrder() {
    List<MessageCopy> placements =
        IntStream.range(0, 23)
            .mapToObj(
                i -> deferred(record("b" + i), i % 2 == 0 ? Lane.MAIL : Lane.BULK, Duration.ZERO))
            .toList();

    assertThat(copyQueues.place(placements)).hasSize(23).containsOnly(true);

    assertThat(receive(queues.mail())).hasSize(12);
    assertThat(receive(queues.bulk())).hasSize(11);
  }

  @Test
  void copiesThatAreTooLargeTogetherTakeSeveralCalls() {
    String large = "x".repeat(500_000);
    List<MessageCopy> placements =
        IntStream.range(0, 5)
            .mapToObj(i -> deferred(record(i + large), Lane.MAIL, Duration.ZERO))
            .toList();

    assertThat(copyQueues.place(placements)).containsExactly(true, true, true, true, true);
    // On a busy machine a call can time out and be repeated: a copy may be there twice.
    assertThat(receive(queues.mail()).stream().map(Message::body).distinct()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "17000, postrider-id postrider-attempt postrider-first-seen postrider-reason"
        + " postrider-problems",
    "150, postrider-id postrider-attempt postrider-first-seen postrider-reason",
    "80, postrider-id postrider-attempt postrider-reason",
    "60, postrider-id postrider-reason",
    "35, postrider-reason",
    "30, ''",
    "0, ''"
  })
  void aRejectedCopyGoesWithoutWhatItsBodyLeavesNoRoomFor(int room, String names) {
    int bytes = 1_048_576 - room;

    assertThat(
            copyQueues.place(
                List.of(
                    new MessageCopy.RejectedCopy(
                        record("x".repeat(bytes)),
                        "a",
                        EntryRanges.ALL,
                        RejectReason.MALFORMED,
                        "body: found too many bytes, allowed are less"))))
        .containsExactly(true);

    Message copy = receive(queues.rejected()).getFirst();
    assertThat(copy.body()).hasSize(bytes);
    assertThat(attributes(copy).keySet())
        .isEqualTo(
            Arrays.stream(names.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
  }

  @Test
  void twoCopiesOfExactlyAMebibyteGoInOneCallAndAByteMoreInTwo() {
    MessageCopy fixed = deferred(record(""), Lane.MAIL, Duration.ZERO);
    int half = 1_048_576 / 2 - bytesOfAttributes(fixed);

    assertThat(calls("x".repeat(half), "y".repeat(half))).isEqualTo(1);
    assertThat(calls("x".repeat(half), "y".repeat(half + 1))).isEqualTo(2);
  }

  private static int bytesOfAttributes(MessageCopy placement) {
    return "postrider-id".length()
        + "String".length()
        + "a".length()
        + "postrider-attempt".length()
        + "Number".length()
        + "1".length()
        + "postrider-first-seen".length()
        + "Number".length()
        + Long.toString(placement.record().firstSeen().toEpochMilli()).length();
  }

  private static int calls(String... texts) {
    List<String> bodies = new ArrayList<>();
    try (LoopbackServer server = recording(bodies);
        SqsClient recorded = client(server.endpoint())) {
      new SqsCopyQueues(recorded, urls())
          .place(
              Arrays.stream(texts)
                  .map(text -> deferred(record(text), Lane.MAIL, Duration.ZERO))
                  .toList());
    }
    return bodies.size();
  }

  private static LoopbackServer recording(List<String> bodies) {
    return LoopbackServer.start(
        "recording-sqs",
        0,
        call -> {
          synchronized (bodies) {
            bodies.add(new String(call.body(), StandardCharsets.UTF_8));
          }
          return Reply.text(200, "application/x-amz-json-1.0", "{\"Successful\":[],\"Failed\":[]}");
        });
  }

  @Test
  void aCopyThatTheAnswerDoesNotNameIsNotSafe() {
    try (LoopbackServer server = recording(new ArrayList<>());
        SqsClient silent = client(server.endpoint())) {
      assertThat(
              new SqsCopyQueues(silent, urls())
                  .place(
                      List.of(
                          deferred(record("a"), Lane.MAIL, Duration.ZERO),
                          deferred(record("b"), Lane.BULK, Duration.ZERO))))
          .containsExactly(false, false);
    }
  }

  @Test
  void aQueueThatDoesNotExistAnswersFalseAndHarmsNoOther() {
    SqsCopyQueues half =
        new SqsCopyQueues(
            client,
            new SqsCopyQueues.QueueUrls(
                queues.mail(), queues.bulk() + "-gone", queues.rejected(), queues.held()));

    assertThat(
            half.place(
                List.of(
                    deferred(record("a"), Lane.BULK, Duration.ZERO),
                    deferred(record("b"), Lane.MAIL, Duration.ZERO))))
        .containsExactly(false, true);
  }

  @Test
  void queuesThatCannotBeReachedAnswerFalse() {
    URI nobody;
    try (LoopbackServer closed = LoopbackServer.start("closed", 0, _ -> Reply.empty(200))) {
      nobody = closed.endpoint();
    }
    try (SqsClient alone = client(nobody)) {
      assertThat(
              new SqsCopyQueues(alone, urls())
                  .place(List.of(deferred(record("a"), Lane.MAIL, Duration.ZERO))))
          .containsExactly(false);
    }
  }
}
