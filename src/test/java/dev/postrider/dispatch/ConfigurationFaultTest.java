package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.dispatch.Received.Carried;
import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.OperatorLedger.UnitOfMail;
import dev.postrider.ledger.OperatorProtocol;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Mail that waits for something that is set up wrongly: its producer is told once, and its wait
/// has an end.
class ConfigurationFaultTest {
  private static final Duration END = DispatcherFixture.POLICY.misconfiguredFor();
  private static final String TEXT = "Template welcome does not exist";
  private static final SendOutcome FAULT =
      new SendOutcome.Misconfigured(new Diagnostic("NotFoundException", TEXT), "r-1");

  private final DispatcherFixture world = new DispatcherFixture();

  private MessageCopy.DeferredCopy lastCopy() {
    return world.copyQueues.deferred().getLast();
  }

  private BatchLog dispatchCopyAfter(Duration wait, SendOutcome answer, String unit) {
    world.clock.advance(wait);
    world.sender.answer(unit, answer);
    return world.dispatch(world.copyOf(lastCopy()));
  }

  private static StatusEvent only(BatchLog log) {
    assertThat(log.events()).hasSize(1);
    return log.events().getFirst();
  }

  @Test
  void theLedgerSaysWhyAUnitWaitsAndWhenItIsTriedNext() {
    world.sender.answer("a", FAULT);

    world.dispatch(world.mail("a"));

    assertThat(world.ledger.settlements())
        .extracting(Settlement::result)
        .containsExactly(
            new ClaimResult.Released(
                "MISCONFIGURED NotFoundException",
                1,
                TEXT,
                Optional.of(world.clock.instant().plus(lastCopy().delay()))));
  }

  @Test
  void itsProducerIsToldWhenItFirstWaitsAndNotAgain() {
    world.sender.answer("a", FAULT);

    StatusEvent event = only(world.dispatch(world.mail("a")));

    assertThat(event.status()).isEqualTo(Status.DEFERRED);
    assertThat(event.detail())
        .isEqualTo(
            new StatusEvent.Detail("", "MISCONFIGURED", "NotFoundException", "", "", "", "", TEXT));
    assertThat(event.recipients()).containsExactly("a@example.com");
    assertThat(dispatchCopyAfter(Duration.ofMinutes(2), FAULT, "a").events()).isEmpty();
    SendOutcome throttled = new SendOutcome.Throttled("Slow", false);
    assertThat(dispatchCopyAfter(Duration.ofMinutes(2), throttled, "a").events()).isEmpty();
    assertThat(dispatchCopyAfter(Duration.ofMinutes(2), FAULT, "a").events()).isEmpty();
    assertThat(only(dispatchCopyAfter(Duration.ofMinutes(9), sent(), "a")).status())
        .isEqualTo(Status.SENT);
  }

  private static SendOutcome sent() {
    return new SendOutcome.Accepted("ses-1");
  }

  /// SQS delivers the record again when the instance dies before its answer.
  @Test
  void anInstanceThatDiedMayTellItAgainAsTheSameEvent() {
    world.sender.answer("a", FAULT, FAULT);

    StatusEvent once = only(world.dispatch(world.mail("a")));
    StatusEvent again = only(world.dispatch(world.mail("a")));

    assertThat(again.occurrence()).isEqualTo(once.occurrence());
    assertThat(again.status()).isEqualTo(once.status());
    assertThat(again.subject().key()).isEqualTo(once.subject().key());
  }

  @Test
  void whereNoCopyIsPlacedTheRedeliveredRecordTellsIt() {
    world.sender.answer("a", FAULT, FAULT);
    world.copyQueues.failOn(placement -> true);

    assertThat(world.dispatch(world.mail("a")).events()).isEmpty();

    world.copyQueues.failOn(placement -> false);
    assertThat(only(world.dispatch(world.mail("a"))).status()).isEqualTo(Status.DEFERRED);
  }

  @Test
  void whatWaitsForLongEnoughIsRejectedWithItsReason() {
    Instant begun = world.clock.instant();
    world.sender.answer("a", FAULT);
    world.dispatch(world.mail("a"));
    dispatchCopyAfter(END.minusSeconds(1), FAULT, "a");
    assertThat(world.state("a")).as("a second before").contains(State.PENDING);

    BatchLog log = dispatchCopyAfter(Duration.ofSeconds(1), FAULT, "a");

    assertThat(world.state("a")).contains(State.REJECTED);
    assertThat(world.copyQueues.rejected())
        .extracting(MessageCopy.RejectedCopy::reason, MessageCopy.RejectedCopy::detail)
        .containsExactly(
            tuple(
                RejectReason.MISCONFIGURED,
                "SES has not taken it since %s with NotFoundException, request r-1: %s"
                    .formatted(begun, TEXT)));
    assertThat(world.ledger.settlements().getLast().result())
        .isEqualTo(
            new ClaimResult.EndedUnsent(State.REJECTED, "MISCONFIGURED NotFoundException", TEXT));
    StatusEvent event = only(log);
    assertThat(event.status()).isEqualTo(Status.REJECTED);
    assertThat(event.detail().reason()).isEqualTo("MISCONFIGURED");
    assertThat(event.detail().code()).isEqualTo("NotFoundException");
    assertThat(event.detail().text()).isEqualTo(TEXT);
    assertThat(event.occurrence()).as("a unit ends once").isEmpty();
  }

  @Test
  void theTimeGoesOnWhileTheMailWaitsForSomethingElse() {
    world.sender.answer("a", FAULT);
    world.dispatch(world.mail("a"));
    dispatchCopyAfter(Duration.ofDays(1), new SendOutcome.Throttled("Slow", false), "a");
    dispatchCopyAfter(END.minusDays(2), new SendOutcome.Unknown("Timeout"), "a");

    dispatchCopyAfter(Duration.ofDays(1), FAULT, "a");

    assertThat(world.state("a")).contains(State.REJECTED);
  }

  @Test
  void mailThatWaitsForSomethingElseHasNoEnd() {
    SendOutcome throttled = new SendOutcome.Throttled("Slow", false);
    world.sender.answer("a", throttled);
    world.dispatch(world.mail("a"));

    assertThat(dispatchCopyAfter(END.multipliedBy(2), FAULT, "a").events())
        .extracting(StatusEvent::status)
        .as("it meets the fault for the first time")
        .containsExactly(Status.DEFERRED);
    assertThat(world.state("a")).contains(State.PENDING);
  }

  @Test
  void whatAnOperatorRetriesHasTheWholeTimeAgain() {
    world.sender.answer("a", FAULT);
    world.dispatch(world.mail("a"));
    dispatchCopyAfter(END, FAULT, "a");
    MessageCopy.RejectedCopy rejected = world.copyQueues.rejected().getFirst();
    var _ =
        world.memory.finish(
            OperatorProtocol.free(
                new UnitOfMail("a", fingerprint()),
                world.memory.entry("a"),
                State.REJECTED,
                world.clock.instant(),
                DispatcherFixture.GRACE));

    world.sender.answer("a", FAULT);
    BatchLog retried = world.dispatch(world.copyOf(rejected));

    assertThat(only(retried).status()).isEqualTo(Status.DEFERRED);
    assertThat(lastCopy().misconfiguredSince()).contains(world.clock.instant());
  }

  private String fingerprint() {
    return Objects.requireNonNull(world.memory.entry("a").orElseThrow().fingerprint());
  }

  @Test
  void entriesShareACopyWithTheTimeOfTheFirst() {
    world.sender.answer("p#0", FAULT);
    world.sender.answer("p#2", FAULT);
    Instant begun = world.clock.instant();

    BatchLog log = world.dispatch(world.personal("p", 3));

    assertThat(world.copyQueues.deferred()).hasSize(1);
    assertThat(lastCopy().entries()).isEqualTo(new EntryRanges("0,2"));
    assertThat(lastCopy().misconfiguredSince()).contains(begun);
    assertThat(log.events())
        .extracting(event -> event.subject().key(), StatusEvent::status)
        .containsExactlyInAnyOrder(
            tuple("p#0", Status.DEFERRED),
            tuple("p#1", Status.SENT),
            tuple("p#2", Status.DEFERRED));

    world.sender.answer("p#2", FAULT);
    dispatchCopyAfter(END, FAULT, "p#0");
    assertThat(world.copyQueues.rejected())
        .extracting(MessageCopy.RejectedCopy::entries)
        .containsExactly(new EntryRanges("0,2"));
  }

  @Test
  void entriesThatNeverMetTheFaultHaveNoTime() {
    world.sender.answer("p#0", FAULT);
    world.sender.answer("p#1", new SendOutcome.Throttled("Slow", false));

    world.dispatch(world.personal("p", 2));

    assertThat(world.copyQueues.deferred())
        .extracting(
            MessageCopy.DeferredCopy::entries, copy -> copy.misconfiguredSince().isPresent())
        .containsExactlyInAnyOrder(
            tuple(new EntryRanges("0"), true), tuple(new EntryRanges("1"), false));
  }

  @Test
  void entriesThatSesRefusesForDifferentReasonsHaveACopyEach() {
    SendOutcome one = new SendOutcome.Refused(new Diagnostic("BAD", "one"), "r-1");
    SendOutcome other = new SendOutcome.Refused(new Diagnostic("WORSE", "other"), "r-2");
    world.sender.answer("p#0", one);
    world.sender.answer("p#2", other);

    world.dispatch(world.personal("p", 3));

    assertThat(world.copyQueues.rejected())
        .extracting(MessageCopy.RejectedCopy::entries, MessageCopy.RejectedCopy::detail)
        .containsExactly(
            tuple(new EntryRanges("0"), "SES refused it with BAD, request r-1: one"),
            tuple(new EntryRanges("2"), "SES refused it with WORSE, request r-2: other"));
  }

  /// A producer that says so of its own message may only make its end come sooner.
  @Test
  void aTimeAfterTheCopysOwnIsNotBelieved() {
    Instant later = world.clock.instant().plus(Duration.ofDays(300));
    Carried forged =
        new Carried(
            Optional.of("a"),
            1,
            Optional.of(world.clock.instant()),
            EntryRanges.ALL,
            Optional.of(later));
    Received record = world.received("m-a", DispatcherFixture.mailBody("a"), forged);
    world.sender.answer("a", FAULT);

    world.dispatch(record);

    assertThat(List.of(lastCopy().misconfiguredSince()))
        .containsExactly(Optional.of(record.sentAt()));
  }
}
