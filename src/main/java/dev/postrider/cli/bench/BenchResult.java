package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.CommandAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Everything that was measured.
///
/// @param coldStarts from a JVM's start to the answer of its first invocation, each
/// @param loop the median of as many SendEmail calls one after the other
public record BenchResult(
    Bench.BenchSettings settings,
    List<Duration> coldStarts,
    Duration loop,
    List<BatchMeasurement> measured)
    implements CommandAnswer {

  public BenchResult {
    coldStarts = List.copyOf(coldStarts);
    measured = List.copyOf(measured);
  }

  @Override
  public String text() {
    return String.format(
            Locale.ROOT,
            """
            %d units a batch, %d batches of each kind, %d ms added to each answer of SES.

            A BATCH OF                        SES   DYNAMODB  SQS  WRITE UNITS  KEYS READ  MEDIAN     SLOWEST    OF THE LOOP
            """,
            settings.units(),
            settings.batches(),
            settings.sesLatency().toMillis())
        + measured.stream().map(this::line).collect(Collectors.joining())
        + String.format(
            Locale.ROOT,
            "%na loop of SendEmail calls, nothing recorded: median %s%n%n",
            millis(loop))
        + calls()
        + String.format(
            Locale.ROOT,
            "%nfrom a JVM's start to its first answer: %s%n",
            coldStarts.stream().map(BenchResult::millis).collect(Collectors.joining(", ")));
  }

  private String line(BatchMeasurement batch) {
    return String.format(
        Locale.ROOT,
        "%-32s  %-4.0f  %-8.1f  %-3.0f  %-11.1f  %-9.1f  %-9s  %-9s  %.2f%n",
        batch.title(),
        batch.sesCalls(),
        batch.dynamoDb().total(),
        batch.sqs().total(),
        batch.dynamoDb().writeUnits(),
        batch.dynamoDb().keysRead(),
        millis(batch.median()),
        millis(batch.slowest()),
        (double) batch.median().toNanos() / loop.toNanos());
  }

  private String calls() {
    return measured.stream()
        .map(
            batch ->
                String.format(
                    Locale.ROOT,
                    "%s: %s%n",
                    batch.title(),
                    batch.dynamoDb().plus(batch.sqs()).calls().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> String.format(Locale.ROOT, "%s %.1f", e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "))))
        .collect(Collectors.joining());
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  /// For programs: durations in milliseconds.
  @JsonValue
  ObjectNode json() {
    ObjectNode json =
        CliJson.object()
            .put("units", settings.units())
            .put("batches", settings.batches())
            .put("sesLatencyMillis", settings.sesLatency().toMillis())
            .put("loopMillis", loop.toNanos() / 1e6);
    ArrayNode cold = json.putArray("coldStartMillis");
    coldStarts.forEach(wall -> cold.add(wall.toNanos() / 1e6));
    ArrayNode kinds = json.putArray("kinds");
    for (BatchMeasurement batch : measured) {
      ObjectNode kind =
          kinds
              .addObject()
              .put("kind", batch.title())
              .put("sesCalls", batch.sesCalls())
              .put("writeUnits", batch.dynamoDb().writeUnits())
              .put("keysRead", batch.dynamoDb().keysRead())
              .put("medianMillis", batch.median().toNanos() / 1e6)
              .put("slowestMillis", batch.slowest().toNanos() / 1e6);
      batch.dynamoDb().calls().forEach(kind.putObject("dynamoDbCalls")::put);
      batch.sqs().calls().forEach(kind.putObject("sqsCalls")::put);
    }
    return json;
  }
}
