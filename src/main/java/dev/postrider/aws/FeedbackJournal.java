package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.JsonLog.Level;
import dev.postrider.feedback.Count;
import dev.postrider.feedback.EventLine;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.status.StatusEvent.SmtpReply;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes a line of the log for each event about a mail, a summary as one more, and as metrics what
/// CloudWatch has from no one else. Metric names are public (decision 0023).
record FeedbackJournal(JsonLog log, InstantSource clock) {
  private static final Set<Count> ROUTINE =
      EnumSet.of(Count.SEND, Count.DELIVERY, Count.OPEN, Count.CLICK, Count.REPORTED);

  /// Must not fail: the notifications have been handled already.
  ///
  /// @param traceId of the invocation; empty when it is not traced
  void write(FeedbackSummary summary, String traceId) {
    summary.noticed().forEach(event -> write(line(event), traceId));
    write(line(summary), traceId);
    Map<String, Integer> counted = metrics(summary);
    if (!counted.isEmpty()) {
      EmbeddedMetrics metrics = new EmbeddedMetrics(clock.instant());
      counted.forEach(metrics::count);
      log.metrics(metrics);
    }
  }

  private void write(ObjectNode line, String traceId) {
    JsonLog.putIfAny(line, "traceId", traceId);
    log.write(line);
  }

  private static ObjectNode line(EventLine event) {
    ObjectNode line = JsonLog.line(level(event.kind()), "ses");
    line.put("kind", event.kind().name());
    line.put("unit", event.unit());
    line.put("stream", event.stream());
    JsonLog.putIfAny(line, "tenant", event.tenant());
    line.put("sesMessageId", event.sesMessageId());
    JsonLog.putIfAny(line, "type", event.reason().type());
    JsonLog.putIfAny(line, "subType", event.reason().subType());
    JsonLog.putIfAny(line, "template", event.reason().template());
    JsonLog.putIfAny(line, "attribute", event.reason().attribute());
    JsonLog.putIfAny(line, "text", event.reason().text());
    event.recipients().forEach(line.withArray("/recipients")::add);
    new TreeMap<>(event.replies())
        .forEach((recipient, reply) -> add(line.withArray("/replies"), recipient, reply));
    return line;
  }

  private static void add(ArrayNode replies, String recipient, SmtpReply reply) {
    ObjectNode line = replies.addObject().put("recipient", recipient);
    JsonLog.putIfAny(line, "smtpReplyCode", reply.smtpReplyCode());
    JsonLog.putIfAny(line, "enhancedStatus", reply.enhancedStatus());
    JsonLog.putIfAny(line, "text", reply.text());
  }

  /// What happens to nearly every mail is not worth a line of its own at INFO: the ledger has it.
  private static JsonLog.Level level(Count kind) {
    return switch (kind) {
      case SEND, DELIVERY, OPEN, CLICK -> JsonLog.Level.DEBUG;
      case REJECT, RENDERING_FAILURE -> JsonLog.Level.WARN;
      case SENT_TWICE -> JsonLog.Level.ERROR;
      default -> JsonLog.Level.INFO;
    };
  }

  private static ObjectNode line(FeedbackSummary summary) {
    ObjectNode line = JsonLog.line(level(summary), "feedback");
    ObjectNode counts = line.putObject("counts");
    for (Count count : Count.values()) {
      if (summary.count(count) > 0) {
        counts.put(count.name(), summary.count(count));
      }
    }
    summary.unfamiliar().forEach(line.withArray("/unfamiliar")::add);
    summary.failures().forEach(failure -> line.withArray("/failures").add(failure.toString()));
    return line;
  }

  /// Of mail that fared as nearly all does there is nothing to say at INFO.
  private static Level level(FeedbackSummary summary) {
    if (!summary.failures().isEmpty()) {
      return Level.ERROR;
    }
    boolean routine =
        Arrays.stream(Count.values())
            .allMatch(count -> summary.count(count) == 0 || ROUTINE.contains(count));
    return routine ? Level.DEBUG : Level.INFO;
  }

  /// What is not zero: a metric costs by the hour in which it is written.
  private static Map<String, Integer> metrics(FeedbackSummary summary) {
    Map<String, Integer> metrics = new LinkedHashMap<>();
    metrics.put("SentTwice", summary.count(Count.SENT_TWICE));
    metrics.put("FeedbackSuppressed", summary.count(Count.SUPPRESSED));
    metrics.put("FeedbackSoftBounced", summary.count(Count.SOFT_BOUNCED));
    metrics.put("FeedbackLifted", summary.count(Count.LIFTED));
    metrics.put("FeedbackHardBounces", summary.count(Count.HARD_BOUNCE));
    metrics.put("FeedbackSoftBounces", summary.count(Count.SOFT_BOUNCE));
    metrics.put("FeedbackContentBounces", summary.count(Count.CONTENT_BOUNCE));
    metrics.put("FeedbackAutoReplies", summary.count(Count.AUTO_REPLY));
    metrics.put("FeedbackComplaints", summary.count(Count.COMPLAINT));
    metrics.put("FeedbackUntracked", summary.count(Count.UNTRACKED));
    metrics.put("FeedbackStrangers", summary.count(Count.STRANGER));
    metrics.put("FeedbackUnknownUnits", summary.count(Count.UNKNOWN_UNIT));
    metrics.put("FeedbackUnfamiliar", summary.count(Count.UNFAMILIAR));
    metrics.put("FeedbackMalformed", summary.count(Count.MALFORMED));
    metrics.put("FeedbackFailed", summary.count(Count.FAILED));
    metrics.values().removeIf(count -> count == 0);
    return metrics;
  }
}
