package dev.postrider.simulation;

import dev.postrider.dispatch.Received;
import dev.postrider.simulation.GroundTruth.EndedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A standard SQS queue: at least once, in no order, with delays, visibility time-outs, receive
/// counts and dead letters.
final class SimulatedQueue {
  static final long VISIBILITY_MICROS = 361_000_000L;
  static final int MAX_RECEIVES = 5;

  /// Messages near the front come first, roughly.
  private static final int DISORDER = 100;

  private static final long LATE_DELIVERY = 600_000_000L;

  private final World world;
  private final String name;
  private final List<QueuedMessage> visible = new ArrayList<>();
  private Runnable onVisible = () -> {};
  private int undeleted;
  private int sent;

  SimulatedQueue(World world, String name) {
    this.world = world;
    this.name = name;
  }

  /// A message on the queue.
  static final class QueuedMessage {
    /// The id of the mail.
    final String label;

    /// As it was handed out last.
    Received received;

    private boolean deleted;

    private QueuedMessage(String label, Received received) {
      this.label = label;
      this.received = received;
    }
  }

  /// Called whenever there is something to receive.
  void onVisible(Runnable action) {
    onVisible = action;
  }

  /// Enqueues a message.
  ///
  /// @param label the id of the mail; null when it has none of its own
  QueuedMessage send(
      @Nullable String label,
      String body,
      @Nullable String group,
      Received.Carried carried,
      long delayMicros) {
    String id = name + "-" + ++sent;
    Instant now = Timeline.instant(world.timeline.now());
    QueuedMessage message =
        new QueuedMessage(
            label == null ? id : label, new Received(id, body, group, now, 0, carried));
    undeleted++;
    world.timeline.after(delayMicros, () -> show(message));
    return message;
  }

  int visible() {
    return visible.size();
  }

  /// How many messages are on the queue, visible or not.
  int size() {
    return undeleted;
  }

  /// Hands out at most `most` messages; each comes back after the visibility time-out.
  List<QueuedMessage> receive(int most) {
    List<QueuedMessage> batch = new ArrayList<>();
    while (batch.size() < most && !visible.isEmpty()) {
      QueuedMessage message = take();
      if (!batch.contains(message) && receive(message)) {
        batch.add(message);
      }
    }
    return batch;
  }

  private QueuedMessage take() {
    int last = visible.size() - 1;
    int chosen = (int) world.chance.upTo(Math.min(last, DISORDER));
    QueuedMessage message = visible.get(chosen);
    visible.set(chosen, visible.get(last));
    visible.removeLast();
    return message;
  }

  private boolean receive(QueuedMessage message) {
    Received last = message.received;
    if (last.receiveCount() >= MAX_RECEIVES && remove(message)) {
      world.truth.ended.add(
          new EndedMessage(
              message.label, last.body(), last.carried().entries(), EndedMessage.DEAD_LETTER));
      world.trace.note(name, "DEAD_LETTER", message.label, last.messageId());
      return false;
    }
    int receive = last.receiveCount() + 1;
    message.received =
        new Received(
            last.messageId(), last.body(), last.groupId(), last.sentAt(), receive, last.carried());
    world.timeline.after(
        VISIBILITY_MICROS,
        () -> {
          if (message.received.receiveCount() == receive) {
            show(message);
          }
        });
    if (world.chance.happens(SimulatedFault.DELIVERED_TWICE)) {
      world.timeline.after(world.chance.upTo(10_000_000), () -> show(message));
    }
    return true;
  }

  /// Deletes a message, unless the call is lost.
  void delete(QueuedMessage message) {
    if (!world.chance.happens(SimulatedFault.DELETE_LOST)
        && remove(message)
        && world.chance.happens(SimulatedFault.DELIVERED_LATE)) {
      world.timeline.after(world.chance.upTo(LATE_DELIVERY), () -> handOut(message));
    }
  }

  /// @return false when it was removed before
  private boolean remove(QueuedMessage message) {
    if (message.deleted) {
      return false;
    }
    message.deleted = true;
    undeleted--;
    return true;
  }

  private void show(QueuedMessage message) {
    if (!message.deleted) {
      handOut(message);
    }
  }

  private void handOut(QueuedMessage message) {
    visible.add(message);
    onVisible.run();
  }
}
