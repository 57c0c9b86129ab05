package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.JsonLog.Level;
import dev.postrider.feedback.Count;
import dev.postrider.feedback.FeedbackJournal;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.FeedbackSummary.Failure;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes a summary as one line of the log, and as metrics what CloudWatch has from no one else.
/// Metric names are public (decision 0023).
final class JsonFeedbackJournal implements FeedbackJournal {
  private final JsonLog log;
  private final InstantSource clock;

  JsonFeedbackJournal(JsonLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void write(FeedbackSummary summary) {
    log.write(line(summary));
    Map<String, Integer> counted = metrics(summary);
    if (!counted.isEmpty()) {
      EmbeddedMetrics metrics = new EmbeddedMetrics(clock.instant());
      counted.forEach(metrics::count);
      log.metrics(metrics);
    }
  }

  private static ObjectNode line(FeedbackSummary summary) {
    ObjectNode line =
        JsonLog.line(summary.failures().isEmpty() ? Level.INFO : Level.ERROR, "feedback");
    ObjectNode counts = line.putObject("counts");
    for (Count count : Count.values()) {
      if (summary.count(count) > 0) {
        counts.put(count.name(), summary.count(count));
      }
    }
    summary.unfamiliar().forEach(line.withArray("/unfamiliar")::add);
    for (Failure failure : summary.failures()) {
      line.withArray("/failures").add(failure.toString());
    }
    return line;
  }

  /// What is not zero: a metric costs by the hour in which it is written.
  private static Map<String, Integer> metrics(FeedbackSummary summary) {
    Map<String, Integer> metrics = new LinkedHashMap<>();
    metrics.put("FeedbackSuppressed", summary.count(Count.SUPPRESSED));
    metrics.put("FeedbackSoftBounced", summary.count(Count.SOFT_BOUNCED));
    metrics.put("FeedbackUntracked", summary.count(Count.UNTRACKED));
    metrics.put("FeedbackUnfamiliar", summary.count(Count.UNFAMILIAR));
    metrics.put("FeedbackMalformed", summary.count(Count.MALFORMED));
    metrics.put("FeedbackFailed", summary.count(Count.FAILED));
    metrics.values().removeIf(count -> count == 0);
    return metrics;
  }
}
