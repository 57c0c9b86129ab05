package dev.postrider.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Virtual time: events in their order, and fibers of which one runs at a time. Whatever runs, runs
/// alone, so that nothing else here needs a lock, and the same seed ends in the same world.
final class Timeline {
  /// When every run begins.
  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Deque<Fiber> ready = new ArrayDeque<>();
  private Thread scheduler = Thread.currentThread();
  private volatile @Nullable Fiber running;
  private volatile @Nullable Throwable defect;
  private long now;
  private long order;
  private int foreground;

  /// @param order breaks ties: first planned, first run
  private record Event(long at, long order, boolean background, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /// Microseconds since the start.
  long now() {
    return now;
  }

  /// The instant that is some microseconds after the start.
  static Instant instant(long micros) {
    return START.plus(micros, ChronoUnit.MICROS);
  }

  /// Microseconds from the start to an instant.
  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(START, instant);
  }

  /// Plans an event. The run does not end before it.
  void after(long micros, Runnable action) {
    foreground++;
    events.add(new Event(now + Math.max(0, micros), order++, false, action));
  }

  /// Plans an event that does not keep the run from ending.
  void background(long micros, Runnable action) {
    events.add(new Event(now + Math.max(0, micros), order++, true, action));
  }

  /// Runs something in a fiber that begins in its turn at the present time.
  void start(Runnable body) {
    ready.add(new Fiber(body));
  }

  /// Lets a blocked fiber go on in its turn at the present time.
  void ready(Fiber fiber) {
    ready.add(fiber);
  }

  /// Runs until only background events are left and the world is at rest, or until the limit.
  ///
  /// @return whether it came to rest
  boolean run(BooleanSupplier atRest, long limitMicros) {
    scheduler = Thread.currentThread();
    while (now <= limitMicros) {
      Fiber fiber = ready.poll();
      if (fiber != null) {
        resume(fiber);
      } else if (foreground == 0 && atRest.getAsBoolean()) {
        return true;
      } else if (events.isEmpty()) {
        return false;
      } else {
        step(events.remove());
      }
    }
    return false;
  }

  private void step(Event event) {
    now = event.at();
    if (!event.background()) {
      foreground--;
    }
    event.action().run();
  }

  /// The fiber that runs now.
  Fiber current() {
    return Objects.requireNonNull(running, "no fiber runs");
  }

  private void resume(Fiber fiber) {
    running = fiber;
    fiber.wake();
    while (running != null) {
      LockSupport.park(this);
    }
    Throwable thrown = defect;
    if (thrown != null) {
      throw new IllegalStateException("a fiber ended with a defect", thrown);
    }
  }

  private void handBack() {
    Thread next = scheduler;
    running = null;
    LockSupport.unpark(next);
  }

  /// A virtual thread that runs only in its turn. Real code blocks in it as it would anywhere.
  final class Fiber {
    private final Runnable body;
    private @Nullable Thread thread;

    private Fiber(Runnable body) {
      this.body = body;
    }

    /// Gives the turn away until somebody makes this fiber ready; called by the fiber itself.
    void block() {
      handBack();
      awaitTurn();
    }

    private void awaitTurn() {
      while (running != this) {
        LockSupport.park(Timeline.this);
      }
    }

    private void wake() {
      if (thread == null) {
        thread = Thread.ofVirtual().start(this::run);
      } else {
        LockSupport.unpark(thread);
      }
    }

    private void run() {
      try {
        awaitTurn();
        body.run();
      } catch (Instance.Killed killed) {
        // Its instance is gone: nothing more of it happens.
      } catch (Throwable thrown) {
        defect = thrown;
      } finally {
        handBack();
      }
    }
  }
}
