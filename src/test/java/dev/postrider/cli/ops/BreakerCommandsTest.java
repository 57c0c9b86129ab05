package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.account.Account;
import dev.postrider.account.Breaker;
import dev.postrider.cli.Answer;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `pause` and `resume`.
@ExtendWith(TestStack.Extension.class)
class BreakerCommandsTest {
  private final TestStack stack;

  BreakerCommandsTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void aPauseClosesThePaceAndStopsThePolling() {
    Answer answer = stack.run("pause", "wrong prices");

    assertThat(answer.exitCode()).isZero();
    assertThat(stack.pacer().read(Instant.now()).openReason()).isEqualTo("MANUAL: wrong prices");
    assertThat(stack.lambda().isAnyPolled()).isFalse();
  }

  @Test
  void theAccountWatchNeverEndsAnOperatorsPause() {
    var _ = stack.run("pause", "wrong prices");
    PaceState paused = stack.pacer().read(Instant.now());
    Account well = new Account(50_000, 14, 0, true, "HEALTHY");

    PaceState later = Breaker.next(paused, well, 0.9, Instant.now().plus(Duration.ofDays(7)));

    assertThat(later.openReason()).isEqualTo("MANUAL: wrong prices");
  }

  @Test
  void aPauseReplacesAStopThatWouldEndByItself() {
    stack.pacer().openBreaker("DAILY_QUOTA", Instant.now());

    var _ = stack.run("pause", "let it be");

    assertThat(stack.pacer().read(Instant.now()).openReason()).isEqualTo("MANUAL: let it be");
  }

  @Test
  void resumeOpensThePaceAndPollsAgain() {
    var _ = stack.run("pause", "wrong prices");

    Answer answer = stack.run("resume", "--yes");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).isEqualTo("Resumed; it was stopped by MANUAL: wrong prices.\n");
    assertThat(stack.pacer().read(Instant.now()).openReason()).isNull();
    assertThat(stack.lambda().isPolled()).isTrue();
  }

  @Test
  void aMappingThatIsStillOnItsWayKeepsTheOtherFromNothing() {
    var _ = stack.run("pause", "wrong prices");
    stack.lambda().inUse("mail-source");

    Answer answer = stack.run("resume", "--yes");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .isEqualTo(
            """
            Resumed; it was stopped by MANUAL: wrong prices.
            A queue's polling is still changing; it follows within a minute or two.
            """);
    assertThat(stack.pacer().read(Instant.now()).openReason()).isNull();
    assertThat(stack.lambda().isAnyPolled()).as("the other one").isTrue();
  }

  @Test
  void aPauseDuringASwitchIsAPause() {
    stack.lambda().inUse("mail-source");

    Answer answer = stack.run("pause", "wrong prices", "--json");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.json().path("eventSourcesPending").asBoolean()).isTrue();
    assertThat(stack.pacer().read(Instant.now()).openReason()).isEqualTo("MANUAL: wrong prices");
    assertThat(stack.lambda().isPolled("bulk-source")).isFalse();
  }

  @Test
  void aStopThatSesCausedIsNotResumedWithoutForce() {
    stack.pacer().openBreaker("SENDING_PAUSED", Instant.now());

    Answer answer = stack.run("resume", "--yes");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("SES caused the stop (SENDING_PAUSED)");
    assertThat(stack.pacer().read(Instant.now()).openReason()).isEqualTo("SENDING_PAUSED");

    assertThat(stack.run("resume", "--yes", "--force").exitCode()).isZero();
    assertThat(stack.pacer().read(Instant.now()).openReason()).isNull();
  }

  @Test
  void resumingIsAsking() {
    var _ = stack.run("pause", "wrong prices");

    assertThat(stack.run("resume").exitCode()).isEqualTo(2);
    assertThat(stack.lambda().isAnyPolled()).isFalse();
  }
}
