package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.sesevents.SesEventWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Publishes the events of accepted messages: in order, unless a fault says otherwise.
final class EventPublisher implements AutoCloseable {
  /// From the acceptance to the Send event, and between the events of a message.
  private static final Duration STEP = Duration.ofMillis(5);

  /// The types of the events that are published by themselves.
  static final List<String> TYPES =
      List.of("Send", "Delivery", "Bounce", "Complaint", "Rendering Failure");

  private final MailboxSimulator simulator;
  private final Consumer<String> sink;
  private final FaultInjector faults;
  private final SesCounters counters;
  private final AtomicInteger pending = new AtomicInteger();
  private final ScheduledExecutorService scheduler =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("ses-events").daemon().factory());

  EventPublisher(
      MailboxSimulator simulator,
      Consumer<String> sink,
      FaultInjector faults,
      SesCounters counters) {
    this.simulator = simulator;
    this.sink = sink;
    this.faults = faults;
    this.counters = counters;
  }

  /// A message without a configuration set has no event destination.
  void publish(ReceivedMessage message) {
    if (message.submission().mail().configurationSetName() == null) {
      return;
    }
    List<ObjectNode> inOrder = simulator.events(message);
    boolean reversed =
        !faults.strike(Fault.ReverseEvents.class, message.submission().operation()).isEmpty();
    Duration at = Duration.ZERO;
    for (ObjectNode event : reversed ? inOrder.reversed() : inOrder) {
      at = at.plus(STEP);
      publish(event, at);
    }
  }

  private void publish(ObjectNode event, Duration at) {
    Duration delay = at;
    int times = 1;
    for (Fault.OfEvent fault : faults.strike(Fault.OfEvent.class, SesEventWriter.type(event))) {
      switch (fault) {
        case Fault.DropEvent() -> times = 0;
        case Fault.DoubleEvent() -> times *= 2;
        case Fault.DelayEvent(Duration by) -> delay = delay.plus(by);
      }
    }
    for (int i = 0; i < times; i++) {
      pending.incrementAndGet();
      var _ = scheduler.schedule(() -> publish(event), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void publish(ObjectNode event) {
    try {
      counters.published(SesEventWriter.type(event));
      sink.accept(event.toString());
    } finally {
      pending.decrementAndGet();
    }
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
