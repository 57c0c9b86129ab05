package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The bench counts what the dispatcher as packaged really calls.
class BenchCommandIT {
  private static JsonNode kind(JsonNode figures, String title) {
    return StreamSupport.stream(figures.path("kinds").spliterator(), false)
        .filter(kind -> kind.path("kind").asText().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aClaimAndASettlementAreWrittenForEachMessageAndOnePaceForTheBatch() {
    Answer answer =
        Answer.of(
            "bench", "--batches=2", "--units=3", "--cold-starts=1", "--ses-latency=PT0S", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    JsonNode figures = answer.json();
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
    Answer answer = Answer.of("bench", "--units", "51");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("--units: found 51, allowed is 1 to 50");
  }
}
