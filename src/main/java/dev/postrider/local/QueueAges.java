package dev.postrider.local;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;

/// Since when each message lies in its queue: ElasticMQ tells a listener what comes and goes, and
/// has no attribute for an age. In the dead letters an age begins again, as in SQS's own
/// metric.
final class QueueAges {
  /// By the queue's name and the message's id, the oldest first.
  private final Map<String, Map<String, Instant>> since = new HashMap<>();

  /// What makes ElasticMQ's listener.
  Props listener() {
    return Props.create(Listener.class, () -> new Listener(this));
  }

  synchronized void added(String queue, String messageId, Instant at) {
    since.computeIfAbsent(queue, _ -> new LinkedHashMap<>()).putIfAbsent(messageId, at);
  }

  synchronized void removed(String queue, String messageId) {
    Map<String, Instant> messages = since.get(queue);
    if (messages != null) {
      messages.remove(messageId);
    }
  }

  synchronized void purged(String queue) {
    since.remove(queue);
  }

  /// The age of each queue's oldest message, by the queue's name; an empty queue is missing.
  synchronized Map<String, Duration> at(Instant now) {
    Map<String, Duration> ages = new HashMap<>();
    since.forEach(
        (queue, messages) ->
            messages.values().stream()
                .findFirst()
                .ifPresent(oldest -> ages.put(queue, Duration.between(oldest, now))));
    return ages;
  }

  /// ElasticMQ waits for the answer to each event.
  private static final class Listener extends AbstractActor {
    private final QueueAges ages;

    Listener(QueueAges ages) {
      this.ages = ages;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(QueueEvent.class, this::note).build();
    }

    private void note(QueueEvent event) {
      switch (event) {
        case QueueEvent.MessageAdded added ->
            ages.added(added.queueName(), added.message().id(), Instant.now());
        case QueueEvent.MessageRemoved removed ->
            ages.removed(removed.queueName(), removed.messageId());
        default -> {}
      }
      getSender().tell(OperationSuccessful$.MODULE$, getSelf());
    }
  }
}
