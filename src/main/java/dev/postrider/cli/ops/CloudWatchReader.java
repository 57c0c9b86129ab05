package dev.postrider.cli.ops;

import dev.postrider.local.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/// Reads what only CloudWatch knows. The embedded stack has no CloudWatch: it has no alarms, and
/// tells the ages of its queues itself.
final class CloudWatchReader {
  /// SQS's metrics come once a minute, and late.
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);

  private static final int MINUTE = 60;
  private static final String NESTED_STACK = "AWS::CloudFormation::Stack";
  private static final Set<String> ALARMS =
      Set.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm");

  private final StackConnection stack;
  private Set<String> alarmNames = Set.of();

  CloudWatchReader(StackConnection stack) {
    this.stack = stack;
  }

  /// The names of the stack's alarms, which do not change while a command runs. They are the nested
  /// stack's of monitoring.yaml.
  synchronized Set<String> alarmNames() {
    if (alarmNames.isEmpty()) {
      alarmNames =
          nestedStacks()
              .flatMap(this::resources)
              .filter(resource -> ALARMS.contains(resource.resourceType()))
              // CloudFormation knows an alarm by its name or by its ARN.
              .map(resource -> resource.physicalResourceId().replaceFirst("^arn:.*:alarm:", ""))
              .collect(Collectors.toSet());
    }
    return alarmNames;
  }

  /// The ids of the stack's nested stacks.
  Stream<String> nestedStacks() {
    return resources(stack.deployment().name())
        .filter(resource -> NESTED_STACK.equals(resource.resourceType()))
        .map(StackResourceSummary::physicalResourceId);
  }

  private Stream<StackResourceSummary> resources(String name) {
    return stack
        .clients()
        .cloudFormation()
        .listStackResourcesPaginator(r -> r.stackName(name))
        .stackResourceSummaries()
        .stream();
  }

  /// The stack's alarms that are in alarm, with their descriptions.
  SortedMap<String, String> inAlarm() {
    SortedMap<String, String> found = new TreeMap<>();
    if (stack.deployment().local()) {
      return found;
    }
    Set<String> ours = alarmNames();
    stack
        .clients()
        .cloudWatch()
        .describeAlarmsPaginator(
            r ->
                r.alarmNamePrefix(stack.deployment().name() + "-")
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                    .stateValue(StateValue.ALARM))
        .forEach(
            page -> {
              page.metricAlarms()
                  .forEach(a -> found.put(a.alarmName(), text(a.alarmDescription())));
              page.compositeAlarms()
                  .forEach(a -> found.put(a.alarmName(), text(a.alarmDescription())));
            });
    found.keySet().retainAll(ours);
    return found;
  }

  private static String text(@Nullable String description) {
    return description == null ? "" : description;
  }

  /// The age of each queue's oldest message, by the queue's name.
  Map<String, Duration> ages(Instant now) {
    if (stack.deployment().local()) {
      return EmbeddedAges.read(stack.clients().embedded("SESV2"));
    }
    List<String> names = stack.deployment().queues().all().stream().map(Queues::nameOf).toList();
    List<MetricDataQuery> queries =
        IntStream.range(0, names.size()).mapToObj(i -> query("q" + i, names.get(i))).toList();
    Map<String, Duration> ages = new HashMap<>();
    stack
        .clients()
        .cloudWatch()
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
}
