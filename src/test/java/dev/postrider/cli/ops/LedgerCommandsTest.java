package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.Answer;
import dev.postrider.email.RecipientHash;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.local.http.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `show`, `cancel` and `hash`.
@ExtendWith(TestStack.Extension.class)
class LedgerCommandsTest {
  private final TestStack stack;

  LedgerCommandsTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void showTellsWhatBecameOfAMessage() {
    stack.enqueue(mail("shown", "news"));
    stack.dispatch();

    Answer text = stack.run("show", "shown");
    ObjectNode json = Json.readObject(stack.run("show", "shown", "--json").out()).orElseThrow();

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).contains("first known, stream news", "SENT, attempt 1, SES ");
    assertThat(json.path("units").get(0).path("state").asText()).isEqualTo("SENT");
    assertThat(text.out()).doesNotContain("@");
  }

  @Test
  void ofAMessageWithRecipientsEachEntryIsShown() {
    StringBuilder recipients = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      recipients.append(i == 0 ? "" : ",").append("{\"to\":\"e%d@example.net\"}".formatted(i));
    }
    stack.enqueue(
        """
        {"id":"entries","template":{"subject":"Hi","text":"Hi"},"recipients":[%s]}\
        """
            .formatted(recipients));
    stack.dispatch();

    Answer all = stack.run("show", "entries");
    Answer one = stack.run("show", "entries#11");

    assertThat(all.out()).startsWith("12 units: 12 SENT\n").contains("entries#2 ", "entries#11 ");
    assertThat(all.out().indexOf("entries#2 ")).isLessThan(all.out().indexOf("entries#10 "));
    assertThat(one.out()).startsWith("entries#11\n");
  }

  @Test
  void whatTheLedgerDoesNotKnowIsNotFound() {
    Answer answer = stack.run("show", "nothing");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("the ledger does not know nothing");
  }

  @Test
  void aCopyThatWaitsIsShownOnlyWhenItsBodyIsAskedFor() {
    stack.refuse(mail("with-body", "transactional"));

    assertThat(stack.run("show", "with-body").out()).contains("REJECTED").doesNotContain("secret");
    assertThat(stack.run("show", "with-body", "--body").out())
        .contains("Copy in the rejected queue:", "secret words");
  }

  @Test
  void aScheduledMessageThatWasNeverClaimedIsNotSentOnceItIsCancelled() {
    Answer answer = stack.run("cancel", "scheduled", "--yes");
    stack.enqueue(mail("scheduled", "transactional"));
    stack.dispatch();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).isEqualTo("Cancelled: scheduled\n");
    assertThat(stack.accepted("scheduled@example.net")).isZero();
    assertThat(stack.depth(stack.queues().mail())).isZero();
  }

  @Test
  void theEntriesOfAMessageThatWasNeverClaimedAreCancelledToo() {
    assertThat(stack.run("cancel", "never", "--entries", "20", "--yes").exitCode()).isZero();
    stack.enqueue(
        """
        {"id":"never","template":{"subject":"Hi","text":"Hi"},
         "recipients":[{"to":"never0@example.net"},{"to":"never1@example.net"}]}\
        """);
    stack.dispatch();

    assertThat(stack.accepted("never0@example.net")).isZero();
    assertThat(stack.accepted("never1@example.net")).isZero();
  }

  @Test
  void whatWasSentCannotBeCancelled() {
    stack.enqueue(mail("too-late", "transactional"));
    stack.dispatch();

    Answer answer = stack.run("cancel", "too-late", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).isEqualTo("too-late not cancelled: already SENT\n");
  }

  @Test
  void whatIsBeingSentCannotBeCancelledYet() {
    Instant now = Instant.now();
    var _ =
        stack
            .ledger()
            .claim(
                List.of(
                    new ClaimRequest(
                        "claimed",
                        "fp",
                        "transactional",
                        "token",
                        now,
                        now.plusSeconds(70),
                        ClaimRequest.OnUnknown.RESEND)));

    Answer answer = stack.run("cancel", "claimed", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("claimed not cancelled: it is being sent; repeat in 1 min ");
  }

  @Test
  void thePaceIsNoUnitOfMail() {
    assertThat(stack.run("cancel", "~pace", "--yes").exitCode()).isEqualTo(2);
    assertThat(stack.run("show", "~pace").exitCode()).isEqualTo(2);
  }

  @Test
  void theHashIsTheOneOfTheLedgerWhateverTheCase() {
    byte[] secret = {7, 7, 7};
    stack.hashKey(secret);
    String expected = RecipientHash.keyed(secret).of("jane@example.com") + "\n";

    assertThat(stack.run("hash", "Jane@Example.COM").out()).isEqualTo(expected);
    assertThat(stack.run("hash", "jane@example.com").out()).isEqualTo(expected);
  }

  @Test
  void withoutAKeyThereIsNoHashYet() {
    Answer answer = stack.run("hash", "jane@example.com");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("no key yet").doesNotContain("jane");
  }
}
