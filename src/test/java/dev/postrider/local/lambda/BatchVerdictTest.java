package dev.postrider.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchVerdictTest {
  private static final Set<String> BATCH = Set.of("a", "b");

  private static Set<String> succeeded(String response) {
    return BatchVerdict.succeeded(BATCH, new InvocationOutcome.HandlerReturned(response));
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
    assertThat(BatchVerdict.succeeded(BATCH, new InvocationOutcome.HandlerThrew(""))).isEmpty();
    assertThat(BatchVerdict.succeeded(BATCH, new InvocationOutcome.Exited(137))).isEmpty();
    assertThat(BatchVerdict.succeeded(BATCH, new InvocationOutcome.TimedOut(Duration.ZERO)))
        .isEmpty();
  }
}
