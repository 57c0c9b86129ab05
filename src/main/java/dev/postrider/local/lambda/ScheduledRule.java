package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.events.EventBus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// An EventBridge rule with a rate: invokes a function at once and then at every interval. A run
/// that fails is not repeated and kept nowhere, as template.yaml has it: the next one comes anyway.
public final class ScheduledRule implements AutoCloseable {
  private final LambdaFunction function;
  private final Clock clock;
  private final ScheduledExecutorService ticks =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("schedule").daemon().factory());

  /// Starts ticking.
  public ScheduledRule(LambdaFunction function, Duration interval, Clock clock) {
    this.function = function;
    this.clock = clock;
    var _ = ticks.scheduleAtFixedRate(this::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ObjectNode event = EventBus.event("aws.events", "Scheduled Event", now);
    event.withArray("resources").add(LocalAws.arn("events", "rule/account-watch"));
    try {
      var _ = function.invoke(event.toString().getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
  }
}
