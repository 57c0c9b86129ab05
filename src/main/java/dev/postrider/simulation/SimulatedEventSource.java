package dev.postrider.simulation;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.dispatch.Received;
import dev.postrider.simulation.SimulatedQueue.QueuedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The event source mapping of one lane, and the instances of the dispatcher that it feeds.
final class SimulatedEventSource {
  private static final long TIMEOUT_MICROS = 60_000_000;

  /// Of the mail queue: what is there is handed over at once.
  private static final int MAIL_BATCH_SIZE = 10;

  private static final int BULK_BATCH_SIZE = 50;

  /// How long SQS may wait for a batch of bulk mail to fill.
  private static final long WINDOW_MICROS = 1_000_000;

  /// How long a poll takes.
  private static final long POLL_MICROS = 30_000;

  /// How many pollers Lambda has for a queue.
  private static final int POLLERS = 5;

  private static final long SWITCHING_MICROS = 40_000_000;

  private final World world;
  private final Batch.Lane lane;
  private final SimulatedQueue queue;
  private final int concurrency;
  private final int batchSize;
  private final SimulatedFunction<Dispatcher> function;
  private boolean polled = true;
  private boolean switching;
  private int polling;

  /// Invocations at present.
  int active;

  SimulatedEventSource(World world, Batch.Lane lane, SimulatedQueue queue, int concurrency) {
    this.world = world;
    this.lane = lane;
    this.queue = queue;
    this.concurrency = concurrency;
    this.batchSize = lane == Batch.Lane.MAIL ? MAIL_BATCH_SIZE : BULK_BATCH_SIZE;
    this.function =
        new SimulatedFunction<>(world, lane == Batch.Lane.MAIL ? "m" : "b", world::dispatcher);
    queue.onVisible(this::poll);
  }

  /// Switches the mapping, as UpdateEventSourceMapping does.
  ///
  /// @return whether anything had to be changed; empty when it is being switched already
  Optional<Boolean> ensurePolled(boolean wanted) {
    if (wanted == polled) {
      return Optional.of(false);
    }
    if (switching) {
      return Optional.empty();
    }
    polled = wanted;
    switching = true;
    world.trace.note(lane.name(), wanted ? "ENABLING" : "DISABLING", "", "");
    world.timeline.after(
        world.chance.upTo(SWITCHING_MICROS),
        () -> {
          switching = false;
          poll();
        });
    return Optional.of(true);
  }

  /// It goes on polling while it is being disabled.
  private boolean polls() {
    return polled != switching;
  }

  private void poll() {
    if (polling < POLLERS && polls() && active < concurrency && queue.visible() > 0) {
      polling++;
      boolean waits = lane == Batch.Lane.BULK && queue.visible() < batchSize;
      long window = waits ? WINDOW_MICROS : POLL_MICROS;
      world.timeline.after(world.chance.upTo(window), this::fetch);
    }
  }

  private void fetch() {
    polling--;
    if (!polls() || active >= concurrency) {
      return;
    }
    int most = world.chance.happens(0.8) ? batchSize : 1 + (int) world.chance.upTo(batchSize - 2L);
    List<QueuedMessage> batch = queue.receive(most);
    if (!batch.isEmpty()) {
      invoke(batch);
    }
    poll();
  }

  private void invoke(List<QueuedMessage> batch) {
    active++;
    Runnable timeOut =
        function.invoke(
            (instance, dispatcher) -> run(instance, dispatcher, batch),
            (_, _) -> {
              active--;
              poll();
            });
    world.timeline.after(TIMEOUT_MICROS, timeOut);
  }

  private BatchLog run(Instance instance, Dispatcher dispatcher, List<QueuedMessage> batch) {
    for (QueuedMessage message : batch) {
      instance.note("RECEIVED", message.label, message.received.messageId());
    }
    List<Received> received = batch.stream().map(message -> message.received).toList();
    Instant deadline = instance.clock().instant().plusMillis(TIMEOUT_MICROS / 1_000);
    BatchLog log = dispatcher.dispatch(new Batch(lane, received, deadline));
    world.truth.defects.addAll(log.defects());
    log.events().forEach(world.truth::published);
    answer(instance, log, batch);
    instance.afterAnswer.forEach(Runnable::run);
    instance.afterAnswer.clear();
    return log;
  }

  private void answer(Instance instance, BatchLog log, List<QueuedMessage> batch) {
    if (world.chance.happens(SimulatedFault.FUNCTION_ANSWER_LOST)) {
      instance.note("ANSWER_LOST", "", "");
      return;
    }
    batch.stream()
        .filter(message -> !log.failedMessageIds().contains(message.received.messageId()))
        .forEach(queue::delete);
  }
}
