package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_795_521_600_000L);

  @Test
  void aMetricOfAStreamIsAMetricOfTheStackToo() {
    assertThat(
            new EmbeddedMetrics(NOW)
                .dimension("Stream", "marketing")
                .count("Sent", 3)
                .toJson("postrider"))
        .hasToString(
            "{\"_aws\":{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"Postrider\",\"Dimensions\":[[\"Stack\"],[\"Stack\",\"Stream\"]],"
                + "\"Metrics\":[{\"Name\":\"Sent\",\"Unit\":\"Count\"}]}]},"
                + "\"Stack\":\"postrider\",\"Stream\":\"marketing\",\"Sent\":3.0}");
  }

  @Test
  void aMetricWithoutAStreamIsTheStacksAlone() {
    assertThat(new EmbeddedMetrics(NOW).count("Defects", 0).toJson("postrider").at("/_aws"))
        .hasToString(
            "{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":\"Postrider\","
                + "\"Dimensions\":[[\"Stack\"]],"
                + "\"Metrics\":[{\"Name\":\"Defects\",\"Unit\":\"Count\"}]}]}");
  }
}
