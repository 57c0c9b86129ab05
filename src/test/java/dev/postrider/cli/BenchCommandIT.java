package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The bench counts what the functions as packaged really call.
class BenchCommandIT {
  private static JsonNode kind(JsonNode cost, String title, int units) {
    return StreamSupport.stream(cost.path("kinds").spliterator(), false)
        .filter(kind -> kind.path("kind").asText().equals(title))
        .filter(kind -> kind.path("units").asInt() == units)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyUnitIsClaimedSentAndSettledAndEveryEventIsWritten() {
    Answer answer = Answer.of("bench", "--quick", "--only=cost,feedback", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    JsonNode cost = answer.json().path("parts").path("cost");
    JsonNode plain = kind(cost, "messages", 10);
    assertThat(plain.path("sesCalls").asDouble()).isEqualTo(1);
    assertThat(plain.path("writeUnits").asDouble()).isGreaterThan(2);
    assertThat(plain.path("keysRead").asDouble()).isEqualTo(2);
    assertThat(plain.path("sesEvents").asDouble()).isZero();
    assertThat(kind(cost, "entries", 50).path("sesCalls").asDouble()).isEqualTo(0.02);
    assertThat(kind(cost, "messages, with their events", 10).path("sesEvents").asDouble())
        .isEqualTo(2);
    assertThat(answer.json().path("parts").path("feedback").path("kinds")).hasSize(4);
  }

  @Test
  void aPartThatIsNoneIsWrongUsage() {
    Answer answer = Answer.of("bench", "--only", "speed");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("--only").contains("speed");
  }
}
