package dev.postrider.simulation;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.Dispatcher;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The event source mapping of one lane, and the instances of the dispatcher that it feeds.
final class SimulatedEventSource {
  private static final long TIMEOUT_MICROS = 60_000_000;
  private static final int BATCH_SIZE = 50;
  private static final long WINDOW_MICROS = 1_000_000;
  private static final long SWITCHING_MICROS = 40_000_000;

  private final World world;
  private final Batch.Lane lane;
  private final SimulatedQueue queue;
  private final int concurrency;
  private final Deque<Warm> idle = new ArrayDeque<>();
  private EventSourceState state = EventSourceState.ENABLED;
  private boolean polling;
  private int active;
  private int instances;

  /// The states of a mapping; it goes on polling while it is being disabled.
  private enum EventSourceState {
    ENABLED,
    DISABLED,
    ENABLING,
    DISABLING
  }

  /// An instance that has nothing to do.
  private record Warm(Instance instance, Dispatcher dispatcher) {}

  SimulatedEventSource(World world, Batch.Lane lane, SimulatedQueue queue, int concurrency) {
    this.world = world;
    this.lane = lane;
    this.queue = queue;
    this.concurrency = concurrency;
    queue.onVisible(this::poll);
  }

  int active() {
    return active;
  }

  /// Switches the mapping, as UpdateEventSourceMapping does.
  ///
  /// @return whether anything had to be changed
  /// @throws IllegalStateException when it is being switched already
  boolean ensurePolled(boolean polled) {
    EventSourceState aim = polled ? EventSourceState.ENABLED : EventSourceState.DISABLED;
    EventSourceState way = polled ? EventSourceState.ENABLING : EventSourceState.DISABLING;
    if (state == aim || state == way) {
      return false;
    }
    if (state == EventSourceState.ENABLING || state == EventSourceState.DISABLING) {
      throw new IllegalStateException("ResourceInUseException");
    }
    state = way;
    world.trace().note(lane.name(), way.name(), "", "");
    world
        .timeline()
        .after(
            world.faults().upTo(SWITCHING_MICROS),
            () -> {
              state = aim;
              poll();
            });
    return true;
  }

  private boolean polls() {
    return state == EventSourceState.ENABLED || state == EventSourceState.DISABLING;
  }

  private void poll() {
    if (!polling && polls() && active < concurrency && queue.visible() > 0) {
      polling = true;
      long window = queue.visible() >= BATCH_SIZE ? 30_000 : WINDOW_MICROS;
      world.timeline().after(world.faults().upTo(window), this::fetch);
    }
  }

  private void fetch() {
    polling = false;
    if (!polls() || active >= concurrency) {
      return;
    }
    int most = world.faults().happens(0.8) ? BATCH_SIZE : 1 + (int) world.faults().upTo(48);
    List<QueuedMessage> batch = queue.receive(most);
    if (!batch.isEmpty()) {
      invoke(batch);
    }
    poll();
  }

  private void invoke(List<QueuedMessage> batch) {
    active++;
    Warm warm = warm();
    Instance instance = warm.instance();
    for (QueuedMessage message : batch) {
      world.trace().note(instance.name(), "RECEIVED", message.label(), message.id());
    }
    Instant deadline = instance.clock().instant().plusMillis(TIMEOUT_MICROS / 1_000);
    Invocation invocation = new Invocation(warm, batch);
    world.timeline().after(TIMEOUT_MICROS, invocation::timeOut);
    instance.start(() -> invocation.run(deadline));
  }

  private Warm warm() {
    while (!idle.isEmpty()) {
      Warm warm = idle.removeLast();
      if (warm.instance().alive()) {
        return warm;
      }
    }
    return cold();
  }

  private Warm cold() {
    Instance instance = world.instance((lane == Batch.Lane.MAIL ? "m" : "b") + ++instances);
    return new Warm(instance, world.dispatcher(instance));
  }

  private final class Invocation {
    private final Warm warm;
    private final List<QueuedMessage> batch;
    private boolean over;

    Invocation(Warm warm, List<QueuedMessage> batch) {
      this.warm = warm;
      this.batch = batch;
    }

    void run(Instant deadline) {
      try {
        BatchLog log =
            warm.dispatcher()
                .dispatch(
                    new Batch(
                        lane, batch.stream().map(QueuedMessage::received).toList(), deadline));
        world.book().reported(log);
        answer(log);
        warm.instance().afterAnswer().forEach(Runnable::run);
        warm.instance().afterAnswer().clear();
      } finally {
        end();
      }
    }

    private void answer(BatchLog log) {
      if (world.faults().happens(world.faults().model().answerOfFunctionLost())) {
        world.trace().note(warm.instance().name(), "ANSWER_LOST", "", "");
        return;
      }
      for (QueuedMessage message : batch) {
        if (!log.failedMessageIds().contains(message.id())) {
          queue.delete(message);
        }
      }
    }

    void timeOut() {
      if (!over) {
        warm.instance().kill("TIMED_OUT");
        end();
      }
    }

    private void end() {
      if (!over) {
        over = true;
        active--;
        if (warm.instance().alive()) {
          idle.add(warm);
        }
        poll();
      }
    }
  }
}
