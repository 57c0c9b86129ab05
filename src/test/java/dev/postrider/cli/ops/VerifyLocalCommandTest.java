package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.Extension.class)
class VerifyLocalCommandTest {
  private final TestStack stack;

  VerifyLocalCommandTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void theEmbeddedStackTellsWhatItServes() {
    Answer answer = stack.run("verify", "--no-send");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("ok           event-source mail: Enabled\n")
        .contains("ok           identity example.com: SUCCESS\n")
        .contains("ok           dead-letters FeedbackDeadLetterQueue: empty\n")
        .contains("ok           time-to-live LedgerTable: items go at their ttl\n")
        .contains("cannot tell  stack local: the embedded stack has no CloudFormation\n")
        .contains("cannot tell  recursion DispatchFunction: there is no GetFunctionRecursionConfig")
        .contains("cannot tell  recovery LedgerTable: there is no DescribeContinuousBackups here");
  }

  @Test
  void theSwitchOfTheEmbeddedStackIsSeen() {
    var _ = stack.run("pause", "because");

    Answer answer = stack.run("verify");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("FAILED       event-source mail: Disabled by AccountWatch: the breaker is open: ")
        .contains("cannot tell  mail all: not sent, since event-source failed\n");
  }
}
