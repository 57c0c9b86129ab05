package dev.postrider.aws;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchReport;
import dev.postrider.dispatch.ParkReason;
import dev.postrider.dispatch.UnitOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The metrics of a batch in CloudWatch's embedded metric format, one line a stream: for
/// the stack, and for the stack's stream. Metric names are public (docs/decisions/0002).
final class DispatchMetrics {
  private static final Set<String> LATE =
      Arrays.stream(ParkReason.values())
          .filter(ParkReason::meansLate)
          .map(ParkReason::name)
          .collect(Collectors.toSet());

  private DispatchMetrics() {}

  static List<EmbeddedMetrics> of(Batch batch, BatchReport report, Instant now) {
    Map<String, List<UnitOutcome>> byStream =
        report.outcomes().stream()
            .filter(outcome -> !outcome.stream().isEmpty())
            .collect(
                Collectors.groupingBy(
                    UnitOutcome::stream, LinkedHashMap::new, Collectors.toList()));
    List<EmbeddedMetrics> lines = new ArrayList<>();
    byStream.forEach((stream, outcomes) -> lines.add(line(stream, outcomes, now)));
    lines.add(batchLine(batch, report, now));
    return lines;
  }

  private static EmbeddedMetrics line(String stream, List<UnitOutcome> outcomes, Instant now) {
    EmbeddedMetrics metrics = new EmbeddedMetrics(now).dimension("Stream", stream);
    outcomes.stream()
        .collect(Collectors.groupingBy(DispatchMetrics::name, Collectors.counting()))
        .forEach((name, count) -> metrics.count(name, count));
    long resends = outcomes.stream().filter(UnitOutcome::resend).count();
    if (resends > 0) {
      metrics.count("Resent", resends);
    }
    for (UnitOutcome outcome : outcomes) {
      if (outcome.kind() == UnitOutcome.Kind.SENT) {
        metrics.millis("TimeInQueue", outcome.inQueue());
        metrics.millis("SesLatency", outcome.sesLatency());
      }
    }
    return metrics;
  }

  private static String name(UnitOutcome outcome) {
    return switch (outcome.kind()) {
      case SENT -> "Sent";
      case DUPLICATE -> "DuplicatesAvoided";
      case SUPPRESSED -> "Suppressed";
      case EXPIRED -> "Expired";
      case REJECTED -> "Rejected";
      case HELD -> "Held";
      case RETURNED -> "Returned";
      case SENT_TWICE -> "SentTwice";
      case PARKED ->
          switch (outcome.reason()) {
            case "THROTTLED" -> "Throttled";
            case "UNKNOWN" -> "Unknown";
            case "MISCONFIGURED" -> "Misconfigured";
            case "STOPPED" -> "Stopped";
            default -> "Parked";
          };
    };
  }

  private static boolean isLate(UnitOutcome outcome) {
    return outcome.kind() == UnitOutcome.Kind.PARKED && LATE.contains(outcome.reason());
  }

  /// Two names: a dimension would make three metrics of them.
  private static String parkedAge(Batch.Lane lane) {
    return switch (lane) {
      case MAIL -> "MailParkedAge";
      case BULK -> "BulkParkedAge";
    };
  }

  private static EmbeddedMetrics batchLine(Batch batch, BatchReport report, Instant now) {
    long malformed = report.outcomes().stream().filter(o -> o.stream().isEmpty()).count();
    EmbeddedMetrics metrics = new EmbeddedMetrics(now);
    if (report.calls().bulk() > 0) {
      metrics.count("BulkCalls", report.calls().bulk());
      metrics.count("BulkEntries", report.calls().bulkEntries());
    }
    report.outcomes().stream()
        .filter(DispatchMetrics::isLate)
        .map(UnitOutcome::inQueue)
        .max(Comparator.naturalOrder())
        .ifPresent(age -> metrics.millis(parkedAge(batch.lane()), age));
    return metrics
        .count("BatchSize", batch.records().size())
        .count("SesCalls", report.calls().all())
        .count("Malformed", malformed)
        .count("DroppedRecipients", report.droppedRecipients())
        .count("ItemFailures", report.failedMessageIds().size())
        .count("Defects", report.defects().size());
  }
}
