package dev.postrider.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.bench.CostResult.UnitCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PricesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (an? [^|]+) \\| ([\\d.]+) \\|$");

  private static final Map<String, String> TITLES =
      Map.of(
          "sqs.million-requests", "a million requests to SQS",
          "lambda.million-requests", "a million requests of Lambda",
          "lambda.arm64-gigabyte-second", "a gigabyte-second of Lambda, arm64",
          "dynamodb.million-write-units", "a million write units of DynamoDB",
          "dynamodb.million-read-units", "a million read units of DynamoDB",
          "sns.million-notifications", "a million notifications of SNS",
          "eventbridge.million-events", "a million events on EventBridge",
          "cloudwatch.gigabyte-of-logs", "a gigabyte of logs",
          "cloudwatch.thousand-metrics-read", "a thousand metrics read from CloudWatch",
          "xray.million-traces", "a million traces of X-Ray");

  private final Prices prices = Prices.read();

  @Test
  void thePageOfCostsHasThePricesOfTheFile() throws IOException {
    String page = Files.readString(Path.of("docs/costs.md"));

    assertThat(page).contains("| USD, %s, %s | |".formatted(prices.region(), prices.date()));
    Map<String, Double> told =
        ROW.matcher(page)
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> Double.valueOf(row.group(2))));
    assertThat(told)
        .isEqualTo(
            prices.dollars().entrySet().stream()
                .collect(
                    Collectors.toMap(price -> TITLES.get(price.getKey()), Map.Entry::getValue)));
  }

  @Test
  void aBillIsTheSumOfWhatAUnitAsksFor() {
    UnitCalls unit =
        new UnitCalls(
            "messages", 10, 1.2, 0.1, 0.05, 1, 3, 2.5, 2, 1, 1_000, Map.of(), Map.of("Copy", 0.8));

    assertThat(prices.ofAThousand(unit))
        .extractingByKeys("SQS", "DynamoDB writes", "DynamoDB reads", "SNS", "EventBridge", "logs")
        .usingElementComparator(PricesTest::roughly)
        .containsExactly(2 * 0.0004, 3 * 0.000625, 2.5 * 0.000125, 0.001, 0.001, 0.0005);
    assertThat(prices.ofAThousand(unit).get("Lambda"))
        .isCloseTo(2.1 * 0.0002 + 0.05 * 0.0133334, Offset.offset(1e-9));
    assertThat(unit.dollarsPerThousand())
        .isCloseTo(
            prices.ofAThousand(unit).values().stream().mapToDouble(Double::doubleValue).sum(),
            Offset.offset(1e-12));
  }

  @Test
  void anHourOfStatusIsPaidForEachMetricAndEachQueueThatIsAsked() {
    assertThat(prices.ofAnHourOfStatus(6, Duration.ofSeconds(30)))
        .isCloseTo(6 * 120 * (0.00001 + 0.0000004), Offset.offset(1e-9));
    assertThat(prices.ofAnHourOfStatus(0, Duration.ofSeconds(30))).isZero();
  }

  private static int roughly(double one, double other) {
    return Math.abs(one - other) < 1e-9 ? 0 : Double.compare(one, other);
  }
}
