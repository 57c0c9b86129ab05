package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.Extension.class)
class RejectedCommandTest {
  private static final String MALFORMED =
      """
      {"id":"bad-7","to":"bad-7@example.net","subject":"Hello","txt":"secret words"}\
      """;

  private final TestStack stack;

  RejectedCommandTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void aListSaysWhatIsWrongAndShowsNoAddress() {
    stack.enqueue(MALFORMED);
    stack.dispatch();

    Answer answer = stack.run("rejected", "list");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("bad-7", "MALFORMED: ", "/txt", "1 message.");
    assertThat(answer.out()).doesNotContain("@", "secret");
  }

  @Test
  void aReasonThatThereIsNotIsRefusedWithThoseThatThereAre() {
    for (String verb : List.of("list", "show", "retry")) {
      Answer answer = stack.run("rejected", verb, "--all", "--reason", "MALFORMD");

      assertThat(answer.exitCode()).isEqualTo(2);
      assertThat(answer.out()).isEmpty();
      assertThat(answer.err())
          .isEqualTo(
              "postrider: --reason: found \"MALFORMD\", allowed is MALFORMED, ID_REUSED,"
                  + " SES_REFUSED, MISCONFIGURED.\n");
    }
    assertThat(stack.run("held", "list", "--reason", "MALFORMED").err())
        .contains("have no reason of their own");
  }

  @Test
  void aFilterThatMatchesNothingSaysOfHowMany() {
    stack.enqueue(MALFORMED);
    stack.dispatch();

    assertThat(stack.run("rejected", "list", "--reason", "ses_refused").out())
        .isEqualTo("0 of 1 match.\n");
    assertThat(stack.run("rejected", "retry", "--all", "--reason", "ses_refused", "--yes").out())
        .startsWith("0 of 1 match.\n");
    assertThat(stack.run("rejected", "show", "--all", "--reason", "ses_refused").out())
        .isEqualTo("No message.\n");
    Answer answer = stack.run("rejected", "list", "--stream", "marketting");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).isEqualTo("0 of 1 match.\n");
    assertThat(answer.err())
        .isEqualTo(
            "postrider: no message of the stream marketting among 1; there are transactional.\n");
  }

  @Test
  void anIdThatIsNoneIsNotRepeated() {
    stack.enqueue(MALFORMED.replace("bad-7", "jane@example.com"));
    stack.dispatch();

    Answer list = stack.run("rejected", "list");
    Answer show = stack.run("rejected", "show", "--all", "--json");

    assertThat(list.out()).contains("MALFORMED: /txt", "1 message.").doesNotContain("jane");
    assertThat(show.out()).contains("/id: found").doesNotContain("jane");
  }

  @Test
  void showSaysWhatToChangeAndHasTheBodyOnlyWhenAsked() {
    stack.enqueue(MALFORMED);
    stack.dispatch();

    Answer without = stack.run("rejected", "show", "bad-7");
    Answer with = stack.run("rejected", "show", "bad-7", "--body");

    assertThat(without.out()).contains("/txt", "The producer must change").doesNotContain("@");
    assertThat(with.out()).contains(MALFORMED);
    assertThat(stack.visible(stack.queues().rejected())).isEqualTo(1);
  }

  @Test
  void whatSesRefusedIsSentOnceWhenItIsRetried() {
    stack.refuse(mail("refused", "transactional"));
    Answer shown = stack.run("rejected", "list", "--reason", "ses_refused");

    Answer answer = stack.run("rejected", "retry", "refused", "--yes");
    stack.dispatch();
    stack.dispatch();

    assertThat(shown.out()).contains("SES_REFUSED: SES refused it with MessageRejected");
    assertThat(answer.exitCode()).isZero();
    assertThat(stack.accepted("refused@example.net")).isEqualTo(1);
    assertThat(stack.depth(stack.queues().rejected())).isZero();
  }

  @Test
  void showSaysWhatSesSaidAndWhatToRun() {
    stack.refuse(mail("refused-why", "transactional"));

    Answer show = stack.run("rejected", "show", "refused-why");
    Answer list = stack.run("rejected", "list");

    assertThat(show.out())
        .contains("Problems     SES refused it with MessageRejected: Email address is bad.")
        .contains("postrider rejected retry refused-why" + stack.named() + ".");
    assertThat(list.out()).contains("MessageRejected: Email address is bad.");
  }

  private static final String THREE =
      """
      {"id":"three","template":{"subject":"Hi","text":"Hi"},"recipients":[
       {"to":"t0@example.net"},{"to":"t1@example.net"},{"to":"t2@example.net"}]}\
      """;

  private static Map<String, String> copyOf(String id, Instant firstSeen, String entries) {
    return Map.of(
        "postrider-id",
        id,
        "postrider-attempt",
        "1",
        "postrider-first-seen",
        Long.toString(firstSeen.toEpochMilli()),
        "postrider-entries",
        entries);
  }

  @Test
  void aMessageWhoseEntriesFitNoneOfItsOwnIsSentWholeAndNotLost() {
    stack.enqueue(stack.queues().rejected(), THREE, copyOf("three", Instant.now(), "7"));

    Answer answer = stack.run("rejected", "retry", "three", "--yes");
    stack.dispatch();

    assertThat(answer.out()).contains("RETURNED", "3 units to the mail queue");
    assertThat(List.of("t0@example.net", "t1@example.net", "t2@example.net"))
        .allSatisfy(address -> assertThat(stack.accepted(address)).isEqualTo(1));
  }

  @Test
  void whatTheLedgerMayHaveForgottenStaysAndSaysWhy() {
    Instant first = Instant.now().minus(Duration.ofDays(29));
    stack.enqueue(
        stack.queues().rejected(),
        mail("forgotten", "transactional"),
        copyOf("forgotten", first, "0"));

    Answer answer = stack.run("rejected", "retry", "forgotten", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("STAYS", "allowed is less than 29 days ago: the ledger no longer knows");
    assertThat(stack.visible(stack.queues().rejected())).isEqualTo(1);
    assertThat(stack.depth(stack.queues().mail())).isZero();
  }

  @Test
  void aLeftOverCopyOfWhatWasSentIsRemovedAndNotSent() {
    stack.refuse(mail("refused-left", "transactional"));
    assertThat(stack.run("rejected", "retry", "--all", "--yes").exitCode()).isZero();
    stack.dispatch();
    stack.enqueue(stack.queues().rejected(), mail("refused-left", "transactional"));

    Answer answer = stack.run("rejected", "retry", "--all", "--yes");
    stack.dispatch();

    assertThat(answer.out()).contains("OVER", "already SENT: the copy was removed");
    assertThat(stack.accepted("refused-left@example.net")).isEqualTo(1);
    assertThat(stack.depth(stack.queues().rejected())).isZero();
  }

  @Test
  void aMalformedMessageStaysAndItsProblemsAreNamed() {
    stack.enqueue(MALFORMED);
    stack.dispatch();

    Answer answer = stack.run("rejected", "retry", "bad-7", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("STAYS", "/txt");
    assertThat(stack.visible(stack.queues().rejected())).isEqualTo(1);
  }

  @Test
  void aReusedIdStaysAndTheFirstMessageIsNotTouched() {
    stack.enqueue(mail("reused", "transactional"));
    stack.dispatch();
    stack.enqueue(mail("reused", "news"));
    stack.dispatch();

    Answer answer = stack.run("rejected", "retry", "reused", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("STAYS", "under a new id");
    assertThat(stack.visible(stack.queues().rejected())).isEqualTo(1);
    assertThat(stack.accepted("reused@example.net")).isEqualTo(1);
  }
}
