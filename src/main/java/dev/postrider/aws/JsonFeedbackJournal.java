package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.feedback.Count;
import dev.postrider.feedback.FeedbackJournal;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.FeedbackSummary.Failure;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Writes a summary as one JSON line, and what AWS/SES does not count itself as metrics. Metric
/// names are public (decision 0023). No address is in either.
final class JsonFeedbackJournal implements FeedbackJournal {
  private static final Map<Count, String> METRICS =
      new EnumMap<>(
          Map.of(
              Count.SUPPRESSED, "FeedbackSuppressed",
              Count.SOFT_BOUNCED, "FeedbackSoftBounced",
              Count.UNTRACKED, "FeedbackUntracked",
              Count.UNFAMILIAR, "FeedbackUnfamiliar",
              Count.MALFORMED, "FeedbackMalformed",
              Count.FAILED, "FeedbackFailed"));

  private final JsonLog log;
  private final InstantSource clock;

  JsonFeedbackJournal(JsonLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void write(FeedbackSummary summary) {
    log.write(line(summary));
    List<Count> counted =
        METRICS.keySet().stream().filter(count -> summary.count(count) > 0).toList();
    if (!counted.isEmpty()) {
      EmbeddedMetrics metrics = new EmbeddedMetrics(clock.instant());
      counted.forEach(
          count -> metrics.count(METRICS.getOrDefault(count, ""), summary.count(count)));
      log.metrics(metrics);
    }
  }

  private static ObjectNode line(FeedbackSummary summary) {
    ObjectNode line =
        JsonLog.line(
            summary.failures().isEmpty() ? JsonLog.Level.INFO : JsonLog.Level.ERROR, "feedback");
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
}
