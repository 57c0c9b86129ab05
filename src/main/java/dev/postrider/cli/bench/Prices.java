package dev.postrider.cli.bench;

import dev.postrider.cli.bench.CostResult.UnitCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// AWS's list prices, from the one dated file that has them.
public record Prices(String date, String region, Map<String, Double> dollars) {
  private static final double MILLION = 1e6;
  private static final double GIGABYTE = 1e9;

  public Prices {
    dollars = Map.copyOf(dollars);
  }

  /// Of the file beside this class.
  public static Prices read() {
    Properties all = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Prices.class.getResourceAsStream("prices.properties"))) {
      all.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String date = String.valueOf(all.remove("date"));
    String region = String.valueOf(all.remove("region"));
    Map<String, Double> dollars = new LinkedHashMap<>();
    all.stringPropertyNames()
        .forEach(name -> dollars.put(name, Double.valueOf(all.getProperty(name))));
    return new Prices(date, region, dollars);
  }

  /// What a thousand units cost beside SES, by service.
  ///
  /// The producer's SendMessage is counted for each message; the event source receives and deletes
  /// ten at a time.
  public Map<String, Double> ofAThousand(UnitCalls one) {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put("SQS", (one.sqsRequests() + sum(one.sqsCalls())) * of("sqs.million-requests"));
    all.put("DynamoDB writes", one.writeUnits() * of("dynamodb.million-write-units"));
    all.put("DynamoDB reads", one.readUnits() * of("dynamodb.million-read-units"));
    all.put("SNS", one.sesEvents() * of("sns.million-notifications"));
    all.put(
        "Lambda",
        (one.invocations() + one.sesEvents()) * of("lambda.million-requests")
            + one.gigabyteSeconds() * MILLION * of("lambda.arm64-gigabyte-second"));
    all.put("EventBridge", one.statusEvents() * of("eventbridge.million-events"));
    all.put("logs", one.logBytes() / GIGABYTE * MILLION * of("cloudwatch.gigabyte-of-logs"));
    all.replaceAll((_, perMillion) -> perMillion / 1_000);
    return all;
  }

  /// What an hour of `status` costs: CloudWatch takes a price for each metric, SQS for each queue.
  ///
  /// @param queues that have an age and a depth
  /// @param every between two looks
  public double ofAnHourOfStatus(int queues, Duration every) {
    double asked = queues * (double) Duration.ofHours(1).toSeconds() / every.toSeconds();
    return asked
        * (of("cloudwatch.thousand-metrics-read") / 1_000 + of("sqs.million-requests") / MILLION);
  }

  private double of(String name) {
    return Objects.requireNonNull(dollars.get(name), name);
  }

  private static double sum(Map<String, Double> calls) {
    return calls.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
