package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.account.Account;
import dev.postrider.account.Breaker;
import dev.postrider.cli.Answer;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `pause` and `resume`.
@ExtendWith(TestStack.Extension.class)
class BreakerCommandsTest {
  private static final String NOTE = "MANUAL: wrong prices \\(.*, .*Z\\)";

  private final TestStack stack;

  BreakerCommandsTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void aPauseClosesThePaceAndStopsThePolling() {
    Answer answer = stack.run("pause", "wrong prices");

    assertThat(answer.exitCode()).isZero();
    assertThat(stack.pacer().read(Instant.now()).openReason()).matches(NOTE);
    assertThat(stack.lambda().isAnyPolled()).isFalse();
  }

  @Test
  void theAccountWatchNeverEndsAnOperatorsPause() {
    var _ = stack.run("pause", "wrong prices");
    PaceState paused = stack.pacer().read(Instant.now());
    Account well = new Account(50_000, 14, 0, true, "HEALTHY");

    PaceState later = Breaker.next(paused, well, 0.9, Instant.now().plus(Duration.ofDays(7)));

    assertThat(later.openReason()).matches(NOTE);
  }

  @Test
  void aPauseReplacesAStopThatWouldEndByItself() {
    stack.pacer().openBreaker("DAILY_QUOTA", Instant.now());

    var _ = stack.run("pause", "let it be");

    assertThat(stack.pacer().read(Instant.now()).openReason())
        .matches("MANUAL: let it be \\(.*, .*Z\\); before: DAILY_QUOTA \\(since .*Z\\)");
  }

  @Test
  void aSecondPauseKeepsTheFirstReasonAndWhoGaveThem() {
    var _ = stack.run("pause", "wrong prices");

    Answer second = stack.run("pause", "and the wrong logo");
    Answer asked = stack.run("resume");

    String both =
        "MANUAL: and the wrong logo \\(%s, .*Z\\); before: %s"
            .formatted(Pattern.quote(System.getProperty("user.name")), NOTE);
    assertThat(stack.pacer().read(Instant.now()).openReason()).matches(both);
    assertThat(second.out()).containsPattern("Reason: " + both);
    assertThat(asked.err())
        .containsPattern(
            "Resume sending, stopped by " + both + ", in the embedded stack on port \\d+\\?");
  }

  @Test
  void whereThereIsNoRoomForOneMoreNoteNothingIsErased() {
    String full = "MANUAL: " + "x".repeat(3_950);
    stack.pacer().openBreaker(full, Instant.now());

    Answer answer = stack.run("pause", "one more");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("there is no room for one more note");
    assertThat(stack.pacer().read(Instant.now()).openReason()).isEqualTo(full);
  }

  @Test
  void resumeOpensThePaceAndPollsAgain() {
    var _ = stack.run("pause", "wrong prices");

    Answer answer = stack.run("resume", "--yes");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .matches(
            "Resumed; it was stopped by " + NOTE + "\\.\nIn the embedded stack on port \\d+\\.\n");
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
        .startsWith("Resumed; it was stopped by MANUAL: wrong prices (")
        .contains("\nA queue's polling is still changing; it follows within a minute or two.\n");
    assertThat(stack.pacer().read(Instant.now()).openReason()).isNull();
    assertThat(stack.lambda().isAnyPolled()).as("the other one").isTrue();
  }

  @Test
  void aPauseDuringASwitchIsAPause() {
    stack.lambda().inUse("mail-source");

    Answer answer = stack.run("pause", "wrong prices", "--json");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.json().path("eventSourcesPending").asBoolean()).isTrue();
    assertThat(stack.pacer().read(Instant.now()).openReason()).matches(NOTE);
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
