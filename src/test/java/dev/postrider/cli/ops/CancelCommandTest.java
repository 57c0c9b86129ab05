package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.Answer;
import dev.postrider.ledger.ClaimRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `cancel` of messages with `recipients`, and of what waits for a person.
@ExtendWith(TestStack.Extension.class)
class CancelCommandTest {
  private final TestStack stack;

  CancelCommandTest(TestStack stack) {
    this.stack = stack;
  }

  private static String entries(String id, int count) {
    return """
    {"id":"%s","template":{"subject":"Hi","text":"Hi"},"recipients":[%s]}\
    """
        .formatted(
            id,
            IntStream.range(0, count)
                .mapToObj(n -> "{\"to\":\"%s-%d@example.net\"}".formatted(id, n))
                .collect(Collectors.joining(",")));
  }

  @Test
  void ofAMessageWhoseKnownEntriesHaveEndedNothingIsWritten() {
    stack.enqueue(entries("all-sent", 3));
    stack.dispatch();

    Answer answer = stack.run("cancel", "all-sent", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .isEqualTo(
            """
            Nothing to cancel: all 3 entries that the ledger knows have ended, 3 SENT.
            If the message has more, say how many: --entries N.
            In %s.
            """
                .formatted(stack.place()));
    assertThat(stack.run("show", "all-sent", "--json").json().path("units")).hasSize(3);
  }

  @Test
  void entriesThatWereNotDispatchedYetAreCancelledWhenTheirNumberIsSaid() {
    stack.enqueue(entries("begun", 3));
    stack.dispatch();

    ObjectNode json = stack.run("cancel", "begun", "--entries", "5", "--yes", "--json").json();

    assertThat(json.path("cancelled").asInt()).isZero();
    assertThat(json.path("marked").asInt()).isEqualTo(2);
    assertThat(json.path("refused")).hasSize(3);
    assertThat(stack.run("show", "begun").out()).startsWith("5 units: 3 SENT, 2 CANCELLED\n");
  }

  @Test
  void ofAMessageThatTheLedgerDoesNotKnowItIsSaidWhatWasMarked() {
    Answer text = stack.run("cancel", "unheard", "--entries", "2", "--yes");
    ObjectNode json = stack.run("cancel", "unheard-too", "--yes", "--json").json();

    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .isEqualTo(
            """
            Cancelled: unheard
            The ledger did not know it yet: 2 entries are marked too, should it have them.
            In %s.
            """
                .formatted(stack.place()));
    assertThat(json.path("cancelled").asInt()).isEqualTo(1);
    assertThat(json.path("marked").asInt()).isEqualTo(500);
  }

  @Test
  void whatTheLedgerKnewIsCountedApart() {
    claimed("some#0", "some#1");

    Answer first = stack.run("cancel", "some", "--entries", "4", "--yes");
    Answer again = stack.run("cancel", "some", "--yes");

    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .isEqualTo(
            """
            Cancelled: some, 2 entries.
            Marked, should the message have them: 2 entries that the ledger did not know.
            In %s.
            """
                .formatted(stack.place()));
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).isEqualTo("Cancelled: some, 4 entries.\nIn " + stack.place() + ".\n");
  }

  /// Else its entries' marks would expire before the message's.
  @Test
  void anotherCancelOfAMessageThatWasNeverDispatchedMarksItsEntriesAgain() {
    Answer first = stack.run("cancel", "renewed", "--entries", "2", "--yes");
    Answer again = stack.run("cancel", "renewed", "--entries", "2", "--yes");

    assertThat(again.out())
        .isEqualTo(first.out())
        .contains("2 entries are marked too")
        .contains("Cancelled: renewed\n");
    assertThat(
            stack
                .run("show", "renewed#1", "--json")
                .json()
                .path("units")
                .path(0)
                .path("history")
                .findValuesAsText("what"))
        .containsOnlyOnce("FIRST_KNOWN")
        .filteredOn("CANCELLED"::equals)
        .hasSize(2);
  }

  /// Longer than any message lives that is enqueued within the 30 days that the ledger remembers.
  @Test
  void aCancellationOutlivesWhatIsEnqueuedAfterIt() {
    claimed("known");
    Instant before = Instant.now();

    stack.run("cancel", "known", "--yes");
    stack.run("cancel", "never-seen", "--entries", "1", "--yes");

    assertThat(List.of("known", "never-seen", "never-seen#0"))
        .allSatisfy(
            key ->
                assertThat(stack.diesAt(key))
                    .isAfterOrEqualTo(before.plus(Duration.ofDays(60)).minusSeconds(1)));
  }

  /// Claims whose lease is over: their outcome is unknown.
  private void claimed(String... keys) {
    Instant then = Instant.now().minusSeconds(100);
    var _ =
        stack
            .ledger()
            .claim(
                List.of(keys).stream()
                    .map(
                        key ->
                            new ClaimRequest(
                                key,
                                "fp",
                                "transactional",
                                "token",
                                then,
                                then.plusSeconds(70),
                                ClaimRequest.OnUnknown.RESEND))
                    .toList(),
                Instant.MAX);
  }

  @Test
  void whatIsHeldIsLeftToTheCommandThatTakesItsCopyAlong() {
    stack.hold(mail("held-one", "marketing"));

    Answer answer = stack.run("cancel", "held-one", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .isEqualTo(
            "held-one not cancelled: it is held: postrider held cancel held-one"
                + stack.named()
                + "\nIn "
                + stack.place()
                + ".\n");
    assertThat(stack.run("show", "held-one").out()).contains("HELD");
    assertThat(stack.run("held", "cancel", "held-one", "--yes").exitCode()).isZero();
    assertThat(stack.run("cancel", "held-one", "--yes").out()).doesNotContain("held cancel");
  }

  @Test
  void ofAMessageWithHeldEntriesTheOthersAreCancelled() {
    stack.hold(
        entries("half-held", 1).replace("\"template\"", "\"stream\":\"marketing\",\"template\""));
    claimed("half-held#1");

    Answer answer = stack.run("cancel", "half-held", "--entries", "2", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .isEqualTo(
            """
            half-held#0 not cancelled: it is held: postrider held cancel half-held%s
            Cancelled: half-held, 1 entry.
            In %s.
            """
                .formatted(stack.named(), stack.place()));
    assertThat(stack.run("show", "half-held#1").out()).contains("CANCELLED");
  }
}
