package dev.postrider.cli.ops;

import dev.postrider.local.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/// Reads what only CloudWatch knows. The embedded stack has no CloudWatch and gives no answers.
final class CloudWatchReader implements AutoCloseable {
  /// SQS's metrics come once a minute, and late.
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);

  private static final int MINUTE = 60;

  private final StackConnection stack;
  private final @Nullable CloudWatchClient client;

  CloudWatchReader(StackConnection stack) {
    this.stack = stack;
    this.client = stack.deployment().local() ? null : stack.clients().cloudWatch();
  }

  /// The names of the stack's alarms that are in alarm, in order.
  List<String> inAlarm() {
    if (client == null) {
      return List.of();
    }
    Set<String> ours = stack.alarmNames();
    return client
        .describeAlarmsPaginator(
            r ->
                r.alarmNamePrefix(stack.deployment().name() + "-")
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                    .stateValue(StateValue.ALARM))
        .stream()
        .flatMap(
            page ->
                Stream.concat(
                    page.metricAlarms().stream().map(a -> a.alarmName()),
                    page.compositeAlarms().stream().map(a -> a.alarmName())))
        .filter(ours::contains)
        .sorted()
        .toList();
  }

  /// The age of each queue's oldest message, by the queue's name.
  Map<String, Duration> ages(Instant now) {
    if (client == null) {
      return Map.of();
    }
    List<String> names = stack.deployment().queues().all().stream().map(Queues::nameOf).toList();
    List<MetricDataQuery> queries =
        IntStream.range(0, names.size()).mapToObj(i -> query("q" + i, names.get(i))).toList();
    Map<String, Duration> ages = new HashMap<>();
    client
        .getMetricData(
            r -> r.metricDataQueries(queries).startTime(now.minus(LOOK_BACK)).endTime(now))
        .metricDataResults()
        .forEach(
            result -> {
              if (!result.values().isEmpty()) {
                ages.put(
                    names.get(Integer.parseInt(result.id().substring(1))),
                    Duration.ofSeconds(result.values().getFirst().longValue()));
              }
            });
    return ages;
  }

  private static MetricDataQuery query(String id, String queue) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            stat ->
                stat.stat("Maximum")
                    .period(MINUTE)
                    .metric(
                        m ->
                            m.namespace("AWS/SQS")
                                .metricName("ApproximateAgeOfOldestMessage")
                                .dimensions(
                                    Dimension.builder().name("QueueName").value(queue).build())))
        .build();
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
