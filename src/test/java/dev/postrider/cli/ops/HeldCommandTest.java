package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.local.http.HttpJson;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.Extension.class)
class HeldCommandTest {
  private final TestStack stack;

  HeldCommandTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void aListNamesIdAndStreamAndConsumesNothing() {
    stack.hold(mail("held-list", "marketing"));

    Answer answer = stack.run("held", "list");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("held-list", "marketing", "1 message.");
    assertThat(answer.out()).doesNotContain("@", "secret");
    assertThat(stack.visible(stack.queues().held())).isEqualTo(1);
  }

  @Test
  void aReleasedMessageIsSentOnceHoweverOftenItIsReleased() {
    stack.hold(mail("held-release", "marketing"));
    Answer first = stack.run("held", "release", "held-release", "--yes");
    Answer second = stack.run("held", "release", "held-release", "--yes");
    stack.dispatch();
    stack.dispatchAt(Instant.now().plusSeconds(3_600));

    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).contains("RETURNED", "1 unit to the mail queue");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains("held-release is not in this queue.");
    assertThat(stack.accepted("held-release@example.net")).isEqualTo(1);
    assertThat(stack.depth(stack.queues().held())).isZero();
    assertThat(stack.run("show", "held-release").out())
        .contains("PENDING (RELEASED)", "SENT, claimed 2 times");
  }

  @Test
  void aCopyWhoseReleaseWasInterruptedIsReleasedAgainAndSentOnce() {
    String body = mail("held-twice", "marketing");
    stack.hold(body);
    stack.enqueue(stack.queues().held(), body);

    Answer answer = stack.run("held", "release", "--all", "--yes");
    stack.dispatch();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out().lines().filter(line -> line.contains("RETURNED"))).hasSize(2);
    assertThat(stack.accepted("held-twice@example.net")).isEqualTo(1);
  }

  @Test
  void aCancelledMessageIsNeverSent() {
    stack.hold(mail("held-cancel", "marketing"));

    Answer answer = stack.run("held", "cancel", "held-cancel", "--yes");
    assertThat(stack.depth(stack.queues().mail())).as("the copy that tells services").isEqualTo(1);
    stack.enqueue(mail("held-cancel", "marketing"));
    stack.dispatch();
    stack.dispatch();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("CANCELLED");
    assertThat(stack.accepted("held-cancel@example.net")).isZero();
    assertThat(stack.depth(stack.queues().held())).isZero();
    assertThat(stack.run("show", "held-cancel").out()).contains("CANCELLED (OPERATOR)");
  }

  @Test
  void nothingHappensWhereNobodyCanBeAsked() {
    stack.hold(mail("held-ask", "marketing"));

    Answer answer = stack.run("held", "release", "--all");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .contains(
            "Send all of about 1 message in "
                + stack.place()
                + "? Nobody can be asked here: say --yes.");
    assertThat(stack.visible(stack.queues().held())).isEqualTo(1);
  }

  @Test
  void theQuestionSaysWhatItIsAbout() {
    stack.enqueue(stack.queues().held(), mail("held-a", "marketing"));
    stack.enqueue(stack.queues().held(), mail("held-b", "news"));

    assertThat(stack.run("held", "release", "held-a").err())
        .contains("Send held-a in " + stack.place() + "?");
    assertThat(stack.run("held", "cancel", "--all", "--stream", "news").err())
        .contains("Cancel what the filters choose of about 2 messages in " + stack.place() + "?");
  }

  @Test
  void allMeansAllHoweverManyThereAre() {
    stack.enqueueMany(
        stack.queues().held(),
        IntStream.range(0, 1_010).mapToObj(i -> mail("held-" + i, "marketing")).toList());

    Answer answer = stack.run("held", "cancel", "--all", "--yes");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out().lines().filter(line -> line.contains("CANCELLED"))).hasSize(1_010);
    assertThat(answer.err()).contains("500 looked at …", "1000 looked at …");
    assertThat(stack.depth(stack.queues().held())).isZero();
  }

  @Test
  void whatWasNotLookedAtIsNotSaidToBeAbsent() {
    for (String id : List.of("held-a", "held-b", "held-c")) {
      stack.enqueue(stack.queues().held(), mail(id, "marketing"));
    }

    Answer listed = stack.run("held", "list", "held-z", "--limit", "2");
    Answer acted = stack.run("held", "cancel", "held-z", "--limit", "2", "--yes");
    Answer all = stack.run("held", "list", "held-z");

    assertThat(listed.exitCode()).isEqualTo(1);
    assertThat(listed.err())
        .isEqualTo("postrider: held-z is not among the 2 of about 3 that were looked at.\n");
    assertThat(acted.exitCode()).isEqualTo(1);
    assertThat(acted.err()).isEqualTo(listed.err());
    assertThat(all.err()).isEqualTo("postrider: held-z is not in this queue.\n");
  }

  @Test
  void aMessageIsFoundHoweverManyLieBeforeIt() {
    stack.enqueueMany(
        stack.queues().held(),
        IntStream.range(0, 1_010).mapToObj(i -> mail("held-" + i, "marketing")).toList());

    assertThat(stack.run("held", "list", "held-1009").out())
        .contains("held-1009", "1 of 1010 match.");
    assertThat(stack.run("held", "list", "--all").out()).contains("1010 messages.");
    assertThat(stack.run("held", "list").out())
        .contains("1000 messages. The list is partial: 1000 of about 1010");
    assertThat(stack.run("show", "held-1009", "--body").out()).contains("secret words");
  }

  @Test
  void theLookEndsOnceAllThatIsNamedBySqsIdIsFoundAndNoSoonerForAnId() {
    stack.enqueueMany(
        stack.queues().held(),
        IntStream.range(0, 30).mapToObj(i -> mail("held-" + i, "marketing")).toList());
    String messageId =
        stack.run("held", "list", "--json").json().at("/messages/0/messageId").asText();

    Answer bySqsId = stack.run("held", "cancel", messageId, "--yes", "--json");
    stack.enqueue(stack.queues().held(), mail("held-twice", "marketing"));
    stack.enqueue(stack.queues().held(), mail("held-twice", "marketing"));
    Answer byId = stack.run("held", "cancel", "held-twice", "--yes", "--json");

    assertThat(bySqsId.exitCode()).isZero();
    assertThat(bySqsId.json().path("messages")).hasSize(1);
    assertThat(bySqsId.json().path("partial").asBoolean()).isFalse();
    assertThat(byId.json().path("messages")).hasSize(2);
    assertThat(stack.visible(stack.queues().held())).isEqualTo(29);
  }

  @Test
  void whatALimitLeavesOutIsSaidAndIsNoSuccess() {
    for (String id : List.of("held-a", "held-b", "held-c")) {
      stack.enqueue(stack.queues().held(), mail(id, "marketing"));
    }

    Answer some = stack.run("held", "cancel", "--all", "--limit", "2", "--yes");
    Answer rest = stack.run("held", "cancel", "--all", "--yes");

    assertThat(some.exitCode()).isEqualTo(1);
    assertThat(some.out()).contains("1 of about 3 in the queue were not looked at");
    assertThat(rest.exitCode()).isZero();
    assertThat(stack.depth(stack.queues().held())).isZero();
  }

  @Test
  void whichMessagesAreMeantMustBeSaid() {
    assertThat(stack.run("held", "release", "--yes").exitCode()).isEqualTo(2);
    assertThat(stack.run("held").exitCode()).isEqualTo(2);
  }

  @Test
  void aLimitMakesTheListPartialAndSaysSo() {
    stack.enqueue(stack.queues().held(), mail("a", "marketing"));
    stack.enqueue(stack.queues().held(), mail("b", "marketing"));
    stack.enqueue(stack.queues().held(), mail("c", "news"));

    Answer limited = stack.run("held", "list", "--limit", "2");
    Answer filtered = stack.run("held", "list", "--stream", "news", "--json");

    assertThat(limited.out()).contains("2 messages. The list is partial: 2 of about 3");
    assertThat(HttpJson.readObject(filtered.out()).orElseThrow().path("messages").size())
        .isEqualTo(1);
    assertThat(stack.visible(stack.queues().held())).isEqualTo(3);
  }

  @Test
  void ofAMessageWithRecipientsOnlyTheHeldEntriesAreSent() {
    String body =
        """
        {"id":"held-some","stream":"marketing","template":{"subject":"Hi","text":"{{n}}"},
         "recipients":[{"to":"r0@example.net","data":{"n":"0"}},
                       {"to":"r1@example.net","data":{"n":"1"}}]}\
        """;
    stack.hold(body);
    Answer list = stack.run("held", "list");
    Answer answer = stack.run("held", "release", "held-some", "--yes");
    stack.dispatch();
    stack.dispatch();

    assertThat(list.out()).contains("held-some#0-1");
    assertThat(answer.out()).contains("2 units to the mail queue");
    assertThat(stack.accepted("r0@example.net")).isEqualTo(1);
    assertThat(stack.accepted("r1@example.net")).isEqualTo(1);
  }
}
