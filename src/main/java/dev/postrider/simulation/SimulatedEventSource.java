package dev.postrider.simulation;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.simulation.IdleInstances.WarmInstance;
import java.time.Instant;
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
  private final IdleInstances<Dispatcher> idle;
  private MappingState state = MappingState.ENABLED;
  private boolean polling;
  private int active;

  /// The states of a mapping; it goes on polling while it is being disabled.
  private enum MappingState {
    ENABLED,
    DISABLED,
    ENABLING,
    DISABLING
  }

  SimulatedEventSource(World world, Batch.Lane lane, SimulatedQueue queue, int concurrency) {
    this.world = world;
    this.lane = lane;
    this.queue = queue;
    this.concurrency = concurrency;
    this.idle = new IdleInstances<>(world, lane == Batch.Lane.MAIL ? "m" : "b", world::dispatcher);
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
    MappingState aim = polled ? MappingState.ENABLED : MappingState.DISABLED;
    MappingState way = polled ? MappingState.ENABLING : MappingState.DISABLING;
    if (state == aim || state == way) {
      return false;
    }
    if (state == MappingState.ENABLING || state == MappingState.DISABLING) {
      throw new IllegalStateException("ResourceInUseException");
    }
    state = way;
    world.trace.note(lane.name(), way.name(), "", "");
    world.timeline.after(
        world.chance.upTo(SWITCHING_MICROS),
        () -> {
          state = aim;
          poll();
        });
    return true;
  }

  private boolean polls() {
    return state == MappingState.ENABLED || state == MappingState.DISABLING;
  }

  private void poll() {
    if (!polling && polls() && active < concurrency && queue.visible() > 0) {
      polling = true;
      long window = queue.visible() >= BATCH_SIZE ? 30_000 : WINDOW_MICROS;
      world.timeline.after(world.chance.upTo(window), this::fetch);
    }
  }

  private void fetch() {
    polling = false;
    if (!polls() || active >= concurrency) {
      return;
    }
    int most = world.chance.happens(0.8) ? BATCH_SIZE : 1 + (int) world.chance.upTo(48);
    List<QueuedMessage> batch = queue.receive(most);
    if (!batch.isEmpty()) {
      invoke(batch);
    }
    poll();
  }

  private void invoke(List<QueuedMessage> batch) {
    active++;
    WarmInstance<Dispatcher> warm = idle.take();
    Instance instance = warm.instance();
    for (QueuedMessage message : batch) {
      instance.note("RECEIVED", message.label(), message.id());
    }
    Instant deadline = instance.clock().instant().plusMillis(TIMEOUT_MICROS / 1_000);
    BatchRun run = new BatchRun(warm, batch);
    world.timeline.after(TIMEOUT_MICROS, run::timeOut);
    instance.start(() -> run.run(deadline));
  }

  private final class BatchRun {
    private final WarmInstance<Dispatcher> warm;
    private final List<QueuedMessage> batch;
    private boolean over;

    BatchRun(WarmInstance<Dispatcher> warm, List<QueuedMessage> batch) {
      this.warm = warm;
      this.batch = batch;
    }

    void run(Instant deadline) {
      try {
        BatchLog log =
            warm.handler()
                .dispatch(
                    new Batch(
                        lane, batch.stream().map(QueuedMessage::received).toList(), deadline));
        world.truth.reported(log);
        answer(log);
        warm.instance().afterAnswer().forEach(Runnable::run);
        warm.instance().afterAnswer().clear();
      } finally {
        end();
      }
    }

    private void answer(BatchLog log) {
      if (world.chance.happens(world.chance.model().answerOfFunctionLost())) {
        warm.instance().note("ANSWER_LOST", "", "");
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
        idle.giveBack(warm);
        poll();
      }
    }
  }
}
