package dev.postrider.local.ses;

import dev.postrider.sesevents.SesEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Publishes the events of accepted messages: in order, unless a fault says otherwise.
final class EventPublisher implements AutoCloseable {
  private final MailboxSimulator simulator;
  private final SesEventSink sink;
  private final FaultInjector faults;
  private final SesCounters counters;
  private final Duration step;
  private final AtomicInteger pending = new AtomicInteger();
  private final ScheduledExecutorService scheduler =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("ses-events").daemon().factory());

  EventPublisher(
      MailboxSimulator simulator,
      SesEventSink sink,
      FaultInjector faults,
      SesCounters counters,
      Duration step) {
    this.simulator = simulator;
    this.sink = sink;
    this.faults = faults;
    this.counters = counters;
    this.step = step;
  }

  /// A message without a configuration set has no event destination.
  void publish(ReceivedMessage message) {
    if (message.submission().configurationSet() == null) {
      return;
    }
    List<SesEvent> inOrder = simulator.events(message);
    boolean reversed =
        !faults.strike(Fault.OfMessage.class, message.submission().operation()).isEmpty();
    Duration at = Duration.ZERO;
    for (SesEvent event : reversed ? inOrder.reversed() : inOrder) {
      at = at.plus(step);
      publish(event, at);
    }
  }

  private void publish(SesEvent event, Duration at) {
    Duration delay = at;
    int times = 1;
    for (Fault.OfEvent fault : faults.strike(Fault.OfEvent.class, event.type())) {
      switch (fault) {
        case Fault.DropEvent() -> times = 0;
        case Fault.DoubleEvent() -> times *= 2;
        case Fault.DelayEvent(Duration by) -> delay = delay.plus(by);
      }
    }
    for (int i = 0; i < times; i++) {
      schedule(event, delay);
    }
  }

  private void schedule(SesEvent event, Duration delay) {
    pending.incrementAndGet();
    var _ =
        scheduler.schedule(
            () -> {
              try {
                counters.published(event.type());
                sink.publish(event.json().toString());
              } finally {
                pending.decrementAndGet();
              }
            },
            delay.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /// Events that are still to be published.
  int pending() {
    return pending.get();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
