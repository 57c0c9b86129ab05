package dev.postrider.aws;

import dev.postrider.calls.Chunks;
import dev.postrider.dispatch.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A queue that nothing polls, where messages wait for a person: rejected, held or dead mail.
///
/// Looking takes messages for a short time and gives them back, so that nothing is consumed. It
/// raises their receive counts, which loses nothing where nothing redrives; so never use it on the
/// queues of the dispatcher. SQS leaves out of a queue's age what was received three times.
public final class SqsShelf {
  private static final int PER_CALL = 10;

  /// Longer than a look takes; who is killed while looking hides messages for no longer than this.
  private static final Duration LOOK = Duration.ofMinutes(2);

  private final SqsClient client;
  private final String queueUrl;
  private final Duration wait;
  private final boolean reasons;

  /// @param wait how long a receive waits for messages. On AWS a second: a receive that does not
  ///     wait asks only some of the queue's servers
  public SqsShelf(SqsClient client, String queueUrl, Duration wait) {
    this(client, queueUrl, wait, false);
  }

  private SqsShelf(SqsClient client, String queueUrl, Duration wait, boolean reasons) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.wait = wait;
    this.reasons = reasons;
  }

  /// The same of the rejected queue, whose messages say why they are there. In any other queue such
  /// attributes are a producer's, and may hold anything.
  public SqsShelf withReasons() {
    return new SqsShelf(client, queueUrl, wait, true);
  }

  /// One message.
  ///
  /// @param reason why it was rejected; empty in other queues
  /// @param problems what is wrong with it; holds no address and no body
  public record Item(Received message, Optional<String> reason, Optional<String> problems) {}

  /// What a look came to.
  ///
  /// @param seen how many messages were looked at
  /// @param total how many SQS says there are, give or take
  /// @param complete whether the look came to the queue's end
  public record Look(int seen, int total, boolean complete) {
    /// Whether messages are there that were not looked at.
    public boolean partial() {
      return !complete || seen < total;
    }
  }

  /// How many messages a queue holds, as SQS approximates it.
  ///
  /// @param inFlight taken and not yet acknowledged
  public record Depth(int waiting, int inFlight, int delayed) {
    public int total() {
      return waiting + inFlight + delayed;
    }
  }

  /// How many there are.
  public Depth depth() {
    return depth(client, queueUrl);
  }

  /// How many messages any queue holds; takes none.
  public static Depth depth(SqsClient client, String queueUrl) {
    Map<QueueAttributeName, String> attributes =
        client
            .getQueueAttributes(
                r ->
                    r.queueUrl(queueUrl)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    return new Depth(
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  private static int count(
      Map<QueueAttributeName, String> attributes, QueueAttributeName attribute) {
    return Integer.parseInt(attributes.getOrDefault(attribute, "0"));
  }

  /// Looks at each message once, in no order that means anything. A look that takes longer than
  /// messages stay away sees some again; it goes on until nothing new comes.
  ///
  /// @param atMost after so many messages the look ends
  /// @param done whether the message is done with, and is deleted; all others are given back
  public Look look(int atMost, Predicate<Item> done) {
    return look(atMost, done, () -> false);
  }

  /// The same, ended early.
  ///
  /// @param enough asked after every few messages: whether the rest need not be looked at
  public Look look(int atMost, Predicate<Item> done, BooleanSupplier enough) {
    int total = depth().total();
    Set<String> seen = new HashSet<>();
    List<String> kept = new ArrayList<>();
    try {
      while (seen.size() < atMost) {
        List<Message> messages = receive(Math.min(PER_CALL, atMost - seen.size()));
        if (messages.isEmpty()) {
          return new Look(seen.size(), total, true);
        }
        if (!lookAt(messages, seen, kept, done) || enough.getAsBoolean()) {
          return new Look(seen.size(), total, false);
        }
      }
      return new Look(seen.size(), total, false);
    } finally {
      giveBack(kept);
    }
  }

  /// @return false when all of them came again: the first ones are visible by now
  private boolean lookAt(
      List<Message> messages, Set<String> seen, List<String> kept, Predicate<Item> done) {
    List<String> finished = new ArrayList<>();
    boolean anyNew = false;
    try {
      for (Message message : messages) {
        boolean isNew = seen.add(message.messageId());
        anyNew |= isNew;
        // Kept until its end is known: a visitor that fails must not lose it.
        kept.add(message.receiptHandle());
        if (isNew && done.test(item(message))) {
          kept.removeLast();
          finished.add(message.receiptHandle());
        }
      }
    } finally {
      delete(finished);
      messages.stream()
          .map(Message::receiptHandle)
          .filter(handle -> !finished.contains(handle) && !kept.contains(handle))
          .forEach(kept::add);
    }
    return anyNew;
  }

  private List<Message> receive(int atMost) {
    return client
        .receiveMessage(
            r ->
                r.queueUrl(queueUrl)
                    .maxNumberOfMessages(atMost)
                    .visibilityTimeout((int) LOOK.toSeconds())
                    .waitTimeSeconds((int) wait.toSeconds())
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.SENT_TIMESTAMP,
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                        MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .messages();
  }

  private Item item(Message message) {
    Map<MessageSystemAttributeName, String> system = message.attributes();
    return new Item(
        new Received(
            message.messageId(),
            message.body(),
            system.get(MessageSystemAttributeName.MESSAGE_GROUP_ID),
            Instant.ofEpochMilli(
                Long.parseLong(
                    system.getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0"))),
            Integer.parseInt(
                system.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")),
            CarriedAttributes.read(name -> text(message, name))),
        reasons ? text(message, CarriedAttributes.REASON) : Optional.empty(),
        reasons ? text(message, CarriedAttributes.PROBLEMS) : Optional.empty());
  }

  private static Optional<String> text(Message message, String attribute) {
    return Optional.ofNullable(message.messageAttributes().get(attribute))
        .map(MessageAttributeValue::stringValue);
  }

  private void delete(List<String> handles) {
    if (handles.isEmpty()) {
      return;
    }
    var response =
        client.deleteMessageBatch(
            r ->
                r.queueUrl(queueUrl)
                    .entries(
                        numbered(handles).entrySet().stream()
                            .map(
                                e ->
                                    DeleteMessageBatchRequestEntry.builder()
                                        .id(e.getKey())
                                        .receiptHandle(e.getValue())
                                        .build())
                            .toList()));
    if (!response.failed().isEmpty()) {
      throw new IllegalStateException(
          "SQS did not delete "
              + response.failed().size()
              + " messages that are done with: repeat the command, it deletes only them");
    }
  }

  /// Best effort: what is not given back becomes visible by itself.
  private void giveBack(List<String> handles) {
    for (List<String> some : Chunks.of(handles, PER_CALL)) {
      client.changeMessageVisibilityBatch(
          r ->
              r.queueUrl(queueUrl)
                  .entries(
                      numbered(some).entrySet().stream()
                          .map(
                              e ->
                                  ChangeMessageVisibilityBatchRequestEntry.builder()
                                      .id(e.getKey())
                                      .receiptHandle(e.getValue())
                                      .visibilityTimeout(0)
                                      .build())
                          .toList()));
    }
  }

  private static Map<String, String> numbered(List<String> handles) {
    Map<String, String> numbered = new HashMap<>();
    handles.forEach(handle -> numbered.put(Integer.toString(numbered.size()), handle));
    return numbered;
  }
}
