package dev.postrider.aws;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.Finished;
import dev.postrider.dispatch.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The metrics of a batch in CloudWatch's embedded metric format, one line a stream: for
/// the stack, and for the stack's stream. Metric names are public (docs/decisions/0002).
final class DispatchMetrics {
  /// A mail that took longer is slow.
  static final Duration PROMPT = Duration.ofSeconds(10);

  private DispatchMetrics() {}

  static List<EmbeddedMetrics> of(Batch batch, BatchLog log, Instant now) {
    Map<String, List<Finished>> byStream =
        log.finished().stream()
            .filter(one -> !one.stream().isEmpty())
            .collect(
                Collectors.groupingBy(Finished::stream, LinkedHashMap::new, Collectors.toList()));
    List<EmbeddedMetrics> lines = new ArrayList<>();
    byStream.forEach((stream, outcomes) -> lines.add(line(stream, outcomes, now)));
    lines.add(batchLine(batch, log, now));
    return lines;
  }

  private static EmbeddedMetrics line(String stream, List<Finished> finished, Instant now) {
    EmbeddedMetrics metrics = new EmbeddedMetrics(now).dimension("Stream", stream);
    finished.stream()
        .collect(Collectors.groupingBy(DispatchMetrics::name, Collectors.counting()))
        .forEach((name, count) -> metrics.count(name, count));
    long resends = finished.stream().filter(DispatchMetrics::isResend).count();
    if (resends > 0) {
      metrics.count("Resent", resends);
    }
    for (Finished one : finished) {
      if (one.outcome() instanceof Outcome.Sent) {
        metrics.millis("TimeInQueue", one.inQueue());
        metrics.millis("SesLatency", one.sesLatency());
      }
    }
    return metrics;
  }

  private static String name(Finished finished) {
    return switch (finished.outcome()) {
      case Outcome.Sent _ -> "Sent";
      case Outcome.Duplicate _ -> "DuplicatesAvoided";
      case Outcome.Suppressed _ -> "Suppressed";
      case Outcome.Expired _ -> "Expired";
      case Outcome.Rejected _ -> "Rejected";
      case Outcome.Held _ -> "Held";
      case Outcome.Returned _ -> "Returned";
      case Outcome.SentTwice _ -> "SentTwice";
      case Outcome.Deferred deferred ->
          switch (deferred.why()) {
            case THROTTLED -> "Throttled";
            case UNKNOWN -> "Unknown";
            case MISCONFIGURED -> "Misconfigured";
            case STOPPED -> "Stopped";
            case SCHEDULED,
                BULK_LANE,
                PACE,
                TENANT_PAUSED,
                PACE_UNAVAILABLE,
                BUSY,
                SUPPRESSIONS_UNREADABLE,
                LEDGER_UNAVAILABLE ->
                "Deferred";
          };
    };
  }

  private static boolean isResend(Finished finished) {
    return finished instanceof Finished.FinishedUnit unit && unit.delivery().resend();
  }

  private static boolean isSlow(Finished finished) {
    return finished.inQueue().compareTo(PROMPT) > 0;
  }

  private static boolean isLate(Finished finished) {
    return finished.outcome() instanceof Outcome.Deferred deferred && deferred.why().meansLate();
  }

  /// Two names: a dimension would make three metrics of them.
  private static String deferredAge(Batch.Lane lane) {
    return switch (lane) {
      case MAIL -> "MailDeferredAge";
      case BULK -> "BulkDeferredAge";
    };
  }

  private static EmbeddedMetrics batchLine(Batch batch, BatchLog log, Instant now) {
    long malformed = log.finished().stream().filter(o -> o.stream().isEmpty()).count();
    EmbeddedMetrics metrics = new EmbeddedMetrics(now);
    if (log.calls().bulk() > 0) {
      metrics.count("BulkCalls", log.calls().bulk());
      metrics.count("BulkEntries", log.calls().bulkEntries());
    }
    log.finished().stream()
        .filter(DispatchMetrics::isLate)
        .map(Finished::inQueue)
        .max(Comparator.naturalOrder())
        .ifPresent(age -> metrics.millis(deferredAge(batch.lane()), age));
    List<Finished> timed = log.finished().stream().filter(Finished::tellsPromptness).toList();
    if (!timed.isEmpty()) {
      metrics.count("MailTimed", timed.size());
      metrics.count("MailSlow", timed.stream().filter(DispatchMetrics::isSlow).count());
    }
    return metrics
        .count("BatchSize", batch.records().size())
        .count("SesCalls", log.calls().all())
        .count("Malformed", malformed)
        .count("DroppedRecipients", log.droppedRecipients())
        .count("ItemFailures", log.failedMessageIds().size())
        .count("Defects", log.defects().size());
  }
}
