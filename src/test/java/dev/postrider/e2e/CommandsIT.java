package dev.postrider.e2e;

import static dev.postrider.e2e.OperatedStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.local.ses.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// Each command once, against the packaged functions at work.
@ExtendWith(OperatedStack.Extension.class)
class CommandsIT {
  private final OperatedStack stack;
  private final Path directory;

  CommandsIT(OperatedStack stack, @TempDir Path directory) {
    this.stack = stack;
    this.directory = directory;
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  @Test
  void statusShowsTheStackAsTextAsJsonAndAgainAndAgain() {
    Answer text = stack.run("status");
    Answer json = stack.run("status", "--json");
    Answer watch = stack.run("status", "--watch", "--times", "3", "--interval", "PT0.1S");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .contains("Breaker   closed: mail flows", "at most 200 a second")
        .contains("Polling   mail Enabled, bulk Enabled", "Domain    example.com verified")
        .contains("MailQueue", "HeldQueue", "FeedbackDeadLetterQueue");
    assertThat(json.json().at("/pace/breakerOpen").asBoolean(true)).isFalse();
    assertThat(json.json().path("queues")).hasSize(6);
    assertThat(watch.out().lines().filter(line -> line.startsWith("Breaker"))).hasSize(3);
  }

  @Test
  void whatIsValidIsSentAndShownToItsEndUnderTheHashOfItsRecipient() throws IOException {
    String file = file("m.json", mail("e2e-sent", "transactional"));

    Answer valid = Answer.of("validate", file);
    Answer sent = stack.run("send", file, "--yes");
    stack.awaitShown("e2e-sent", "DELIVERED");
    Answer shown = stack.run("show", "e2e-sent");
    String hash = stack.run("hash", "e2e-sent@example.net").out().strip();

    assertThat(valid.exitCode()).isZero();
    assertThat(sent.out()).contains("Enqueued: e2e-sent");
    assertThat(shown.out()).contains("SENT", "DELIVERED, recipient " + hash);
    assertThat(stack.run("show", "e2e-sent", "--json").out()).contains("\"state\" : \"SENT\"");
    assertThat(stack.run("show", "e2e-never").exitCode()).isEqualTo(1);
    assertThat(stack.accepted("e2e-sent")).isEqualTo(1);
  }

  @Test
  void whatIsInvalidIsNotSent() throws IOException {
    String file = file("bad.json", mail("e2e-bad", "transactional").replace("\"text\"", "\"txt\""));

    Answer valid = Answer.of("validate", file);
    Answer sent = stack.run("send", file, "--yes");

    assertThat(valid.exitCode()).isEqualTo(1);
    assertThat(sent.exitCode()).isEqualTo(1);
    assertThat(sent.out()).contains("/txt: found an unknown field");
  }

  @Test
  void whatIsScheduledIsCancelled() {
    stack.enqueue(
        mail("e2e-later", "transactional")
            .replace("{", "{\"sendAt\":\"" + Instant.now().plus(Duration.ofMinutes(5)) + "\","));
    stack.await("it is deferred", () -> stack.logs().tells("e2e-later", "reason", "SCHEDULED"));

    Answer cancelled = stack.run("cancel", "e2e-later", "--entries", "0", "--yes");

    assertThat(cancelled.exitCode()).isZero();
    assertThat(cancelled.out()).startsWith("Cancelled: e2e-later\nIn the embedded stack on port ");
    assertThat(stack.run("show", "e2e-later").out()).contains("CANCELLED");
    assertThat(stack.accepted("e2e-later")).isZero();
  }

  @Test
  void aPauseStopsMailUntilItIsResumedAndWhatIsCancelledMeanwhileIsNeverSent() {
    Answer paused = stack.run("pause", "wrong prices");
    stack.awaitUnpolled();
    stack.enqueue(mail("e2e-paused", "transactional"));
    stack.enqueue(mail("e2e-worthless", "transactional"));
    Answer status = stack.run("status");
    Answer cancelled = stack.run("cancel", "e2e-worthless", "--entries", "0", "--yes");
    int waiting = stack.depth(stack.stack().queues().mail());
    Answer resumed = stack.run("resume", "--yes");
    stack.quickPace();
    stack.awaitShown("e2e-paused", "SENT");
    stack.await(
        "the other copy is dropped",
        () -> stack.logs().tells("e2e-worthless", "outcome", "DUPLICATE"));

    assertThat(paused.exitCode()).isZero();
    assertThat(status.out())
        .contains("Breaker   OPEN: MANUAL: wrong prices")
        .contains("Polling   mail Disabled, bulk Disabled");
    assertThat(waiting).isGreaterThanOrEqualTo(2);
    assertThat(cancelled.exitCode()).isZero();
    assertThat(resumed.out()).contains("Resumed; it was stopped by MANUAL: wrong prices (");
    assertThat(stack.accepted("e2e-worthless")).isZero();
  }

  @Test
  void heldMailIsListedReleasedAndCancelled() {
    for (String id : new String[] {"e2e-held", "e2e-dropped"}) {
      stack.ses().faults().next(1, new Fault.CloseAfterReading(), "SendEmail");
      stack.enqueue(mail(id, "marketing"));
      stack.awaitShown(id, "HELD");
    }

    Answer list = stack.run("held", "list");
    Answer released = stack.run("held", "release", "e2e-held", "--yes");
    Answer cancelled = stack.run("held", "cancel", "--all", "--yes");
    stack.awaitShown("e2e-held", "SENT");

    assertThat(list.out()).contains("e2e-held", "e2e-dropped", "2 messages.");
    assertThat(released.out()).contains("RETURNED");
    assertThat(cancelled.out()).contains("e2e-dropped", "CANCELLED");
    assertThat(stack.run("show", "e2e-dropped").out()).contains("CANCELLED");
    assertThat(stack.accepted("e2e-held")).isEqualTo(1);
    assertThat(stack.accepted("e2e-dropped")).isZero();
    assertThat(stack.run("held", "list").out()).isEqualTo("0 messages.\n");
  }

  @Test
  void rejectedMailIsListedExplainedAndRetried() {
    stack
        .ses()
        .faults()
        .next(1, new Fault.Refuse(400, "MessageRejected", "Address is bad."), "SendEmail");
    stack.enqueue(mail("e2e-refused", "transactional"));
    stack.awaitShown("e2e-refused", "REJECTED");
    stack.await("it is there", () -> stack.run("rejected", "list").out().contains("e2e-refused"));

    Answer shown = stack.run("rejected", "show", "e2e-refused");
    Answer retried = stack.run("rejected", "retry", "e2e-refused", "--yes");
    stack.awaitShown("e2e-refused", "SENT");

    assertThat(shown.out()).contains("SES_REFUSED", "MessageRejected", "What to do");
    assertThat(retried.exitCode()).isZero();
    assertThat(retried.out()).contains("RETURNED");
    assertThat(stack.accepted("e2e-refused")).isEqualTo(1);
  }

  @Test
  void suppressionsAreAddedShownListedExportedRemovedAndImportedAndObeyed() throws IOException {
    String address = "e2e-unwanted@example.net";
    String out = directory.resolve("out.csv").toString();

    Answer added = stack.run("suppressions", "add", address, "--note", "by phone");
    stack.enqueue(mail("e2e-unwanted", "transactional"));
    stack.awaitShown("e2e-unwanted", "SUPPRESSED");
    Answer shown = stack.run("suppressions", "show", address);
    Answer listed = stack.run("suppressions", "list", "--reason", "MANUAL");
    Answer exported = stack.run("suppressions", "export", "-o", out);
    Answer removed = stack.run("suppressions", "remove", address, "--yes");
    int gone = stack.run("suppressions", "show", address).exitCode();
    String again = Files.readString(Path.of(out)).replace("e2e-unwanted", "e2e-imported");
    Answer imported = stack.run("suppressions", "import", file("in.csv", again), "--yes");

    assertThat(added.exitCode()).isZero();
    assertThat(shown.out()).contains("Scope *: suppressed, MANUAL", "by phone");
    assertThat(listed.out()).contains(address);
    assertThat(exported.exitCode()).isZero();
    assertThat(removed.out()).contains("Removed from *.");
    assertThat(gone).isEqualTo(1);
    assertThat(imported.exitCode()).isZero();
    assertThat(stack.run("suppressions", "show", "e2e-imported@example.net").exitCode()).isZero();
    assertThat(stack.accepted("e2e-unwanted")).isZero();
  }

  @Test
  void aSyncSaysWhatItWouldDoAndThenDoesIt() {
    try (SesV2Client ses = stack.ses().client()) {
      ses.putSuppressedDestination(
          r -> r.emailAddress("e2e-known@example.net").reason(SuppressionListReason.BOUNCE));

      Answer dry = stack.run("suppressions", "sync");
      Answer before = stack.run("suppressions", "show", "e2e-known@example.net");
      Answer done = stack.run("suppressions", "sync", "--apply", "--yes", "--between", "PT0S");
      Answer after = stack.run("suppressions", "show", "e2e-known@example.net");

      assertThat(dry.out()).contains("Would learn 1 from SES");
      assertThat(before.exitCode()).isEqualTo(1);
      assertThat(done.exitCode()).isZero();
      assertThat(after.out()).contains("suppressed, HARD_BOUNCE");
      assertThat(stack.run("suppressions", "sync").out()).isEqualTo("Both lists agree.\n");
    }
  }
}
