package dev.postrider.verify;

import dev.postrider.verify.StackVerdict.CannotTell;
import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MessageData;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/// Whether alarms have something to watch. CloudWatch computes: it is asked for what the alarm
/// itself says, in the alarm's words.
public final class AlarmChecks {
  /// Enough for a metric that comes once a minute, or with each of a few mails.
  private static final Duration SHORTEST = Duration.ofHours(3);

  /// How long a new stack's first run of AccountWatch, and CloudWatch, may take together.
  private static final Duration FIRST_VALUE = Duration.ofMinutes(10);

  /// The codes by which CloudWatch refuses a question that is wrong in itself.
  private static final Set<String> WRONG_QUESTION =
      Set.of("ValidationError", "InvalidParameterValue", "InvalidParameterCombination");

  private AlarmChecks() {}

  /// An alarm's own question.
  public static List<MetricDataQuery> queries(MetricAlarm alarm) {
    return alarm.hasMetrics()
        ? alarm.metrics()
        : List.of(MetricDataQuery.builder().id("value").metricStat(statistic(alarm)).build());
  }

  private static MetricStat statistic(MetricAlarm alarm) {
    String statistic = alarm.statisticAsString();
    return MetricStat.builder()
        .metric(
            m ->
                m.namespace(alarm.namespace())
                    .metricName(alarm.metricName())
                    .dimensions(alarm.dimensions()))
        .stat(statistic == null ? alarm.extendedStatistic() : statistic)
        .period(alarm.period())
        .unit(alarm.unit())
        .build();
  }

  /// How far to look back: two of its periods at least.
  public static Duration lookBack(MetricAlarm alarm) {
    int longest =
        queries(alarm).stream()
            .flatMap(AlarmChecks::periods)
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
    Duration two = Duration.ofSeconds(2L * longest);
    return two.compareTo(SHORTEST) > 0 ? two : SHORTEST;
  }

  private static Stream<Integer> periods(MetricDataQuery query) {
    @Nullable Integer period =
        query.metricStat() == null ? query.period() : query.metricStat().period();
    return Stream.ofNullable(period);
  }

  /// Judges what CloudWatch answered to the alarm's question.
  public static StackFinding value(
      MetricAlarm alarm, AwsAnswer<GetMetricDataResponse> answer, Instant now) {
    if (!Boolean.TRUE.equals(alarm.actionsEnabled())) {
      return finding(alarm, silenced(alarm.alarmName()));
    }
    if (answer instanceof AwsAnswer.Refused<GetMetricDataResponse>(String _, String code)
        && WRONG_QUESTION.contains(code)) {
      return finding(
          alarm,
          new Failed(
              "CloudWatch refuses its expression: " + code,
              "Correct it in monitoring.yaml, and deploy"));
    }
    return StackFinding.of("alarm", alarm.alarmName(), answer, data -> value(alarm, data, now));
  }

  private static StackFinding finding(MetricAlarm alarm, StackVerdict verdict) {
    return new StackFinding("alarm", alarm.alarmName(), verdict);
  }

  private static StackVerdict value(MetricAlarm alarm, GetMetricDataResponse data, Instant now) {
    for (MetricDataResult result : data.metricDataResults()) {
      if (!result.values().isEmpty()) {
        return new Ok("value %s, %s".formatted(result.values().getFirst(), alarm.stateValue()));
      }
    }
    boolean unfinished =
        data.metricDataResults().stream().anyMatch(r -> r.statusCode() != StatusCode.COMPLETE);
    List<MessageData> messages =
        Stream.concat(
                data.messages().stream(),
                data.metricDataResults().stream().flatMap(r -> r.messages().stream()))
            .toList();
    if (unfinished || !messages.isEmpty()) {
      return new CannotTell(
          messages.isEmpty() ? "CloudWatch did not finish" : messages.getFirst().code(), true);
    }
    String none = "no value in " + lookBack(alarm).toHours() + " hours";
    if (!"breaching".equals(alarm.treatMissingData())) {
      return new CannotTell(
          none + ": what it counts has not happened, or its metric is wrong", false);
    }
    Instant deployed = alarm.alarmConfigurationUpdatedTimestamp();
    return deployed != null && deployed.plus(FIRST_VALUE).isAfter(now)
        ? new CannotTell("no value yet: it was deployed at " + deployed, true)
        : new Failed(
            none + ", and it must have one every minute",
            "Read the log of AccountWatchFunction (docs/runbook.md#account-watch-failing)");
  }

  /// Whether an alarm of alarms may act.
  public static StackVerdict composite(String name, @Nullable Boolean actionsEnabled) {
    return Boolean.TRUE.equals(actionsEnabled) ? new Ok("may act") : silenced(name);
  }

  private static StackVerdict silenced(String name) {
    return new Failed(
        "somebody silenced it", "aws cloudwatch enable-alarm-actions --alarm-names " + name);
  }

  /// Whether CloudWatch has every alarm that the stack made.
  public static StackVerdict complete(Set<String> wanted, Set<String> found) {
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(found);
    return missing.isEmpty()
        ? new Ok(wanted.size() + " alarms")
        : new Failed(
            "gone: " + String.join(", ", missing),
            "Take them out of monitoring.yaml and deploy, put them back and deploy");
  }
}
