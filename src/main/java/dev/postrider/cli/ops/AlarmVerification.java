package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.AwsQuestion.ask;

import dev.postrider.aws.VirtualFanout;
import dev.postrider.verify.AlarmChecks;
import dev.postrider.verify.AwsAnswer;
import dev.postrider.verify.StackFinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/// Asks CloudWatch about each alarm of the stack: its own question, once.
record AlarmVerification(StackConnection connection) {
  private static final int AT_ONCE = 8;

  List<StackFinding> findings() {
    AwsAnswer<Set<String>> wanted =
        ask("ListStackResources", new CloudWatchReader(connection)::alarmNames);
    AwsAnswer<List<DescribeAlarmsResponse>> described = ask("DescribeAlarms", this::described);
    List<StackFinding> findings = new ArrayList<>();
    findings.add(
        StackFinding.of(
            "alarms",
            "Monitoring",
            wanted,
            described,
            (names, pages) -> AlarmChecks.complete(names, alarmsOf(pages).keySet())));
    if (wanted instanceof AwsAnswer.Given<Set<String>>(Set<String> names)
        && described instanceof AwsAnswer.Given<List<DescribeAlarmsResponse>>(var pages)) {
      List<Supplier<StackFinding>> questions = new ArrayList<>();
      alarmsOf(pages)
          .forEach(
              (alarm, question) -> {
                if (names.contains(alarm)) {
                  questions.add(question);
                }
              });
      findings.addAll(new VirtualFanout(AT_ONCE).all(questions));
    }
    return findings;
  }

  private List<DescribeAlarmsResponse> described() {
    return connection
        .clients()
        .cloudWatch()
        .describeAlarmsPaginator(
            r ->
                r.alarmNamePrefix(connection.deployment().name() + "-")
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .stream()
        .toList();
  }

  /// By name, what finds out about each alarm.
  private Map<String, Supplier<StackFinding>> alarmsOf(Collection<DescribeAlarmsResponse> pages) {
    Map<String, Supplier<StackFinding>> all = new TreeMap<>();
    for (DescribeAlarmsResponse page : pages) {
      for (MetricAlarm alarm : page.metricAlarms()) {
        all.put(alarm.alarmName(), () -> value(alarm));
      }
      for (CompositeAlarm alarm : page.compositeAlarms()) {
        all.put(
            alarm.alarmName(),
            () ->
                new StackFinding(
                    "alarm",
                    alarm.alarmName(),
                    AlarmChecks.composite(alarm.alarmName(), alarm.actionsEnabled())));
      }
    }
    return all;
  }

  private StackFinding value(MetricAlarm alarm) {
    CloudWatchClient client = connection.clients().cloudWatch();
    return AlarmChecks.value(
        alarm,
        ask(
            "GetMetricData",
            () ->
                client.getMetricData(
                    r ->
                        r.metricDataQueries(AlarmChecks.queries(alarm))
                            .startTime(connection.now().minus(AlarmChecks.lookBack(alarm)))
                            .endTime(connection.now()))),
        connection.now());
  }
}
