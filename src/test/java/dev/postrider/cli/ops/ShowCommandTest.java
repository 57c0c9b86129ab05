package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.cli.Answer;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import dev.postrider.pace.PausedTenants;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `show` says of mail that ended badly, that waits for a person, and that waits.
@ExtendWith(TestStack.Extension.class)
class ShowCommandTest {
  private static final String MALFORMED =
      """
      {"id":"bad-1","to":"bad-1@example.net","subject":"Hello","txt":"secret words"}\
      """;

  private final TestStack stack;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  ShowCommandTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void theHeadlineIsTheHardBounceWithItsCodesAndText() {
    sent("order-1");
    report(
        "order-1",
        "wife",
        RecipientStatus.BOUNCED,
        new Diagnostic("550 5.1.1", "550 5.1.1 user unknown"));

    Answer text = stack.run("show", "order-1");
    JsonNode unit = stack.run("show", "order-1", "--json").json().path("units").get(0);

    assertThat(text.out())
        .containsSubsequence(
            "SENT",
            "BOUNCED (550 5.1.1), recipient wife",
            "now                     BOUNCED (550 5.1.1), claimed once, SES ",
            "last text               550 5.1.1 user unknown");
    assertThat(unit.path("status").asText()).isEqualTo("BOUNCED");
    assertThat(unit.path("statusReason").asText()).isEqualTo("550 5.1.1");
    assertThat(unit.path("state").asText()).isEqualTo("SENT");
    assertThat(unit.path("text").asText()).isEqualTo("550 5.1.1 user unknown");
    assertThat(unit.path("claims").asInt()).isEqualTo(1);
  }

  @Test
  void aTemplateThatSesCouldNotFillIsNamedWithItsAttribute() {
    sent("order-2");
    report(
        "order-2",
        "r1",
        RecipientStatus.REJECTED,
        new Diagnostic("welcome firstName", "Attribute 'firstName' is not present"));

    assertThat(stack.run("show", "order-2").out())
        .contains("now                     REJECTED (welcome firstName), claimed once");
  }

  @Test
  void ofSeveralRecipientsTheMostSevereIsTheHeadlineAndAllAreCounted() {
    sent("order-3");
    report("order-3", "r1", RecipientStatus.DELIVERED, Diagnostic.NONE);
    report("order-3", "r2", RecipientStatus.DELAYED, Diagnostic.NONE);
    Answer late = stack.run("show", "order-3");
    report("order-3", "r3", RecipientStatus.SOFT_BOUNCED, Diagnostic.of("452 4.2.2"));

    assertThat(late.out()).contains("now                     DELAYED, recipients 1 DELIVERED, 1");
    assertThat(stack.run("show", "order-3").out())
        .contains(
            "now                     SOFT_BOUNCED (452 4.2.2), recipients 1 DELIVERED, 1 DELAYED,"
                + " 1 SOFT_BOUNCED");
  }

  @Test
  void manyUnitsAreCountedByTheirMostSevereStatusInTextAndJson() {
    for (int i = 0; i < 4; i++) {
      sent("letter#" + i);
      report(
          "letter#" + i,
          "r" + i,
          i == 2 ? RecipientStatus.BOUNCED : RecipientStatus.DELIVERED,
          i == 2 ? Diagnostic.of("550 5.7.1") : Diagnostic.NONE);
    }

    Answer text = stack.run("show", "letter");
    JsonNode json = stack.run("show", "letter", "--json").json();

    assertThat(text.out()).startsWith("4 units: 3 DELIVERED, 1 BOUNCED\n");
    assertThat(text.out()).containsPattern("letter#2 +BOUNCED +550 5.7.1 +1 ");
    assertThat(json.path("counts").toString()).isEqualTo("{\"DELIVERED\":3,\"BOUNCED\":1}");
  }

  @Test
  void aMalformedMessageThatTheLedgerNeverKnewIsFoundInTheRejectedQueue() {
    stack.enqueue(MALFORMED);
    stack.dispatch();

    Answer text = stack.run("show", "bad-1");
    JsonNode copy = stack.run("show", "bad-1", "--json").json().path("copies").get(0);

    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .startsWith("bad-1\n")
        .contains("in the rejected queue since ", ": MALFORMED: /txt")
        .contains("next                    postrider rejected show bad-1" + stack.named() + "\n")
        .doesNotContain("@", "secret");
    assertThat(copy.path("queue").asText()).isEqualTo("REJECTED");
    assertThat(copy.path("next").asText())
        .isEqualTo("postrider rejected show bad-1" + stack.named());
    assertThat(copy.has("body")).isFalse();
    assertThat(stack.visible(stack.queues().rejected())).isEqualTo(1);
  }

  @Test
  void mailThatWaitsForAPersonSaysInWhichQueueAndWhatToRun() {
    stack.hold(mail("held-1", "marketing"));
    stack.refuse(mail("refused-1", "transactional"));
    stack.enqueue(stack.queues().mailDeadLetters(), mail("dead-1", "transactional"));

    assertThat(stack.run("show", "held-1").out())
        .contains(
            "HELD (OUTCOME_UNKNOWN)",
            "in the held queue",
            "postrider held show held-1" + stack.named() + "\n");
    assertThat(stack.run("show", "refused-1").out())
        .contains("REJECTED (MessageRejected)", "Email address is bad.")
        .contains(
            "SES_REFUSED: SES refused it with",
            "postrider rejected show refused-1" + stack.named() + "\n");
    assertThat(stack.run("show", "dead-1").out())
        .contains("in the dead letter queue", "postrider dead show dead-1" + stack.named() + "\n");
    assertThat(stack.visible(stack.queues().held())).isEqualTo(1);
  }

  @Test
  void ofAnEntryOnlyACopyThatIsAboutItIsFound() {
    Map<String, String> copy =
        Map.of(
            "postrider-id",
            "some",
            "postrider-attempt",
            "0",
            "postrider-first-seen",
            Long.toString(now.toEpochMilli()),
            "postrider-entries",
            "0-1");
    stack.enqueue(stack.queues().rejected(), mail("some", "transactional"), copy);

    assertThat(stack.run("show", "some#1").out()).contains("of the entries 0-1 in the rejected");
    assertThat(stack.run("show", "some#2").exitCode()).isEqualTo(1);
  }

  /// A look hides messages from others, and raises their receive count.
  @Test
  void whatEndedWellIsLookedForInNoQueue() {
    sent("well");
    stack.enqueue(stack.queues().rejected(), mail("well", "transactional"));
    stack.enqueue(stack.queues().mailDeadLetters(), mail("well", "transactional"));

    Answer shown = stack.run("show", "well");

    assertThat(shown.out()).doesNotContain("queue");
    assertThat(receives("rejected")).isEqualTo(1);
    assertThat(receives("dead")).isEqualTo(1);
  }

  @Test
  void whatWaitsForItsNextTryIsLookedForInNoQueue() {
    deferred("on-its-way", "THROTTLED Throttling", now.plusSeconds(60));
    stack.enqueue(stack.queues().mailDeadLetters(), mail("other", "transactional"));

    assertThat(stack.run("show", "on-its-way").exitCode()).isZero();
    assertThat(receives("dead")).isEqualTo(1);
  }

  private int receives(String queue) {
    return stack.run(queue, "list", "--json").json().at("/messages/0/receives").asInt();
  }

  @Test
  void whatLiesBeyondTheLookIsNeverSaidToBeAbsent() {
    stack.enqueue(stack.queues().rejected(), mail("another", "transactional"));
    stack.takeOne(stack.queues().rejected());

    Answer answer = stack.run("show", "nowhere");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err())
        .isEqualTo(
            "postrider: the ledger does not know nowhere, and not every queue could be looked at"
                + " whole.\n");
    assertThat(answer.out())
        .contains(
            "it lies where it was not seen: of the rejected queue only 0 of about 1 messages were"
                + " looked at")
        .contains("postrider rejected show nowhere");
  }

  @Test
  void aLongLookTellsHowFarItCame() {
    stack.enqueueMany(
        stack.queues().rejected(),
        IntStream.range(0, 510).mapToObj(i -> mail("long-" + i, "transactional")).toList());

    Answer answer = stack.run("show", "not-there");

    assertThat(answer.err())
        .contains("500 messages of the rejected queue looked at …")
        .contains("the ledger does not know not-there, and it is not in the rejected or dead");
  }

  @Test
  void deferredMailSaysWhyAndWhenItIsTriedNext() {
    Instant next = now.plusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
    deferred("later-1", "THROTTLED TooManyRequestsException", next);
    deferred("later-2", "MISCONFIGURED NotFoundException", now.minusSeconds(30));

    Answer text = stack.run("show", "later-1");
    JsonNode unit = stack.run("show", "later-1", "--json").json().path("units").get(0);
    Answer due = stack.run("show", "later-2");

    assertThat(text.out())
        .contains(
            "now                     PENDING (THROTTLED TooManyRequestsException), claimed once",
            "next                    SES took no more mail just then; it is tried again at "
                + next);
    assertThat(unit.path("nextTry").asText()).isEqualTo(next.toString());
    assertThat(unit.path("next").asText()).contains("it is tried again at " + next);
    assertThat(due.out()).contains("something is set up wrongly", "it has been due since ");
  }

  @Test
  void deferredMailBehindAnOpenBreakerSaysSo() {
    deferred("stopped", "THROTTLED TooManyRequestsException", now.minusSeconds(30));
    assertThat(stack.run("pause", "wrong prices").exitCode()).isZero();

    assertThat(stack.run("show", "stopped").out())
        .contains("the breaker is OPEN: MANUAL: wrong prices (")
        .contains(": postrider status" + stack.named() + "; it is tried again when that is over");
  }

  @Test
  void mailOfAPausedTenantSaysSo() {
    stack.pacer().change(pace -> pace.withPausedTenants(PausedTenants.NONE.with("acme", now)), now);
    deferred("of-acme", "TENANT_PAUSED AccountSuspended", now.plusSeconds(90));

    assertThat(stack.run("show", "of-acme").out())
        .contains("SES sends nothing of its tenant; paused now: acme; it is tried again at ");
  }

  /// Behind the breaker mail is never claimed: only the stack can tell of it.
  @Test
  void ofWhatTheLedgerDoesNotKnowTheLikeliestIsSaidFirst() {
    assertThat(stack.run("pause", "wrong prices").exitCode()).isZero();
    stack.enqueue(mail("behind", "transactional"));

    Answer answer = stack.run("show", "behind");
    JsonNode mayBe = stack.run("show", "behind", "--json").json().path("mayBe");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .containsSubsequence(
            "What may be, the likeliest first:\n  the breaker is OPEN: MANUAL: wrong prices",
            "mail that comes meanwhile is never claimed; 1 message waits in the mail and bulk",
            "it was never enqueued in the stack local",
            "it is older than the ledger remembers, 30 days");
    assertThat(mayBe.get(0).asText()).startsWith("the breaker is OPEN");
  }

  @Test
  void ofWhatTheLedgerDoesNotKnowAPollingThatIsOffIsSaid() {
    stack.lambda().forget();
    stack.enqueue(mail("unpolled", "transactional"));

    assertThat(stack.run("show", "unpolled").out())
        .contains("the polling of the mail queue could not be read: ResourceNotFoundException");
  }

  @Test
  void aClaimWhoseFunctionDiedSaysWhatFollows() {
    claim("died", now.minusSeconds(300));

    assertThat(stack.run("show", "died").out())
        .contains("the function that was sending it ended without a word: SES may have it")
        .contains("the dispatcher then sends it again, or holds it by its stream");
  }

  @Test
  void rejectedMailWhoseCopyIsGoneSaysSo() {
    claim("gone", now);
    settle("gone", new ClaimResult.EndedUnsent(State.REJECTED, "MessageRejected"));

    assertThat(stack.run("show", "gone").out())
        .contains("its copy is not in the rejected queue (SQS keeps it for 14 days)");
  }

  private void sent(String key) {
    claim(key, now);
    settle(key, new ClaimResult.SesAccepted("ses-" + key));
  }

  private void deferred(String key, String reason, Instant next) {
    claim(key, now);
    settle(key, new ClaimResult.Released(reason, 1, "", Optional.of(next)));
  }

  private void claim(String key, Instant at) {
    Claim claim =
        stack
            .ledger()
            .claim(
                List.of(
                    new ClaimRequest(
                        key,
                        "fp",
                        "transactional",
                        "token",
                        at,
                        at.plusSeconds(70),
                        ClaimRequest.OnUnknown.RESEND)),
                Instant.MAX)
            .getFirst();
    assertThat(claim).isInstanceOf(Claim.Granted.class);
  }

  private void settle(String key, ClaimResult result) {
    assertThat(
            stack.ledger().settle(List.of(new Settlement(key, "token", now, result)), Instant.MAX))
        .containsExactly(new Settled.Confirmed());
  }

  private void report(String key, String recipient, RecipientStatus status, Diagnostic diagnostic) {
    var _ =
        stack
            .deliveries()
            .record(
                new DeliveryReport(
                    key,
                    "ses-" + key,
                    now,
                    now.plusSeconds(1),
                    Map.of(recipient, status),
                    Map.of(recipient, diagnostic)));
  }
}
