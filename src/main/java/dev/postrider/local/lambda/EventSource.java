package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.calls.Chunks;
import dev.postrider.local.Queues;
import dev.postrider.local.http.HttpJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// An SQS event source mapping: polls a queue, invokes a function with batches, deletes what
/// succeeded, and leaves the rest to the queue's visibility time-out and redrive. What came back to
/// the function too often goes to the queue's dead letters, unless the function allows loops.
public final class EventSource implements AutoCloseable {
  /// What one ReceiveMessage or DeleteMessageBatch takes at most.
  private static final int SQS_BATCH = 10;

  /// Lambda's limit on an invocation's payload, less what wraps the records.
  private static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024 - 1024;

  /// Short, so that a mapping that is disabled or closed stops soon.
  private static final Duration LONG_POLL = Duration.ofSeconds(1);

  private static final Duration WINDOW_STEP = Duration.ofMillis(20);

  /// A mapping as template.yaml sets it up.
  ///
  /// @param uuid what names it in Lambda's API
  /// @param batchSize 1 to 10,000
  /// @param batchingWindow from the first message of a batch; above 10 messages at least a second
  /// @param maximumConcurrency batches in flight at the same time
  public record Mapping(
      String uuid,
      String queueUrl,
      LambdaFunction function,
      int batchSize,
      Duration batchingWindow,
      int maximumConcurrency) {

    /// The queue's ARN.
    public String queueArn() {
      return Queues.arnOf(queueUrl);
    }
  }

  private final Mapping mapping;
  private final SqsClient sqs;
  private final Semaphore slots;
  private final List<Message> carriedOver = new ArrayList<>();
  private final AtomicInteger batches = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final Thread poller;
  private volatile Consumer<Message> watcher = _ -> {};
  private boolean enabled = true;
  private boolean resting;
  private volatile boolean closed;

  /// Starts polling at once.
  ///
  /// @param sqs closed together with the mapping
  public EventSource(Mapping mapping, SqsClient sqs) {
    this.mapping = mapping;
    this.sqs = sqs;
    this.slots = new Semaphore(mapping.maximumConcurrency());
    this.poller = Thread.ofVirtual().name("event-source-" + mapping.uuid()).start(this::poll);
  }

  private void poll() {
    try {
      while (awaitEnabled()) {
        slots.acquire();
        List<Message> batch = nextBatch();
        if (batch.isEmpty()) {
          slots.release();
        } else {
          Thread.ofVirtual().name("event-source-batch").start(() -> deliver(batch));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// False when the mapping is closed.
  private synchronized boolean awaitEnabled() throws InterruptedException {
    try {
      while (!enabled && !closed) {
        resting = true;
        wait();
      }
      return !closed;
    } finally {
      resting = false;
    }
  }

  private List<Message> nextBatch() throws InterruptedException {
    List<Message> batch = new ArrayList<>(carriedOver);
    carriedOver.clear();
    if (batch.isEmpty()) {
      batch.addAll(receive(mapping.batchSize(), LONG_POLL));
    }
    Instant end = Instant.now().plus(mapping.batchingWindow());
    while (hasRoom(batch) && Instant.now().isBefore(end)) {
      List<Message> more = receive(mapping.batchSize() - batch.size(), Duration.ZERO);
      batch.addAll(more);
      if (more.isEmpty()) {
        Thread.sleep(WINDOW_STEP);
      }
    }
    return fitting(batch);
  }

  /// An empty batch waits for its first message by long polls, not by its window.
  private boolean hasRoom(List<Message> batch) {
    return !batch.isEmpty()
        && batch.size() < mapping.batchSize()
        && batch.stream().mapToLong(this::payloadBytes).sum() < MAX_PAYLOAD_BYTES;
  }

  /// The head of a batch that fits one invocation; the tail opens the next batch.
  private List<Message> fitting(List<Message> batch) {
    if (batch.isEmpty()) {
      return batch;
    }
    List<Message> head =
        Chunks.of(batch, batch.size(), MAX_PAYLOAD_BYTES, this::payloadBytes).getFirst();
    carriedOver.addAll(batch.subList(head.size(), batch.size()));
    return head;
  }

  private int payloadBytes(Message message) {
    String json = SqsEventJson.record(message, mapping.queueArn()).toString();
    return json.getBytes(StandardCharsets.UTF_8).length + 1;
  }

  private List<Message> receive(int atMost, Duration wait) throws InterruptedException {
    try {
      return sqs.receiveMessage(
              r ->
                  r.queueUrl(mapping.queueUrl())
                      .maxNumberOfMessages(Math.min(atMost, SQS_BATCH))
                      .waitTimeSeconds((int) wait.toSeconds())
                      .messageAttributeNames("All")
                      .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
          .messages();
    } catch (SdkException | IllegalStateException e) {
      if (!closed) {
        Thread.sleep(LONG_POLL);
      }
      return List.of();
    }
  }

  private void deliver(List<Message> batch) {
    try {
      Map<String, Message> byId = new LinkedHashMap<>();
      batch.forEach(message -> byId.put(message.messageId(), message));
      batch.forEach(watcher);
      drop(byId.values().stream().filter(this::loops).toList(), byId);
      if (byId.isEmpty()) {
        return;
      }
      List<ObjectNode> records =
          byId.values().stream()
              .map(message -> SqsEventJson.record(message, mapping.queueArn()))
              .toList();
      int earlier = mapping.function().lineage().invocations(byId.values());
      InvocationOutcome outcome = mapping.function().invoke(SqsEventJson.of(records), earlier);
      batches.incrementAndGet();
      Set<String> succeeded = outcome.succeeded(byId.keySet());
      delete(byId.values().stream().filter(m -> succeeded.contains(m.messageId())).toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      slots.release();
    }
  }

  private boolean loops(Message message) {
    return mapping.function().spec().recursiveLoop() == RecursiveLoop.TERMINATE
        && mapping.function().lineage().invocations(message) >= Lineage.MOST_INVOCATIONS;
  }

  /// A queue without dead letters loses them.
  private void drop(List<Message> looping, Map<String, Message> batch) {
    dropped.addAndGet(looping.size());
    for (Message message : looping) {
      deadLetters().ifPresent(url -> sqs.sendMessage(copy(message, url)));
      batch.remove(message.messageId());
    }
    delete(looping);
  }

  private static SendMessageRequest copy(Message message, String queueUrl) {
    return SendMessageRequest.builder()
        .queueUrl(queueUrl)
        .messageBody(message.body())
        .messageAttributes(message.messageAttributes())
        .messageGroupId(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID))
        .build();
  }

  private Optional<String> deadLetters() {
    String policy =
        sqs.getQueueAttributes(
                g ->
                    g.queueUrl(mapping.queueUrl())
                        .attributeNames(QueueAttributeName.REDRIVE_POLICY))
            .attributes()
            .getOrDefault(QueueAttributeName.REDRIVE_POLICY, "{}");
    return HttpJson.readObject(policy)
        .map(json -> json.path("deadLetterTargetArn").asText())
        .filter(arn -> !arn.isEmpty())
        .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
        .map(name -> mapping.queueUrl().replaceFirst("[^/]+$", name));
  }

  /// A message whose deletion fails comes again: the handler must stand that anyway.
  private void delete(List<Message> messages) {
    for (List<Message> chunk : Chunks.of(messages, SQS_BATCH)) {
      try {
        sqs.deleteMessageBatch(
            d ->
                d.queueUrl(mapping.queueUrl())
                    .entries(chunk.stream().map(EventSource::deletion).toList()));
      } catch (SdkException | IllegalStateException e) {
        if (!closed) {
          throw e;
        }
      }
    }
  }

  private static DeleteMessageBatchRequestEntry deletion(Message message) {
    return DeleteMessageBatchRequestEntry.builder()
        .id(message.messageId())
        .receiptHandle(message.receiptHandle())
        .build();
  }

  /// Shows each message to somebody before the function gets it.
  ///
  /// @param each does not block and throws nothing
  public void watch(Consumer<Message> each) {
    watcher = each;
  }

  /// How it is set up.
  public Mapping mapping() {
    return mapping;
  }

  /// Batches whose invocation ended, in whatever way.
  public int batches() {
    return batches.get();
  }

  /// Messages that came back to the function too often; Lambda's `RecursiveInvocationsDropped`.
  public int recursiveInvocationsDropped() {
    return dropped.get();
  }

  /// Batches that are with the function now.
  public int batchesInFlight() {
    return mapping.maximumConcurrency() - slots.availablePermits();
  }

  /// Whether the queue is polled.
  public synchronized boolean enabled() {
    return enabled;
  }

  /// Whether nothing comes out of the queue any more: it is disabled, the poll that was under way
  /// is over, and its batches are done.
  public synchronized boolean atRest() {
    return resting && batchesInFlight() == 0;
  }

  /// Stops or starts polling; batches in flight are finished.
  public synchronized void enabled(boolean enable) {
    enabled = enable;
    notifyAll();
  }

  @Override
  public void close() {
    closed = true;
    enabled(false);
    poller.interrupt();
    try {
      poller.join(LONG_POLL.multipliedBy(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sqs.close();
  }
}
