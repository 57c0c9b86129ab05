package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The bench counts what the dispatcher as packaged really calls.
class BenchCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private static JsonNode kind(JsonNode figures, String title) {
    return StreamSupport.stream(figures.path("kinds").spliterator(), false)
        .filter(kind -> kind.path("kind").asText().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aClaimAndASettlementAreWrittenForEachMessageAndOnePaceForTheBatch() throws IOException {
    int code =
        run("bench", "--batches=2", "--units=3", "--cold-starts=1", "--ses-latency=PT0S", "--json");

    assertThat(code).as(err.toString()).isZero();
    JsonNode figures = JsonMapper.builder().build().readTree(out.toString());
    JsonNode plain = kind(figures, "messages to one recipient each");
    assertThat(plain.path("sesCalls").asDouble()).isEqualTo(3);
    assertThat(plain.path("dynamoDbCalls").path("UpdateItem").asDouble())
        .isGreaterThanOrEqualTo(3 + 3 + 1);
    assertThat(plain.path("keysRead").asDouble()).isEqualTo(6);
    assertThat(kind(figures, "entries of one message").path("sesCalls").asDouble()).isEqualTo(1);
    JsonNode again = kind(figures, "messages that were sent before");
    assertThat(again.path("sesCalls").asDouble()).isZero();
    assertThat(again.path("writeUnits").asDouble()).isEqualTo(3);
    assertThat(figures.path("coldStartMillis")).hasSize(1);
  }

  @Test
  void aBatchThatIsTooLargeIsWrongUsage() {
    assertThat(run("bench", "--units", "51")).isEqualTo(2);
    assertThat(err.toString()).contains("--units: found 51, allowed is 1 to 50");
  }
}
