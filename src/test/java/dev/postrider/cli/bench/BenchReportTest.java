package dev.postrider.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.postrider.cli.bench.GrowthResult.AtSize;
import dev.postrider.cli.bench.ThroughputResult.BatchTimes;
import dev.postrider.cli.output.CliJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a run answers, and how it judges itself.
class BenchReportTest {
  private static final BatchTimes FIFTY = new BatchTimes("messages", 50, 60, 160, 83, 3_077);

  private static BenchReport report(boolean markdown, CountCheck... checks) {
    return new BenchReport(
        Instant.parse("2026-11-30T12:00:00Z"),
        new BenchMachine("A processor", 2, "Linux amd64", "JDK 25", 0.25),
        "./postrider bench --markdown",
        12.4,
        Map.of("throughput", new ThroughputResult(List.of(FIFTY), List.of(checks))),
        List.of(checks),
        markdown);
  }

  @Test
  void aCountThatDiffersFailsTheRunAndIsNamed() {
    BenchReport report =
        report(false, new CountCheck("units at SES", 50, 50), new CountCheck("settled", 50, 49));

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.text())
        .endsWith(
            """
            FAILED settled: 50 expected, 49 counted
            1 of 2 counts are what was sent.
            """);
  }

  @Test
  void countsThatAreWhatWasSentPass() {
    assertThat(report(false, new CountCheck("units at SES", 50, 50)).exitCode()).isZero();
  }

  @Test
  void theDocumentNamesDateCommandAndMachine() {
    assertThat(report(true).text())
        .startsWith(
            """
            # Benchmarks

            `./postrider bench --markdown` prints this page. Measured on 2026-11-30
            in 12 seconds, on 2 processors (A processor), Linux amd64, JDK 25, load average 0.3 at the start.

            ## Method
            """)
        .contains("\n## throughput\n")
        .contains(
            "| messages | 50 | 60 ms | 0.52 | 1.93 | 19.23 | 160.0 ms | 83.0 ms | 3077.0 ms | 313 |");
  }

  @Test
  void theJsonHasFiguresAndRatiosAndNoTable() {
    JsonNode json = CliJson.readObject(CliJson.line(report(true))).orElseThrow();

    JsonNode batch = json.path("parts").path("throughput").path("batches").path(0);
    assertThat(batch.path("millis").asDouble()).isEqualTo(160);
    assertThat(batch.path("shareOfBare").asDouble()).isBetween(0.518, 0.519);
    assertThat(json.path("parts").path("throughput").has("tables")).isFalse();
    assertThat(json.has("markdown")).isFalse();
  }

  @Test
  void whatGrowsIsNamedWithItsFactor() {
    GrowthResult growth =
        new GrowthResult(
            List.of(
                new AtSize("messages", 1_000, "heap, MB", 20),
                new AtSize("messages", 100_000, "heap, MB", 21),
                new AtSize("paused tenants", 1, "KB", 1),
                new AtSize("paused tenants", 100, "KB", 4)),
            List.of());

    assertThat(growth.growing()).containsExactly(Map.entry("KB, by paused tenants", 4.0));
  }

  @Test
  void percentilesAreNearestRanks() {
    List<Double> samples = List.of(4.0, 1.0, 3.0, 2.0);

    assertThat(Millis.median(samples)).isEqualTo(2);
    assertThat(Millis.percentile(samples, 0.99)).isEqualTo(4);
    assertThat(Millis.percentile(List.of(), 0.5)).isZero();
  }

  @Test
  void jmhsReportIsReadByStep() throws IOException {
    JsonNode report =
        JsonMapper.builder()
            .build()
            .readTree(
                """
                [{"benchmark":"dev.postrider.email.DecodeBenchmark.oneMessage",
                  "primaryMetric":{"score":5100.4,"scoreError":90.1},
                  "secondaryMetrics":{"gc.alloc.rate.norm":{"score":8192.0}}}]
                """);

    assertThat(PureResult.of(report).tables().getFirst().rows())
        .containsExactly(List.of("Decode, oneMessage", "5100 ns", "90 ns", "8192 bytes"));
  }
}
