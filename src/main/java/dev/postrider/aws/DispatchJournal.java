package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchReport;
import dev.postrider.dispatch.UnitOutcome;
import java.time.InstantSource;
import java.util.Map;

/// Writes what an invocation did: a JSON line an outcome, and the metrics of the batch. No address
/// and no body is in either.
final class DispatchJournal {
  private final JsonLog log;
  private final InstantSource clock;

  DispatchJournal(JsonLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// The traces that a batch's lines belong to.
  ///
  /// @param invocation of the function; empty when it is not traced
  /// @param producers of those who enqueued the messages, by SQS's message id, as far as known
  record Traces(String invocation, Map<String, String> producers) {
    Traces {
      producers = Map.copyOf(producers);
    }

    private void write(ObjectNode line, UnitOutcome outcome) {
      if (!invocation.isEmpty()) {
        line.put("traceId", invocation);
      }
      String producer = producers.get(outcome.messageId());
      if (producer != null) {
        line.put("producerTraceId", producer);
      }
    }
  }

  void write(Batch batch, BatchReport report, Traces traces) {
    for (UnitOutcome outcome : report.outcomes()) {
      ObjectNode line = line(outcome);
      traces.write(line, outcome);
      log.write(line);
    }
    report.defects().forEach(defect -> log.write(defect(defect, traces)));
    DispatchMetrics.of(batch, report, clock.instant()).forEach(log::metrics);
  }

  private static ObjectNode line(UnitOutcome outcome) {
    ObjectNode line = JsonLog.line(level(outcome.kind()), "unit");
    line.put("unit", outcome.key());
    line.put("messageId", outcome.messageId());
    line.put("stream", outcome.stream());
    outcome.tenant().ifPresent(tenant -> line.put("tenant", tenant));
    line.put("outcome", outcome.kind().name());
    line.put("reason", outcome.reason());
    line.put("code", outcome.code());
    outcome.sesMessageId().ifPresent(id -> line.put("sesMessageId", id));
    line.put("attempt", outcome.attempt());
    line.put("inQueueMillis", outcome.inQueue().toMillis());
    line.put("sesMillis", outcome.sesLatency().toMillis());
    return line;
  }

  private static JsonLog.Level level(UnitOutcome.Kind kind) {
    return switch (kind) {
      case SENT, DUPLICATE, SUPPRESSED, EXPIRED, PARKED -> JsonLog.Level.INFO;
      case REJECTED, HELD, RETURNED -> JsonLog.Level.WARN;
      case SENT_TWICE -> JsonLog.Level.ERROR;
    };
  }

  /// The stack, not the message: a message could hold what must not be logged.
  private static ObjectNode defect(RuntimeException defect, Traces traces) {
    ObjectNode line = JsonLog.line(JsonLog.Level.ERROR, "defect");
    line.put("exception", defect.getClass().getName());
    if (!traces.invocation().isEmpty()) {
      line.put("traceId", traces.invocation());
    }
    var stack = line.putArray("stack");
    for (StackTraceElement frame : defect.getStackTrace()) {
      stack.add(frame.toString());
    }
    return line;
  }
}
