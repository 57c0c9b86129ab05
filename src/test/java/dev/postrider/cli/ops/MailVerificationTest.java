package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.calls.Pause;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.local.ses.Fault;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.verify.SimulatorMail;
import dev.postrider.verify.StackFinding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test plays the functions while the command waits.
@ExtendWith(TestStack.Extension.class)
class MailVerificationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final SuppressionKey BOUNCED =
      new SuppressionKey("bounce+postrider-verify@simulator.amazonses.com", Scope.EVERYWHERE);

  private final TestStack stack;
  private final List<String> progress = new ArrayList<>();
  private final Instant start = Instant.now();
  private Instant now = start;

  MailVerificationTest(TestStack stack) {
    this.stack = stack;
  }

  /// Waiting takes no time: the clock goes on, and the functions do something.
  private List<String> findings(Runnable functions) {
    InstantSource clock = () -> now;
    Pause pause =
        until -> {
          now = until;
          functions.run();
        };
    try (StackConnection connection = stack.connection(clock.withZone(ZoneOffset.UTC))) {
      return new MailVerification(connection, pause, "t1", TIMEOUT, progress::add)
          .findings().stream().map(MailVerificationTest::text).toList();
    }
  }

  private static String text(StackFinding finding) {
    return VerifyAnswer.Line.of(finding).text();
  }

  private List<SimulatorMail> mails() {
    return SimulatorMail.all("t1", start.plus(TIMEOUT), true);
  }

  /// What FeedbackFunction makes of SES's events.
  private void takeEvents() {
    for (SimulatorMail mail : mails()) {
      mail.suppressed()
          .ifPresent(
              address ->
                  stack
                      .suppressions()
                      .add(
                          new SuppressionKey(address, Scope.EVERYWHERE),
                          new Marked(mark(mail.expected().orElseThrow()), now)));
      units(mail).values().forEach(unit -> take(unit, mail.expected().orElseThrow()));
    }
  }

  private static Mark mark(RecipientStatus status) {
    return status == RecipientStatus.BOUNCED ? Mark.HARD_BOUNCE : Mark.COMPLAINT;
  }

  private Map<String, UnitRecord> units(SimulatorMail mail) {
    try (StackConnection connection = stack.connection(Clock.systemUTC())) {
      return connection.ledgerReader().find(mail.units());
    }
  }

  private void take(UnitRecord unit, RecipientStatus status) {
    var _ =
        stack
            .deliveries()
            .record(
                new DeliveryReport(
                    unit.entry().key(),
                    Objects.requireNonNull(unit.entry().sesMessageId()),
                    Instant.now(),
                    Instant.now(),
                    Map.of("hash-of-the-recipient", status)));
  }

  @Test
  void mailGoesThroughTheWholeStack() {
    List<String> findings =
        findings(
            () -> {
              stack.dispatch();
              takeEvents();
            });

    assertThat(findings)
        .containsExactly(
            "ok           mail plain: SENT, DELIVERED\n",
            "ok           mail file: SENT, DELIVERED\n",
            "ok           mail bulk: SENT, DELIVERED\n",
            "ok           mail bounce: SENT, BOUNCED\n",
            "ok           suppression bounce: suppressed, and removed again\n",
            "ok           mail complaint: SENT, COMPLAINED\n",
            "ok           suppression complaint: suppressed, and removed again\n",
            "ok           cleaned-up SuppressionTable: no address of the simulator is suppressed\n",
            "cannot tell  metric Sent: the embedded stack has no CloudWatch\n",
            "cannot tell  status-events StatusEventsLost: the embedded stack has no CloudWatch\n",
            "cannot tell  status-events targets: no service says whether a rule's target took"
                + " them\n");
    assertThat(progress)
        .startsWith("sending 5 messages to the mailbox simulator", "0 of 5 are through after 0 s");
    assertThat(stack.run("suppressions", "list").out()).doesNotContain("simulator");
    assertThat(findings.toString()).doesNotContain("@");
  }

  @Test
  void whatARunLeftThatWasCutOffIsRemovedFirst() {
    stack.suppressions().add(BOUNCED, new Marked(Mark.HARD_BOUNCE, start.minusSeconds(60)));

    List<String> findings =
        findings(
            () -> {
              stack.dispatch();
              takeEvents();
            });

    assertThat(findings).contains("ok           mail bounce: SENT, BOUNCED\n");
  }

  @Test
  void mailThatNobodyTakesIsNotWaitedForLongerThanTheTimeout() {
    List<String> findings = findings(() -> {});

    assertThat(findings)
        .contains(
            "FAILED       mail plain: the dispatcher has not taken it\n"
                + "             do: ./postrider status: whether the mail queue is polled, and how"
                + " long it is\n");
    assertThat(Duration.between(start, now)).isEqualTo(TIMEOUT);
    assertThat(progress).contains("0 of 5 are through after 8 s").hasSize(6);
  }

  /// Nobody is there any more to remove the suppressions that it would cause.
  @Test
  void mailThatIsTakenMuchLaterIsNotSent() {
    findings(() -> {});

    stack.dispatchAt(start.plus(Duration.ofHours(1)));

    assertThat(mails())
        .flatExtracting(mail -> units(mail).values())
        .hasSize(6)
        .extracting(unit -> unit.entry().state())
        .containsOnly(State.EXPIRED);
  }

  @Test
  void mailWhoseEventsDoNotComeIsNotThrough() {
    List<String> findings = findings(stack::dispatch);

    assertThat(findings)
        .contains(
            "cannot tell  cleaned-up SuppressionTable: a late event may suppress an address again;"
                + " the next run removes it\n",
            "FAILED       mail bulk: SENT, but no event came\n"
                + "             do: Read the log of FeedbackFunction, and ./postrider dead explain"
                + " --queue feedback\n",
            "FAILED       suppression bounce: the address is not suppressed: such people would be"
                + " mailed again\n"
                + "             do: Read the log of FeedbackFunction"
                + " (docs/runbook.md#feedback-failing)\n");
  }

  @Test
  void mailThatSesRefusesIsNotWaitedFor() {
    stack.ses().faults().next(1, new Fault.Refuse(400, "MessageRejected", "Email address is bad."));

    List<String> findings =
        findings(
            () -> {
              stack.dispatch();
              mails().stream()
                  .flatMap(mail -> units(mail).values().stream())
                  .filter(unit -> unit.entry().state() == State.SENT)
                  .forEach(unit -> take(unit, RecipientStatus.DELIVERED));
            });

    assertThat(findings)
        .filteredOn(line -> line.contains("REJECTED"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line).contains("FAILED       mail ").contains("do: ./postrider show"));
    assertThat(findings).anyMatch(line -> line.contains("its event says [DELIVERED], not BOUNCED"));
  }
}
