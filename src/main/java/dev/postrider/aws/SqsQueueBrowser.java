package dev.postrider.aws;

import dev.postrider.calls.Chunks;
import dev.postrider.dispatch.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Browses a queue that nothing polls, where messages wait for a person: held, rejected or dead
/// letters.
///
/// To browse takes messages for a short time and gives them back, so that nothing is consumed. It
/// raises their receive counts, which loses nothing in a queue without a redrive policy. Never use
/// it on the queues of the dispatcher. SQS leaves out of a queue's age what was received three
/// times.
public final class SqsQueueBrowser {
  private static final int PER_CALL = 10;

  /// Longer than browsing takes. A process that is killed meanwhile hides messages no longer.
  private static final Duration HIDDEN_FOR = Duration.ofMinutes(2);

  private final SqsClient client;
  private final String queueUrl;
  private final Duration wait;
  private final boolean reasons;
  private final Duration hiddenFor;

  /// @param wait how long a receive waits for messages. On AWS a second: a receive that does not
  ///     wait asks only some of the queue's servers
  public SqsQueueBrowser(SqsClient client, String queueUrl, Duration wait) {
    this(client, queueUrl, wait, false, HIDDEN_FOR);
  }

  private SqsQueueBrowser(
      SqsClient client, String queueUrl, Duration wait, boolean reasons, Duration hiddenFor) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.wait = wait;
    this.reasons = reasons;
    this.hiddenFor = hiddenFor;
  }

  /// The same of the rejected queue, whose messages say why they are there. In any other queue such
  /// attributes are a producer's, and may hold anything.
  public SqsQueueBrowser withReasons() {
    return new SqsQueueBrowser(client, queueUrl, wait, true, hiddenFor);
  }

  /// The same for a look that takes no longer: killed meanwhile, it hides messages so long at most.
  public SqsQueueBrowser hidingFor(Duration longest) {
    return new SqsQueueBrowser(client, queueUrl, wait, reasons, longest);
  }

  /// One message of the queue.
  ///
  /// @param reason why it was rejected; empty in other queues
  /// @param problems what is wrong with it; holds no address and no body
  public record BrowsedMessage(
      Received message, Optional<String> reason, Optional<String> problems) {}

  /// How much of a queue was browsed.
  ///
  /// @param seen how many messages were looked at
  /// @param total how many SQS says there are, approximately
  /// @param complete whether the queue's end was reached
  public record Browse(int seen, int total, boolean complete) {
    /// Whether messages are there that were not looked at.
    public boolean partial() {
      return !complete || seen < total;
    }
  }

  /// How many messages a queue holds, as SQS approximates it.
  ///
  /// @param inFlight taken and not yet acknowledged
  public record QueueDepth(int waiting, int inFlight, int delayed) {
    public int total() {
      return waiting + inFlight + delayed;
    }
  }

  /// How many there are.
  public QueueDepth depth() {
    return depth(client, queueUrl);
  }

  /// How many messages any queue holds; takes none.
  public static QueueDepth depth(SqsClient client, String queueUrl) {
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
    return new QueueDepth(
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  private static int count(
      Map<QueueAttributeName, String> attributes, QueueAttributeName attribute) {
    return Integer.parseInt(attributes.getOrDefault(attribute, "0"));
  }

  /// Shows each message once, in no particular order. Who browses for longer than messages stay
  /// hidden receives some again; it ends when no new one comes.
  ///
  /// @param atMost how many messages are shown at most
  /// @param done whether the message is done with, and is deleted; all others are given back
  public Browse browse(int atMost, Predicate<BrowsedMessage> done) {
    return browse(atMost, done, () -> false);
  }

  /// The same, ended early.
  ///
  /// @param enough asked after every few messages: whether the rest need not be looked at
  public Browse browse(int atMost, Predicate<BrowsedMessage> done, BooleanSupplier enough) {
    int total = depth().total();
    Set<String> seen = new HashSet<>();
    Set<String> kept = new LinkedHashSet<>();
    try {
      while (seen.size() < atMost) {
        List<Message> messages = receive(Math.min(PER_CALL, atMost - seen.size()));
        if (messages.isEmpty()) {
          return new Browse(seen.size(), total, true);
        }
        if (!browse(messages, seen, kept, done) || enough.getAsBoolean()) {
          return new Browse(seen.size(), total, false);
        }
      }
      return new Browse(seen.size(), total, false);
    } finally {
      giveBack(kept);
    }
  }

  /// @return false when all of them were received before: the first ones are visible again
  private boolean browse(
      List<Message> messages, Set<String> seen, Set<String> kept, Predicate<BrowsedMessage> done) {
    List<String> finished = new ArrayList<>();
    boolean anyNew = false;
    // Kept until their end is known: a visitor that fails must not lose them.
    messages.forEach(message -> kept.add(message.receiptHandle()));
    try {
      for (Message message : messages) {
        boolean isNew = seen.add(message.messageId());
        anyNew |= isNew;
        if (isNew && done.test(browsed(message))) {
          kept.remove(message.receiptHandle());
          finished.add(message.receiptHandle());
        }
      }
    } finally {
      delete(finished);
    }
    return anyNew;
  }

  private List<Message> receive(int atMost) {
    return client
        .receiveMessage(
            r ->
                r.queueUrl(queueUrl)
                    .maxNumberOfMessages(atMost)
                    .visibilityTimeout((int) hiddenFor.toSeconds())
                    .waitTimeSeconds((int) wait.toSeconds())
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.SENT_TIMESTAMP,
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                        MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .messages();
  }

  private BrowsedMessage browsed(Message message) {
    Map<MessageSystemAttributeName, String> system = message.attributes();
    return new BrowsedMessage(
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
            r -> r.queueUrl(queueUrl).entries(numbered(handles, SqsQueueBrowser::deleted)));
    if (!response.failed().isEmpty()) {
      throw new IllegalStateException(
          "SQS did not delete "
              + response.failed().size()
              + " messages that are done with: repeat the command, it deletes only them");
    }
  }

  private static DeleteMessageBatchRequestEntry deleted(String id, String handle) {
    return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build();
  }

  /// Best effort: what is not given back becomes visible by itself.
  private void giveBack(Set<String> handles) {
    for (List<String> some : Chunks.of(List.copyOf(handles), PER_CALL)) {
      client.changeMessageVisibilityBatch(
          r -> r.queueUrl(queueUrl).entries(numbered(some, SqsQueueBrowser::visible)));
    }
  }

  private static ChangeMessageVisibilityBatchRequestEntry visible(String id, String handle) {
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(id)
        .receiptHandle(handle)
        .visibilityTimeout(0)
        .build();
  }

  private static <E> List<E> numbered(List<String> handles, BiFunction<String, String, E> entry) {
    return IntStream.range(0, handles.size())
        .mapToObj(i -> entry.apply(Integer.toString(i), handles.get(i)))
        .toList();
  }
}
