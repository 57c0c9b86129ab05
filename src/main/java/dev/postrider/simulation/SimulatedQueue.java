package dev.postrider.simulation;

import dev.postrider.dispatch.Received;
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
  private final List<QueuedMessage> deadLetters = new ArrayList<>();
  private Runnable onVisible = () -> {};
  private int undeleted;
  private int sent;

  SimulatedQueue(World world, String name) {
    this.world = world;
    this.name = name;
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
    QueuedMessage message =
        new QueuedMessage(
            id, label == null ? id : label, body, group, carried, world.timeline.now());
    undeleted++;
    world.timeline.after(delayMicros, () -> show(message));
    return message;
  }

  private void show(QueuedMessage message) {
    if (!message.deleted()) {
      visible.add(message);
      onVisible.run();
    }
  }

  int visible() {
    return visible.size();
  }

  /// How many messages are on the queue, visible or not.
  int size() {
    return undeleted;
  }

  List<QueuedMessage> deadLetters() {
    return deadLetters;
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
    int receives = message.receive();
    if (receives > MAX_RECEIVES && message.delete()) {
      undeleted--;
      deadLetters.add(message);
      world.trace.note(name, "DEAD_LETTER", message.label(), message.id());
      return false;
    }
    int delivery = message.deliveries();
    world.timeline.after(
        VISIBILITY_MICROS,
        () -> {
          if (message.deliveries() == delivery) {
            show(message);
          }
        });
    if (world.chance.happens(world.chance.model().sqs().deliveredTwice())) {
      world.timeline.after(world.chance.upTo(10_000_000), () -> show(message));
    }
    return true;
  }

  /// Deletes a message, unless the call is lost.
  void delete(QueuedMessage message) {
    FaultModel.Sqs model = world.chance.model().sqs();
    if (!world.chance.happens(model.deleteLost()) && message.delete()) {
      undeleted--;
      if (world.chance.happens(model.deliveredLate())) {
        world.timeline.after(world.chance.upTo(LATE_DELIVERY), () -> ghost(message));
      }
    }
  }

  /// SQS may hand out a message that was deleted.
  private void ghost(QueuedMessage message) {
    visible.add(message);
    onVisible.run();
  }
}
