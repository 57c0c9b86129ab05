package dev.postrider.cli.bench;

import dev.postrider.cli.output.CommandAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Everything that was measured.
///
/// @param units of mail in a batch
/// @param batches how many of each kind
/// @param sesLatencyMillis what the stand-in added to each of its answers
/// @param loopMillis the median of as many SendEmail calls one after the other
/// @param coldStartMillis from a JVM's start to the answer of its first invocation, each
public record BenchResult(
    int units,
    int batches,
    long sesLatencyMillis,
    double loopMillis,
    List<Double> coldStartMillis,
    List<BatchCost> kinds)
    implements CommandAnswer {
  public BenchResult {
    coldStartMillis = List.copyOf(coldStartMillis);
    kinds = List.copyOf(kinds);
  }

  /// What a batch of one kind cost, on the average.
  ///
  /// @param sesCalls SendEmail and SendBulkEmail together
  /// @param writeUnits DynamoDB's
  /// @param keysRead DynamoDB's
  /// @param dynamoDbCalls by operation
  /// @param sqsCalls by operation, the event source's own calls not counted
  public record BatchCost(
      String kind,
      double sesCalls,
      double writeUnits,
      double keysRead,
      double medianMillis,
      double slowestMillis,
      Map<String, Double> dynamoDbCalls,
      Map<String, Double> sqsCalls) {
    private String calls() {
      Map<String, Double> calls = new TreeMap<>(dynamoDbCalls);
      calls.putAll(sqsCalls);
      return calls.entrySet().stream()
          .map(call -> String.format(Locale.ROOT, "%s %.1f", call.getKey(), call.getValue()))
          .collect(Collectors.joining(", ", kind + ": ", "\n"));
    }
  }

  @Override
  public String text() {
    return String.format(
            Locale.ROOT,
            """
            %d units a batch, %d batches of each kind, %d ms added to each answer of SES.

            A BATCH OF                        SES   DYNAMODB  SQS  WRITE UNITS  KEYS READ  MEDIAN     SLOWEST    OF THE LOOP
            """,
            units,
            batches,
            sesLatencyMillis)
        + kinds.stream().map(this::line).collect(Collectors.joining())
        + "\na loop of SendEmail calls, nothing recorded: median "
        + millis(loopMillis)
        + "\n\n"
        + kinds.stream().map(BatchCost::calls).collect(Collectors.joining())
        + "\nfrom a JVM's start to its first answer: "
        + coldStartMillis.stream().map(BenchResult::millis).collect(Collectors.joining(", "))
        + "\n";
  }

  private String line(BatchCost batch) {
    return String.format(
        Locale.ROOT,
        "%-32s  %-4.0f  %-8.1f  %-3.0f  %-11.1f  %-9.1f  %-9s  %-9s  %.2f%n",
        batch.kind(),
        batch.sesCalls(),
        total(batch.dynamoDbCalls()),
        total(batch.sqsCalls()),
        batch.writeUnits(),
        batch.keysRead(),
        millis(batch.medianMillis()),
        millis(batch.slowestMillis()),
        batch.medianMillis() / loopMillis);
  }

  private static double total(Map<String, Double> calls) {
    return calls.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.1f ms", millis);
  }
}
