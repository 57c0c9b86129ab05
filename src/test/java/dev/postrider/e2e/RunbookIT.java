package dev.postrider.e2e;

import static dev.postrider.e2e.OperatedStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.cli.DocumentedCommands;
import dev.postrider.local.Queues;
import dev.postrider.local.ses.Fault;
import dev.postrider.template.MetricAlarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The runbook, walked: what an alarm is about is brought about, the metrics of the functions' own
/// logs, or the depth of the queue, cross the threshold of monitoring.yaml, and the commands of the
/// section fix it. Alarms on metrics that AWS alone publishes are not here; docs/operations.md
/// lists them.
@ExtendWith(OperatedStack.Extension.class)
class RunbookIT {
  private final OperatedStack stack;
  private final Instant began = Instant.now();

  RunbookIT(OperatedStack stack) {
    this.stack = stack;
  }

  private boolean isOn(String alarm) {
    return isOn(alarm, began);
  }

  private boolean isOn(String alarm, Instant since) {
    return MetricAlarm.named(alarm)
        .isOn(
            metric ->
                switch (metric.namespace()) {
                  case "Postrider" -> stack.logs().values(metric.name(), since);
                  case "AWS/SQS" -> List.of((double) visible(metric));
                  default -> throw new AssertionError(metric + " is AWS's own");
                });
  }

  /// The queue that an alarm names by its logical id, which is its name here.
  private int visible(MetricAlarm.Metric metric) {
    assertThat(metric.name()).isEqualTo("ApproximateNumberOfMessagesVisible");
    return stack.stack().queues().all().stream()
        .filter(url -> metric.dimensions().contains("=" + Queues.nameOf(url) + ".QueueName"))
        .mapToInt(stack::depth)
        .sum();
  }

  private void awaitOn(String alarm) {
    stack.await(alarm + " is on", () -> isOn(alarm));
  }

  /// Runs a command that a section names, with values in the places of the words in capitals.
  private Answer run(String section, String command, String... values) {
    assertThat(DocumentedCommands.inSection(section)).contains(command);
    List<String> words = new ArrayList<>(DocumentedCommands.words(command));
    for (int i = 0, value = 0; i < words.size() && value < values.length; i++) {
      if (words.get(i).matches("ID|FILE|REASON|NAME|DOMAIN")) {
        words.set(i, values[value++]);
      }
    }
    if (command.matches("(held (release|cancel)|rejected retry|dead retry|cancel|resume|send).*")) {
      words.add("--yes");
    }
    return stack.run(words.toArray(String[]::new));
  }

  @Test
  void breakerOpen() {
    stack.ses().account().sendingEnabled(false);
    awaitOn("breaker-open");
    stack.awaitUnpolled();
    stack.enqueue(mail("rb-breaker", "transactional"));
    assertThat(stack.run("status").out()).contains("OPEN: SENDING_PAUSED");
    assertThat(run("breaker-open", "resume").err()).contains("SES caused the stop");
    stack.ses().account().sendingEnabled(true);
    assertThat(run("breaker-open", "resume --force").exitCode()).isZero();
    Instant resumed = Instant.now();
    stack.quickPace();

    stack.awaitShown("rb-breaker", "SENT");
    stack.await(
        "it is reported closed", () -> stack.logs().values("BreakerOpen", resumed).contains(0.0));
    assertThat(isOn("breaker-open", resumed)).isFalse();
  }

  @Test
  void breakerOpenByHand() {
    Answer paused = run("dispatcher-failing", "pause \"dispatcher fails\"");
    awaitOn("breaker-open");
    Answer resumed = run("dispatcher-failing", "resume");
    Instant after = Instant.now();

    assertThat(paused.exitCode()).isZero();
    assertThat(resumed.exitCode()).isZero();
    stack.await(
        "it is reported closed", () -> stack.logs().values("BreakerOpen", after).contains(0.0));
    assertThat(isOn("breaker-open", after)).isFalse();
  }

  @Test
  void quotaShare() {
    for (int i = 0; i < 10; i++) {
      stack.enqueue(mail("rb-quota-" + i, "transactional"));
    }
    for (int i = 0; i < 10; i++) {
      stack.awaitShown("rb-quota-" + i, "SENT");
    }
    stack.ses().account().max24HourSend(Math.ceil(stack.ses().account().sentLast24Hours() * 1.1));
    awaitOn("quota-share");

    stack.enqueue(
        mail("rb-may-wait", "transactional")
            .replace("{", "{\"sendAt\":\"" + Instant.now().plus(Duration.ofMinutes(5)) + "\","));
    stack.await("it is deferred", () -> stack.logs().tells("rb-may-wait", "reason", "SCHEDULED"));
    assertThat(run("quota-share", "cancel ID", "rb-may-wait").exitCode()).isZero();
    stack.ses().account().max24HourSend(50_000);
    Instant raised = Instant.now();
    stack.await("it is reported", () -> !stack.logs().values("QuotaShare", raised).isEmpty());
    stack.await("it is over", () -> !isOn("quota-share", Instant.now().minusSeconds(5)));
  }

  @Test
  void domainDrift() {
    stack.ses().account().dkimStatus("FAILED");
    awaitOn("domain-drift-seen");

    assertThat(stack.run("status").out()).contains("DKIM FAILED");
    assertThat(DocumentedCommands.inSection("domain-drift"))
        .contains("domain check DOMAIN", "domain records DOMAIN");
    stack.ses().account().dkimStatus("SUCCESS");
    Instant fixed = Instant.now();
    stack.await(
        "it is reported well", () -> stack.logs().values("DomainDrift", fixed).contains(0.0));
    assertThat(isOn("domain-drift-seen", fixed)).isFalse();
  }

  @Test
  void misconfigured() {
    stack.enqueue(
        """
        {"id":"rb-template","to":"rb@example.net","template":{"name":"no-such"},"data":{}}\
        """);
    awaitOn("misconfigured");

    assertThat(stack.logs().tells("rb-template", "code", "NotFound")).isTrue();
    assertThat(run("misconfigured", "cancel ID", "rb-template").exitCode()).isZero();
    assertThat(stack.run("show", "rb-template").out()).contains("CANCELLED");
  }

  @Test
  void rejectedMail() throws IOException {
    String bad = mail("rb-bad", "transactional").replace("\"text\"", "\"txt\"");
    for (int i = 0; i < 6; i++) {
      stack.enqueue(bad.replace("rb-bad", "rb-bad-" + i));
    }
    stack.ses().faults().next(1, new Fault.Refuse(400, "MessageRejected", "No."), "SendEmail");
    stack.enqueue(mail("rb-refused", "transactional"));
    awaitOn("rejected-mail");
    stack.awaitShown("rb-refused", "REJECTED");
    stack.await(
        "all are there", () -> run("rejected-mail", "rejected list").out().contains("rb-refused"));

    assertThat(run("rejected-mail", "rejected show ID", "rb-bad-0").out()).contains("/txt");
    Path file = Files.createTempFile("rb", ".json");
    assertThat(Answer.of("validate", Files.writeString(file, bad).toString()).exitCode())
        .isEqualTo(1);
    Files.delete(file);
    Answer retried = run("rejected-mail", "rejected retry --all --reason SES_REFUSED");
    assertThat(retried.out()).contains("rb-refused", "RETURNED").doesNotContain("rb-bad");
    stack.awaitShown("rb-refused", "SENT");
  }

  @Test
  void outcomesUnknown() {
    List<String> ids = IntStream.range(0, 12).mapToObj(i -> "rb-unknown-" + i).toList();
    stack.ses().faults().next(12, new Fault.AcceptThenDrop(), "SendEmail");
    // No event settles one before its outcome is counted, and all do before the grace is over.
    stack.ses().faults().next(24, new Fault.DelayEvent(Duration.ofSeconds(1)));
    ids.forEach(id -> stack.enqueue(mail(id, "transactional")));
    awaitOn("outcomes-unknown");

    ids.forEach(id -> stack.awaitShown(id, "SENT"));
    assertThat(run("outcomes-unknown", "show ID", ids.getFirst()).out()).contains("SENT");
    assertThat(ids).allMatch(id -> stack.accepted(id) == 1);
  }

  @Test
  void heldMail() {
    stack.ses().faults().next(2, new Fault.CloseAfterReading(), "SendEmail");
    stack.enqueue(mail("rb-held", "marketing"));
    stack.enqueue(mail("rb-let-go", "marketing"));
    stack.awaitShown("rb-held", "HELD");
    stack.awaitShown("rb-let-go", "HELD");
    awaitOn("held-messages");

    assertThat(run("held-mail", "held list").out()).contains("rb-held", "rb-let-go");
    assertThat(run("held-mail", "show ID", "rb-held").out()).contains("HELD");
    assertThat(run("held-mail", "held release ID", "rb-held").exitCode()).isZero();
    assertThat(run("held-mail", "held cancel ID", "rb-let-go").exitCode()).isZero();
    stack.awaitShown("rb-held", "SENT");
    assertThat(stack.accepted("rb-let-go")).isZero();
    assertThat(isOn("held-messages")).isFalse();
  }

  @Test
  void sentTwice() {
    stack.ses().faults().next(1, new Fault.AcceptThenDrop(), "SendEmail");
    stack.ses().faults().next(2, new Fault.DelayEvent(Duration.ofSeconds(9)));
    stack.enqueue(mail("rb-twice", "transactional"));
    stack.await("the first is unknown", () -> stack.logs().tells("rb-twice", "reason", "UNKNOWN"));
    // The second one's answer comes after the first one's events, and its own events never.
    stack.ses().faults().next(2, new Fault.DropEvent());
    stack.ses().faults().next(1, new Fault.DelayAnswer(Duration.ofSeconds(8)), "SendEmail");
    awaitOn("sent-twice");

    assertThat(stack.accepted("rb-twice")).isEqualTo(2);
    assertThat(stack.logs().tells("rb-twice", "outcome", "SENT_TWICE")).isTrue();
    assertThat(run("sent-twice", "show ID", "rb-twice").out()).contains("SENT", ", SES ");
    assertThat(run("sent-twice", "pause \"sent twice\"").exitCode()).isZero();
    assertThat(run("sent-twice", "resume").exitCode()).isZero();
  }

  /// DynamoDB is away: mail is deferred, and comes back by itself.
  @Test
  void mailWaitsForTheLedgerAndCostsNoReceive() {
    stack.dynamoDbWire().cut();
    stack.enqueue(mail("rb-waits", "transactional"));
    stack.await(
        "it is deferred", () -> stack.logs().tells("rb-waits", "reason", "LEDGER_UNAVAILABLE"));
    stack.dynamoDbWire().fix();
    stack.awaitShown("rb-waits", "SENT");

    assertThat(stack.accepted("rb-waits")).isEqualTo(1);
    assertThat(isOn("item-failures")).isFalse();
  }

  /// DynamoDB is away, and SQS takes no copies: the dispatcher, the feedback and the account watch
  /// fail, and mail and events end as dead letters.
  @Test
  void deadLettersAndWhatMadeThem() throws IOException {
    List<String> ids = IntStream.range(0, 5).mapToObj(i -> "rb-dead-" + i).toList();
    stack.dynamoDbWire().cut();
    stack.sqsWire().cut();
    Instant cut = Instant.now();
    ids.forEach(id -> stack.enqueue(mail(id, "transactional")));
    stack.ses().publish(bounceOf("rb-bounced-0@example.net"));
    stack.ses().publish(bounceOf("rb-bounced-1@example.net"));
    awaitOn("item-failures");
    awaitOn("feedback-failures");
    awaitOn("mail-dead-letters");
    awaitOn("feedback-dead-letters");
    stack.await(
        "all are dead",
        () ->
            stack.depth(stack.stack().queues().mailDeadLetters()) == 5
                && stack.depth(stack.stack().queues().feedbackDeadLetters()) == 2);
    assertThat(stack.logs().values("BreakerOpen", cut.plusSeconds(5)))
        .as("account-watch-silent")
        .isEmpty();
    Answer list = stack.run("dead", "list");
    Answer feedbackList = stack.run("dead", "list", "--queue", "feedback");
    stack.dynamoDbWire().fix();
    stack.sqsWire().fix();

    assertThat(list.out()).contains("rb-dead-0", "5 messages.");
    assertThat(feedbackList.out()).contains("2 messages.");
    assertThat(run("dead-letters", "dead explain --all").out()).contains("It was never claimed");
    assertThat(run("dead-events", "dead explain --queue feedback --all").out())
        .contains("the feedback function failed: DynamoDB UpdateItem failed");
    assertThat(run("dead-letters", "dead retry --all").exitCode()).isZero();
    Answer feedback = run("dead-events", "dead retry --queue feedback --all");
    assertThat(feedback.exitCode()).as(feedback.toString()).isZero();
    ids.forEach(id -> stack.awaitShown(id, "SENT"));
    assertThat(ids).allMatch(id -> stack.accepted(id) == 1);
    assertThat(stack.run("suppressions", "show", "rb-bounced-1@example.net").out())
        .contains("suppressed, HARD_BOUNCE");
    assertThat(isOn("mail-dead-letters") || isOn("feedback-dead-letters")).isFalse();
    Instant fixed = Instant.now();
    stack.await(
        "the account is watched", () -> !stack.logs().values("BreakerOpen", fixed).isEmpty());
  }

  /// An event of SES as a fixture has it, about another address.
  private static String bounceOf(String address) throws IOException {
    String event = Files.readString(Path.of("events/feedback-bounce-permanent-general.json"));
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(event)
        .at("/Records/0/Sns/Message")
        .asText()
        .replace("bounce@simulator.amazonses.com", address);
  }
}
