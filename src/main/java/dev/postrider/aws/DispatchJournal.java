package dev.postrider.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchReport;
import dev.postrider.dispatch.UnitOutcome;
import java.io.PrintStream;
import java.time.InstantSource;

/// Writes what an invocation did: a JSON line an outcome, and the metrics of the batch. No address
/// and no body is in either.
final class DispatchJournal {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final InstantSource clock;

  DispatchJournal(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  void write(Batch batch, BatchReport report) {
    report.outcomes().forEach(outcome -> print(line(outcome)));
    report.defects().forEach(defect -> print(defect(defect)));
    DispatchMetrics.of(batch, report, clock.instant()).forEach(this::print);
  }

  private static ObjectNode line(UnitOutcome outcome) {
    ObjectNode line = JSON.createObjectNode();
    line.put("level", level(outcome.kind()));
    line.put("event", "unit");
    line.put("unit", outcome.key());
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

  private static String level(UnitOutcome.Kind kind) {
    return switch (kind) {
      case SENT, DUPLICATE, SUPPRESSED, EXPIRED, PARKED -> "INFO";
      case REJECTED, HELD, RETURNED -> "WARN";
      case SENT_TWICE -> "ERROR";
    };
  }

  /// The stack, not the message: a message could hold what must not be logged.
  private static ObjectNode defect(RuntimeException defect) {
    ObjectNode line = JSON.createObjectNode();
    line.put("level", "ERROR");
    line.put("event", "defect");
    line.put("exception", defect.getClass().getName());
    var stack = line.putArray("stack");
    for (StackTraceElement frame : defect.getStackTrace()) {
      stack.add(frame.toString());
    }
    return line;
  }

  private void print(ObjectNode line) {
    try {
      out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }
}
