package dev.postrider.local.lambda;

import dev.postrider.local.LocalAws;
import dev.postrider.local.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
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

  private ScheduledRule(LambdaFunction function, Clock clock) {
    this.function = function;
    this.clock = clock;
  }

  /// Starts ticking.
  public static ScheduledRule start(LambdaFunction function, Duration interval, Clock clock) {
    ScheduledRule schedule = new ScheduledRule(function, clock);
    var _ =
        schedule.ticks.scheduleAtFixedRate(
            schedule::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return schedule;
  }

  private void run() {
    try {
      var _ = function.invoke(event().getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
  }
}
