package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_795_521_600_000L);

  @Test
  void aMetricOfAStreamIsAMetricOfTheStackToo() {
    assertThat(
            new EmbeddedMetrics(NOW)
                .dimension("Stream", "marketing")
                .count("Sent", 3)
                .lines("postrider")
                .getFirst())
        .hasToString(
            "{\"_aws\":{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"Postrider\",\"Dimensions\":[[\"Stack\"],[\"Stack\",\"Stream\"]],"
                + "\"Metrics\":[{\"Name\":\"Sent\",\"Unit\":\"Count\"}]}]},"
                + "\"Stack\":\"postrider\",\"Stream\":\"marketing\",\"Sent\":3.0}");
  }

  @Test
  void valuesBeyondAHundredGoIntoLinesOfTheirOwn() {
    EmbeddedMetrics metrics =
        new EmbeddedMetrics(NOW).dimension("Stream", "news").count("Sent", 250);
    for (int i = 0; i < 250; i++) {
      metrics.millis("TimeInQueue", Duration.ofMillis(i));
      metrics.millis("SesLatency", Duration.ofMillis(i % 3));
    }

    List<ObjectNode> lines = metrics.lines("postrider");

    assertThat(lines)
        .extracting(line -> line.path("TimeInQueue").size())
        .containsExactly(100, 100, 50);
    assertThat(lines.stream().flatMap(line -> values(line, "TimeInQueue")))
        .containsExactlyElementsOf(IntStream.range(0, 250).mapToObj(i -> (double) i).toList());
    assertThat(lines.stream().flatMap(line -> values(line, "SesLatency"))).hasSize(250);
    assertThat(lines).extracting(line -> line.has("Sent")).containsExactly(true, false, false);
    assertThat(lines.getLast().at("/_aws/CloudWatchMetrics/0/Metrics")).hasSize(2);
    assertThat(lines.getLast().path("Stream").asText()).isEqualTo("news");
  }

  private static Stream<Double> values(ObjectNode line, String name) {
    return StreamSupport.stream(line.path(name).spliterator(), false).map(JsonNode::asDouble);
  }

  @Test
  void aMetricWithoutAStreamIsTheStacksAlone() {
    assertThat(
            new EmbeddedMetrics(NOW).count("Defects", 0).lines("postrider").getFirst().at("/_aws"))
        .hasToString(
            "{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":\"Postrider\","
                + "\"Dimensions\":[[\"Stack\"]],"
                + "\"Metrics\":[{\"Name\":\"Defects\",\"Unit\":\"Count\"}]}]}");
  }
}
