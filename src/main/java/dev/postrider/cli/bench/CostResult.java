package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What mail asks of AWS.
public record CostResult(List<UnitCalls> kinds, List<CountCheck> checks) implements PartResult {
  private static final Prices PRICES = Prices.read();

  public CostResult {
    kinds = List.copyOf(kinds);
    checks = List.copyOf(checks);
  }

  /// Of one unit, on the average.
  ///
  /// @param units in a batch
  /// @param sqsRequests of the producer and of the event source
  /// @param invocations of DispatchFunction
  /// @param gigabyteSeconds of both functions, warm
  /// @param sesCalls SendEmail and SendBulkEmail together
  /// @param writeUnits DynamoDB's
  /// @param readUnits DynamoDB's
  /// @param sesEvents that SES published, each a notification and an invocation of FeedbackFunction
  /// @param statusEvents that EventBridge took in
  /// @param logBytes of both functions
  /// @param dynamoDbCalls by operation
  /// @param sqsCalls by operation
  public record UnitCalls(
      String kind,
      int units,
      double sqsRequests,
      double invocations,
      double gigabyteSeconds,
      double sesCalls,
      double writeUnits,
      double readUnits,
      double sesEvents,
      double statusEvents,
      double logBytes,
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
      return PRICES.ofAThousand(this).values().stream().mapToDouble(Double::doubleValue).sum();
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
          perThousand(readUnits),
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

  /// By service, in USD a thousand.
  private static BenchTable bill(List<UnitCalls> kinds) {
    List<String> services = List.copyOf(PRICES.ofAThousand(kinds.getFirst()).keySet());
    List<String> titles = new ArrayList<>(List.of("USD a million", "in batches of"));
    titles.addAll(services);
    titles.add("together");
    return new BenchTable(
        "What a million units cost beside SES, by service: list prices of "
            + PRICES.region()
            + ", "
            + PRICES.date()
            + ".",
        titles,
        kinds.stream().map(kind -> bill(kind, services)).toList());
  }

  private static List<String> bill(UnitCalls kind, List<String> services) {
    Map<String, Double> dollars = PRICES.ofAThousand(kind);
    List<String> row = new ArrayList<>(List.of(kind.kind(), Integer.toString(kind.units())));
    services.forEach(service -> row.add(perMillion(dollars.getOrDefault(service, 0.0))));
    row.add(perMillion(kind.dollarsPerThousand()));
    return row;
  }

  private static String perMillion(double dollarsPerThousand) {
    return Millis.format("%.2f", dollarsPerThousand * 1_000);
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return List.of(
        new BenchTable(
            "What a thousand units ask of AWS, and what that costs beside SES.",
            List.of(
                "a thousand",
                "in batches of",
                "SES calls",
                "store and queue calls",
                "write units",
                "read units",
                "SES events",
                "status events",
                "USD"),
            kinds.stream().map(UnitCalls::row).toList()),
        bill(kinds),
        new BenchTable(
            "The calls of a thousand units, by operation.",
            List.of("a thousand", "in batches of", "calls"),
            kinds.stream().map(UnitCalls::operations).toList()));
  }
}
