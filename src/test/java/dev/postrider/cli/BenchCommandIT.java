package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The bench counts what the functions as packaged really call.
class BenchCommandIT {
  @Test
  void aPartIsMeasuredAloneAndItsCountsAreChecked() {
    Answer answer = Answer.of("bench", "--quick", "--only=feedback", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.json().path("parts").path("feedback").path("kinds")).hasSize(4);
  }

  @Test
  void aPartThatIsNoneIsWrongUsage() {
    Answer answer = Answer.of("bench", "--only", "speed");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("--only").contains("speed");
  }
}
