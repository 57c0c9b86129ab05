package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.Answer;
import dev.postrider.email.RecipientHash;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.local.http.HttpJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    ObjectNode json = HttpJson.readObject(stack.run("show", "shown", "--json").out()).orElseThrow();

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).contains("FIRST_KNOWN (news)", "SENT, claimed once, SES ");
    assertThat(json.path("units").get(0).path("state").asText()).isEqualTo("SENT");
    assertThat(text.out()).doesNotContain("@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"~pace", "~dmarc-00ff"})
  void aControlItemIsNotAMessage(String key) {
    assertThat(stack.run("show", key).exitCode()).isEqualTo(2);
    assertThat(stack.run("cancel", key).exitCode()).isEqualTo(2);
  }

  @Test
  void theHistoryHasDecisionsAndEventsInOrder() {
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    claim("history", "throttled", start);
    settle(
        "history", "throttled", start, new Settlement.ClaimResult.Released("THROTTLED TooMany", 1));
    claim("history", "first", start);
    settle(
        "history",
        "first",
        start.plusSeconds(1),
        new Settlement.ClaimResult.OutcomeUnknown("Timeout"));
    claim("history", "second", start.plusSeconds(130));
    settle(
        "history",
        "second",
        start.plusSeconds(131),
        new Settlement.ClaimResult.SesAccepted("ses-1"));
    delivery("history", start.plusSeconds(140), "recipient-b", RecipientStatus.COMPLAINED);
    delivery("history", start.plusSeconds(132), "recipient-a", RecipientStatus.DELIVERED);
    delivery("history", start.plusSeconds(150), "recipient-a", RecipientStatus.BOUNCED);
    delivery("history", start.plusSeconds(133), "recipient-b", RecipientStatus.DELIVERED);

    ObjectNode json =
        HttpJson.readObject(stack.run("show", "history", "--json").out()).orElseThrow();

    List<String> history = new ArrayList<>();
    json.path("units")
        .get(0)
        .path("history")
        .forEach(
            line ->
                history.add(
                    Duration.between(start, Instant.parse(line.path("at").asText())).toSeconds()
                        + " "
                        + line.path("what").asText()
                        + line.path("reason").asText()
                        + line.path("recipient").asText()));
    assertThat(history)
        .containsExactly(
            "0 FIRST_KNOWNtransactional",
            "0 PENDINGTHROTTLED TooMany",
            "1 UNKNOWNTimeout",
            "130 CLAIMEDRESEND",
            "131 SENT",
            "132 DELIVEREDrecipient-a",
            "140 COMPLAINEDrecipient-b",
            "150 BOUNCEDrecipient-a");
    assertThat(stack.run("show", "history").out())
        .containsSubsequence(
            "UNKNOWN (Timeout)", "CLAIMED (RESEND)", "now", "COMPLAINED, ", "claimed 3 times");
  }

  @Test
  void ofClaimsWithoutASendTheHistoryKeepsTheFirstFewAndCountsAll() {
    for (int attempt = 1; attempt <= 20; attempt++) {
      Instant now = Instant.now().plusSeconds(attempt);
      claim("again", "t" + attempt, now);
      settle(
          "again",
          "t" + attempt,
          now,
          new Settlement.ClaimResult.Released("MISCONFIGURED", attempt));
    }

    Answer answer = stack.run("show", "again");

    assertThat(answer.out()).contains("now", "PENDING (MISCONFIGURED), claimed 20 times");
    assertThat(answer.out().lines().filter(line -> line.contains("MISCONFIGURED"))).hasSize(9);
  }

  private void claim(String key, String token, Instant now) {
    Claim claim =
        stack
            .ledger()
            .claim(
                List.of(
                    new ClaimRequest(
                        key,
                        "fp",
                        "transactional",
                        token,
                        now,
                        now.plusSeconds(70),
                        ClaimRequest.OnUnknown.RESEND)),
                Instant.MAX)
            .getFirst();
    assertThat(claim).isInstanceOf(Claim.Granted.class);
  }

  private void settle(String key, String token, Instant now, Settlement.ClaimResult result) {
    assertThat(stack.ledger().settle(List.of(new Settlement(key, token, now, result)), Instant.MAX))
        .containsExactly(new Settled.Confirmed());
  }

  private void delivery(String key, Instant at, String recipient, RecipientStatus status) {
    var _ =
        stack
            .deliveries()
            .record(new DeliveryReport(key, "ses-1", at, at, Map.of(recipient, status)));
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
    assertThat(answer.out()).startsWith("Cancelled: scheduled\n");
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
    assertThat(answer.out())
        .isEqualTo("too-late not cancelled: already SENT\nIn " + stack.place() + ".\n");
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
                        ClaimRequest.OnUnknown.RESEND)),
                Instant.MAX);

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
