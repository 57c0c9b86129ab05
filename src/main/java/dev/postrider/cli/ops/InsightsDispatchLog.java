package dev.postrider.cli.ops;

import dev.postrider.calls.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;

/// The dispatcher's log group, asked by CloudWatch Logs Insights, which charges by the bytes that
/// it scans.
///
/// Source: "CloudWatch Logs Insights query syntax" and StartQuery in the API reference.
///
/// @param group the log group's name
record InsightsDispatchLog(CloudWatchLogsClient logs, String group, Pause pause, Clock clock)
    implements DispatchLog {
  /// The most rows of an answer.
  private static final int MOST = 10_000;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final String QUERY =
      """
      filter event = "unit"
      | stats latest(outcome) as outcome, latest(reason) as reason, latest(code) as code,
        latest(stream) as stream, latest(at) as at, latest(nextTry) as nextTry,
        latest(inQueueMillis) as waited by unit
      | filter outcome = "DEFERRED"
      | limit 10000
      """;

  private static final Set<QueryStatus> UNDER_WAY =
      Set.of(QueryStatus.SCHEDULED, QueryStatus.RUNNING);

  @Override
  public LogScan scan(Instant from, Instant now) {
    String query =
        logs.startQuery(
                r ->
                    r.logGroupName(group)
                        .startTime(from.getEpochSecond())
                        .endTime(now.getEpochSecond())
                        .queryString(QUERY))
            .queryId();
    GetQueryResultsResponse answer = logs.getQueryResults(r -> r.queryId(query));
    while (UNDER_WAY.contains(answer.status())) {
      pause.until(clock.instant().plus(BETWEEN_LOOKS));
      answer = logs.getQueryResults(r -> r.queryId(query));
    }
    if (answer.status() != QueryStatus.COMPLETE) {
      throw new IllegalStateException(
          "the query of the log " + group + " ended as " + answer.statusAsString());
    }
    List<DeferredUnit> units =
        answer.results().stream()
            .map(InsightsDispatchLog::fields)
            .map(DeferredUnit::of)
            .flatMap(Optional::stream)
            .toList();
    return new LogScan(
        units,
        answer.statistics().recordsScanned().longValue(),
        answer.statistics().bytesScanned().longValue(),
        answer.results().size() >= MOST);
  }

  private static Map<String, String> fields(List<ResultField> row) {
    Map<String, String> fields = new HashMap<>();
    row.forEach(field -> fields.put(field.field(), field.value()));
    return fields;
  }
}
