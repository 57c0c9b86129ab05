package dev.postrider.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationOutcomeTest {
  private static final Set<String> BATCH = Set.of("a", "b");

  private static Set<String> succeeded(String response) {
    return new InvocationOutcome.HandlerReturned(response).succeeded(BATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
  void noFailureMeansThatAllSucceeded(String response) {
    assertThat(succeeded(response)).isEqualTo(BATCH);
  }

  @Test
  void aFailureKeepsItsMessageAndNoOther() {
    assertThat(succeeded("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"}]}"))
        .containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"c\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"id\":\"a\"}]}",
        "\"done\"",
        "{"
      })
  void aResponseThatCannotBeReadFailsTheWholeBatch(String response) {
    assertThat(succeeded(response)).isEmpty();
  }

  @Test
  void anInvocationThatFailedFailsTheWholeBatch() {
    assertThat(new InvocationOutcome.HandlerThrew("").succeeded(BATCH)).isEmpty();
    assertThat(new InvocationOutcome.Exited(137).succeeded(BATCH)).isEmpty();
    assertThat(new InvocationOutcome.TimedOut(Duration.ZERO).succeeded(BATCH)).isEmpty();
  }
}
