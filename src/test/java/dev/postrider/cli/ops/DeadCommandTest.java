package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.local.http.HttpJson;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.Extension.class)
class DeadCommandTest {
  private static final String NOTIFICATION =
      """
      {"Type":"Notification","MessageId":"n-1","Message":"{}"}\
      """;

  private static final String DELIVERY =
      """
      {"Type":"Notification","MessageId":"n-2","Timestamp":"2026-11-24T00:00:03Z","Message":
       "{\\"eventType\\":\\"Delivery\\",\\"mail\\":{\\"timestamp\\":\\"2026-11-24T00:00:00Z\\",\
      \\"messageId\\":\\"0102-9\\",\\"destination\\":[\\"kim@example.net\\"],\\"tags\\":\
      {\\"postrider-id\\":[\\"order-9\\"],\\"postrider-stream\\":[\\"receipts\\"]}},\
      \\"delivery\\":{\\"recipients\\":[\\"kim@example.net\\"]}}"}\
      """;

  private final TestStack stack;

  DeadCommandTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void explainTellsWhatTheLedgerKnows() {
    stack.enqueue(mail("dead-sent", "transactional"));
    stack.dispatch();
    stack.enqueue(stack.queues().mailDeadLetters(), mail("dead-sent", "transactional"));
    stack.enqueue(stack.queues().mailDeadLetters(), mail("dead-new", "transactional"));

    Answer sent = stack.run("dead", "explain", "dead-sent");
    Answer unknown = stack.run("dead", "explain", "dead-new");

    assertThat(sent.out()).contains("All of it has ended", "Ledger: 1 SENT.");
    assertThat(unknown.out()).contains("It was never claimed", "not one of its units");
    assertThat(sent.out() + unknown.out()).doesNotContain("@", "secret");
  }

  /// Only copies on the rejected queue say why they are there.
  @Test
  void whatAProducerSaysOfItsOwnMessageIsNotShown() {
    stack.enqueue(
        stack.queues().mailDeadLetters(),
        mail("dead-talks", "transactional"),
        Map.of("postrider-reason", "MALFORMED", "postrider-problems", "call kim@example.net"));

    Answer answer = stack.run("dead", "list");

    assertThat(answer.out()).contains("dead-talks").doesNotContain("MALFORMED", "kim");
  }

  @Test
  void explainGoesThroughAllWhenAllAreMeantAndSaysWhatItLeftOut() {
    stack.enqueueMany(
        stack.queues().mailDeadLetters(),
        IntStream.range(0, 1_010).mapToObj(i -> mail("dead-" + i, "transactional")).toList());

    Answer all = stack.run("dead", "explain", "--all");
    Answer some = stack.run("dead", "explain");
    Answer limited = stack.run("dead", "explain", "--all", "--limit", "10");

    assertThat(all.exitCode()).isZero();
    assertThat(all.out().lines().filter(line -> line.startsWith("Id "))).hasSize(1_010);
    assertThat(some.out().lines().filter(line -> line.startsWith("Id "))).hasSize(1_000);
    assertThat(some.err()).contains("1000 of about 1010", "--all");
    assertThat(limited.exitCode()).isEqualTo(1);
    assertThat(limited.err()).contains("10 of about 1010");
  }

  @Test
  void aRetriedMessageIsSentOnce() {
    stack.enqueue(mail("dead-a", "transactional"));
    stack.dispatch();
    stack.enqueue(stack.queues().mailDeadLetters(), mail("dead-a", "transactional"));
    stack.enqueue(stack.queues().mailDeadLetters(), mail("dead-b", "transactional"));

    Answer answer = stack.run("dead", "retry", "--all", "--yes");
    stack.dispatch();

    assertThat(answer.exitCode()).isZero();
    assertThat(stack.accepted("dead-a@example.net")).isEqualTo(1);
    assertThat(stack.accepted("dead-b@example.net")).isEqualTo(1);
    assertThat(stack.depth(stack.queues().mailDeadLetters())).isZero();
  }

  @Test
  void aMessageWithoutAnIdKeepsSqsIdWhenItIsRetried() {
    String body =
        """
        {"to":"dead-anonymous@example.net","subject":"Hello","text":"Hi"}\
        """;
    stack.enqueue(stack.queues().mailDeadLetters(), body);
    String list = stack.run("dead", "list", "--json").out();
    String messageId =
        HttpJson.readObject(list).orElseThrow().path("messages").get(0).path("messageId").asText();

    assertThat(stack.run("dead", "retry", messageId, "--yes").exitCode()).isZero();
    stack.dispatch();

    assertThat(stack.run("show", messageId).out()).contains("SENT");
  }

  @Test
  void eventsGoToTheFeedbackFunctionWhateverQueuedThem() {
    stack.enqueue(stack.queues().feedbackDeadLetters(), NOTIFICATION);
    stack.enqueue(
        stack.queues().feedbackDeadLetters(),
        """
        {"requestContext":{},"requestPayload":{"Records":[{"Sns":{"Message":"{}"}}]},
         "responsePayload":{"errorType":"java.lang.IllegalStateException"}}\
        """);

    Answer explained = stack.run("dead", "explain", "--queue", "feedback");
    Answer answer = stack.run("dead", "retry", "--queue", "feedback", "--all", "--yes");

    assertThat(explained.out()).contains("SNS could not hand it", "IllegalStateException");
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("RETURNED  the function handled it");
    assertThat(stack.lambda().invoked())
        .hasSize(2)
        .allMatch(event -> event.contains("\"Records\""));
    assertThat(stack.depth(stack.queues().feedbackDeadLetters())).isZero();
  }

  @Test
  void reportsThatCouldNotBeReadGoToTheirFunctionAgain() {
    stack.enqueue(
        stack.dmarcDeadLetters(),
        """
        {"requestContext":{},"requestPayload":{"detail":{"object":{"key":"mail-1"}}},
         "responsePayload":{"errorType":"java.io.UncheckedIOException"}}\
        """);
    stack.enqueue(stack.dmarcDeadLetters(), "{}");
    try (AwsDouble _ = new AwsDouble(stack)) {
      Answer explained = onAws("dead", "explain", "--queue", "dmarc");
      Answer answer = onAws("dead", "retry", "--queue", "dmarc", "--all", "--yes");

      assertThat(explained.out())
          .contains(
              "The mail mail-1 could not be read: java.io.UncheckedIOException.",
              "It is not a failed invocation of the report function.");
      assertThat(answer.exitCode()).isEqualTo(1);
      assertThat(answer.out()).contains("RETURNED", "STAYS", "it is not a failed invocation");
    }
    assertThat(stack.lambda().invoked())
        .containsExactly("{\"detail\":{\"object\":{\"key\":\"mail-1\"}}}");
    assertThat(stack.visible(stack.dmarcDeadLetters())).isEqualTo(1);
  }

  @Test
  void aStackWithoutDmarcReportsSaysSo() {
    Answer answer = stack.run("dead", "list", "--queue", "dmarc");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("this stack receives no DMARC reports");
  }

  private static Answer onAws(String... words) {
    return Answer.of(
        Stream.concat(Stream.of(words), Stream.of("--stack", "mail", "--region", "eu-central-1"))
            .toArray(String[]::new));
  }

  @Test
  void whatFailsInTheMiddleStaysAndTheAnswerHasAllThatWasDone() {
    stack.lambda().refuseInvocations(2);
    for (int i = 0; i < 3; i++) {
      stack.enqueue(stack.queues().feedbackDeadLetters(), NOTIFICATION);
    }

    Answer answer = stack.run("dead", "retry", "--queue", "feedback", "--all", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out().lines().filter(line -> line.contains("RETURNED"))).hasSize(2);
    assertThat(answer.out())
        .contains("STAYS", "it failed with ResourceNotFoundException: repeat the command");
    assertThat(stack.visible(stack.queues().feedbackDeadLetters())).isEqualTo(1);
  }

  @Test
  void afterThreeFailuresInARowTheRestIsNotTried() {
    stack.lambda().refuseInvocations(1, 2, 3);
    for (int i = 0; i < 5; i++) {
      stack.enqueue(stack.queues().feedbackDeadLetters(), NOTIFICATION);
    }

    Answer answer = stack.run("dead", "retry", "--queue", "feedback", "--all", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out().lines().filter(line -> line.contains("STAYS"))).hasSize(3);
    assertThat(answer.out()).contains("2 more were not tried");
    assertThat(stack.visible(stack.queues().feedbackDeadLetters())).isEqualTo(5);
  }

  @Test
  void aListOfEventsNamesUnitStreamAndReason() {
    stack.enqueue(stack.queues().feedbackDeadLetters(), DELIVERY);

    Answer list = stack.run("dead", "list", "--queue", "feedback");
    Answer shown = stack.run("dead", "explain", "order-9", "--queue", "feedback");

    assertThat(list.out())
        .contains("order-9", "receipts", "UNDELIVERED: SNS could not hand it to the feedback");
    assertThat(shown.out())
        .contains("Event        Delivery of order-9, SES message 0102-9, published at 2026-11-24")
        .contains("postrider dead retry --queue feedback ");
    assertThat(list.out() + shown.out()).doesNotContain("@", "kim");
  }

  @Test
  void onlyWhatIsMalformedIsDiscardedAndOnlyAfterAConfirmation() {
    stack.enqueue(stack.queues().feedbackDeadLetters(), NOTIFICATION);
    stack.enqueue(stack.queues().feedbackDeadLetters(), DELIVERY);

    Answer unasked = stack.run("dead", "discard", "--queue", "feedback", "--all");
    assertThat(stack.visible(stack.queues().feedbackDeadLetters())).isEqualTo(2);
    Answer answer = stack.run("dead", "discard", "--queue", "feedback", "--all", "--yes");
    Answer again =
        stack.run(
            "dead", "discard", "--queue", "feedback", "--all", "--reason", "MALFORMED", "--yes");

    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err())
        .contains("If malformed, delete all of about 2 messages in " + stack.place() + "? Nobody");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("DISCARDED  deleted: the notification has neither eventType nor")
        .containsPattern("order-9 +STAYS +it is not malformed: a retry can succeed");
    assertThat(again.exitCode()).isZero();
    assertThat(stack.visible(stack.queues().feedbackDeadLetters())).isEqualTo(1);
    assertThat(stack.lambda().invoked()).isEmpty();
  }

  @Test
  void mailIsNeverDiscarded() {
    stack.enqueue(stack.queues().mailDeadLetters(), "{}");

    Answer answer = stack.run("dead", "discard", "--all", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("STAYS", "mail is not deleted: retry it");
    assertThat(stack.visible(stack.queues().mailDeadLetters())).isEqualTo(1);
  }

  @Test
  void anEventThatFailsAgainStays() {
    stack.lambda().failFunctions();
    stack.enqueue(stack.queues().feedbackDeadLetters(), NOTIFICATION);

    Answer answer = stack.run("dead", "retry", "--queue", "feedback", "--all", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("STAYS", "failed again");
    assertThat(stack.visible(stack.queues().feedbackDeadLetters())).isEqualTo(1);
  }
}
