package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.Finished;
import dev.postrider.dispatch.Outcome;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;

/// Writes what an invocation did: a JSON line an outcome, and the metrics of the batch. No address
/// and no body is in either.
record DispatchJournal(JsonLog log, InstantSource clock) {

  /// The traces that a batch's lines belong to.
  ///
  /// @param invocation of the function; empty when it is not traced
  /// @param producers of those who enqueued the messages, by SQS's message id, as far as known
  record Traces(String invocation, Map<String, String> producers) {
    Traces {
      producers = Map.copyOf(producers);
    }

    private void write(ObjectNode line, Finished finished) {
      JsonLog.putIfAny(line, "traceId", invocation);
      JsonLog.putIfAny(
          line, "producerTraceId", producers.getOrDefault(finished.record().messageId(), ""));
    }
  }

  void write(Batch batch, BatchLog done, Traces traces) {
    for (Finished finished : done.finished()) {
      ObjectNode line = line(finished);
      traces.write(line, finished);
      log.write(line);
    }
    done.defects().forEach(defect -> log.write(defect(defect, traces)));
    DispatchMetrics.of(batch, done, clock.instant()).forEach(log::metrics);
  }

  private static ObjectNode line(Finished finished) {
    Outcome outcome = finished.outcome();
    ObjectNode line = JsonLog.line(level(outcome), "unit");
    line.put("unit", finished.key());
    line.put("messageId", finished.record().messageId());
    line.put("stream", finished.stream());
    finished.tenant().ifPresent(tenant -> line.put("tenant", tenant));
    line.put("outcome", outcome.label());
    line.put("reason", outcome.reason());
    line.put("code", outcome.code());
    JsonLog.putIfAny(line, "text", outcome.diagnostic().text());
    JsonLog.putIfAny(line, "sesMessageId", outcome.sesMessageId());
    if (outcome instanceof Outcome.Deferred deferred) {
      line.put("at", finished.at().toString());
      line.put("nextTry", finished.at().plus(deferred.delay()).toString());
    }
    line.put("failedAttempts", finished.record().carried().attempt());
    line.put("inQueueMillis", finished.inQueue().toMillis());
    line.put("sesMillis", finished.sesLatency().toMillis());
    return line;
  }

  private static JsonLog.Level level(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Sent _,
          Outcome.Duplicate _,
          Outcome.Suppressed _,
          Outcome.Expired _,
          Outcome.Deferred _ ->
          JsonLog.Level.INFO;
      case Outcome.Rejected _, Outcome.Held _, Outcome.Returned _ -> JsonLog.Level.WARN;
      case Outcome.SentTwice _ -> JsonLog.Level.ERROR;
    };
  }

  /// The stack, not the message: a message could hold what must not be logged.
  private static ObjectNode defect(RuntimeException defect, Traces traces) {
    ObjectNode line = JsonLog.line(JsonLog.Level.ERROR, "defect");
    line.put("exception", defect.getClass().getName());
    JsonLog.putIfAny(line, "traceId", traces.invocation());
    ArrayNode stack = line.putArray("stack");
    Stream.of(defect.getStackTrace()).map(StackTraceElement::toString).forEach(stack::add);
    return line;
  }
}
