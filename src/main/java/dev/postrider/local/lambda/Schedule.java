package dev.postrider.local.lambda;

import dev.postrider.local.LocalAws;
import dev.postrider.local.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// An EventBridge rule with a rate: invokes a function at once and then at every interval.
public final class Schedule implements AutoCloseable {
  private final AsyncInvoker invoker;
  private final Clock clock;
  private final ScheduledExecutorService ticks =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("schedule").daemon().factory());

  private Schedule(AsyncInvoker invoker, Clock clock) {
    this.invoker = invoker;
    this.clock = clock;
  }

  /// Starts ticking.
  ///
  /// @param invoker closed together with the schedule
  public static Schedule start(AsyncInvoker invoker, Duration interval, Clock clock) {
    Schedule schedule = new Schedule(invoker, clock);
    var _ =
        schedule.ticks.scheduleAtFixedRate(
            () -> invoker.invoke(schedule.event()), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return schedule;
  }

  private String event() {
    var json =
        Json.object()
            .put("version", "0")
            .put("id", UUID.randomUUID().toString())
            .put("detail-type", "Scheduled Event")
            .put("source", "aws.events")
            .put("account", LocalAws.ACCOUNT_ID)
            .put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", LocalAws.REGION.id());
    json.putArray("resources").add(LocalAws.arn("events", "rule/account-watch"));
    json.putObject("detail");
    return json.toString();
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    invoker.close();
  }
}
