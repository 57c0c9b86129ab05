package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What mail asks of AWS.
public record CostResult(List<UnitCalls> kinds, List<CountCheck> checks) implements PartResult {
  public CostResult {
    kinds = List.copyOf(kinds);
    checks = List.copyOf(checks);
  }

  /// Of one unit, on the average; the event source's own calls to SQS are not counted.
  ///
  /// @param units in a batch
  /// @param invocations of DispatchFunction
  /// @param dispatchMillis of DispatchFunction, warm
  /// @param feedbackMillis of FeedbackFunction, warm
  /// @param sesCalls SendEmail and SendBulkEmail together
  /// @param writeUnits DynamoDB's
  /// @param keysRead DynamoDB's
  /// @param sesEvents that SES published, each a notification and an invocation of FeedbackFunction
  /// @param statusEvents that EventBridge took in
  /// @param dynamoDbCalls by operation
  /// @param sqsCalls by operation
  public record UnitCalls(
      String kind,
      int units,
      double invocations,
      double dispatchMillis,
      double feedbackMillis,
      double sesCalls,
      double writeUnits,
      double keysRead,
      double sesEvents,
      double statusEvents,
      Map<String, Double> dynamoDbCalls,
      Map<String, Double> sqsCalls) {
    public UnitCalls {
      dynamoDbCalls = new TreeMap<>(dynamoDbCalls);
      sqsCalls = new TreeMap<>(sqsCalls);
    }

    double calls() {
      return dynamoDbCalls.values().stream().mapToDouble(Double::doubleValue).sum()
          + sqsCalls.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /// Dollars that a thousand cost beside SES.
    @JsonProperty
    public double dollarsPerThousand() {
      return Prices.dollarsPerThousand(this);
    }

    private static String perThousand(double each) {
      return String.format(Locale.ROOT, "%.0f", each * 1_000);
    }

    private List<String> row() {
      return List.of(
          kind,
          Integer.toString(units),
          perThousand(sesCalls),
          perThousand(calls()),
          perThousand(writeUnits),
          perThousand(keysRead),
          perThousand(sesEvents),
          perThousand(statusEvents),
          Millis.format("%.4f", dollarsPerThousand()));
    }

    private List<String> operations() {
      Map<String, Double> all = new TreeMap<>(dynamoDbCalls);
      all.putAll(sqsCalls);
      return List.of(
          kind,
          Integer.toString(units),
          all.entrySet().stream()
              .map(call -> call.getKey() + " " + perThousand(call.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return List.of(
        new BenchTable(
            "What a thousand units ask of AWS, and what that costs beside SES: "
                + Prices.SCOPE
                + ", prices of "
                + Prices.DATE
                + ".",
            List.of(
                "a thousand",
                "in batches of",
                "SES calls",
                "store and queue calls",
                "write units",
                "keys read",
                "SES events",
                "status events",
                "USD"),
            kinds.stream().map(UnitCalls::row).toList()),
        new BenchTable(
            "The calls of a thousand units, by operation.",
            List.of("a thousand", "in batches of", "calls"),
            kinds.stream().map(UnitCalls::operations).toList()));
  }
}
