package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.dispatch.Received.Carried;
import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Messages with `recipients`: each entry is a unit of its own, and a copy is about what is left.
final class DispatcherEntriesTest {
  private final DispatcherFixture world = new DispatcherFixture();

  @Test
  void everyEntryIsAUnitOfItsOwn() {
    world.dispatch(world.personal("p", 3));

    assertThat(world.memory.entries().keySet()).containsExactly("p#0", "p#1", "p#2");
    assertThat(world.sender.made()).hasSize(1);
    assertThat(world.sender.made().getFirst().units()).hasSize(3);
  }

  @Test
  void aHundredAndTwentyEntriesAreThreeCalls() {
    BatchLog report = world.dispatch(world.personal("p", 120));

    assertThat(report.calls().all()).isEqualTo(3);
    assertThat(world.sender.made()).extracting(m -> m.keys().size()).containsExactly(50, 50, 20);
  }

  @Test
  void theCopyIsAboutExactlyTheEntriesThatArePending() {
    List.of(1, 2, 5)
        .forEach(i -> world.sender.answer("p#" + i, new SendOutcome.Throttled("Slow", false)));

    BatchLog report = world.dispatch(world.personal("p", 7));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::entries)
        .containsExactly(new EntryRanges("1-2,5"));
  }

  @Test
  void aCopyClaimsAndSendsItsEntriesAlone() {
    List.of(1, 5).forEach(i -> world.sender.answer("p#" + i, new SendOutcome.Unknown("TIMEOUT")));
    world.dispatch(world.personal("p", 7));
    world.ledger.requests().clear();
    MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getFirst();
    world.clock.advance(deferred.delay());

    world.dispatch(world.copyOf(deferred));

    assertThat(world.ledger.requests()).extracting(ClaimRequest::key).containsExactly("p#1", "p#5");
    assertThat(world.memory.entries().values())
        .extracting(entry -> entry.state())
        .containsOnly(State.SENT);
    assertThat(world.sender.offers()).containsEntry("p#0", 1L).containsEntry("p#5", 2L);
  }

  @Test
  void entriesWithDifferentReasonsToWaitGetACopyEach() {
    world.sender.answer("p#0", new SendOutcome.Throttled("Slow", false));
    world.sender.answer("p#2", new SendOutcome.Unknown("TIMEOUT"));
    world.sender.answer("p#3", new SendOutcome.Unknown("TIMEOUT"));

    world.dispatch(world.personal("p", 4));

    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::entries)
        .containsExactly(new EntryRanges("0"), new EntryRanges("2-3"));
    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::attempt)
        .containsExactly(1, 0);
  }

  @Test
  void entriesThatSesRefusesAreRejectedTogetherAndTheOthersAreSent() {
    List.of(1, 2)
        .forEach(i -> world.sender.answer("p#" + i, new SendOutcome.Refused("BAD", "r-" + i)));

    BatchLog report = world.dispatch(world.personal("p", 3));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.copyQueues.rejected())
        .containsExactly(
            new MessageCopy.RejectedCopy(
                world.copyQueues.rejected().getFirst().record(),
                "p",
                new EntryRanges("1-2"),
                RejectReason.SES_REFUSED,
                "SES refused it with BAD, request r-1"));
    assertThat(world.state("p#0")).contains(State.SENT);
    assertThat(world.state("p#1")).contains(State.REJECTED);
    assertThat(world.state("p#2")).contains(State.REJECTED);
  }

  @Test
  void entriesThatAreHeldGoTogetherToTheHeldQueue() {
    world.ledger.answer("p#0", new Claim.Hold("t"));
    world.ledger.answer("p#2", new Claim.Hold("t"));

    world.dispatch(world.personal("p", 3));

    assertThat(world.copyQueues.held())
        .extracting(MessageCopy.HeldCopy::id, MessageCopy.HeldCopy::entries)
        .containsExactly(tuple("p", new EntryRanges("0,2")));
  }

  @Test
  void aRecordThatIsRedeliveredIsNotDeferredAsWell() {
    world.ledger.answer("p#0", new Claim.EntryUnreadable("NumberFormatException"));
    world.sender.answer("p#1", new SendOutcome.Throttled("Slow", false));
    world.sender.answer("p#2", new SendOutcome.Refused("BAD", "r"));

    BatchLog report = world.dispatch(world.personal("p", 4));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-p"));
    assertThat(world.copyQueues.deferred()).isEmpty();
    assertThat(world.copyQueues.rejected()).hasSize(1);
    assertThat(world.state("p#3")).contains(State.SENT);
  }

  @Test
  void whenOneOfSeveralCopiesFailsTheRecordComesBackAndNothingIsSentTwice() {
    world.sender.answer("p#0", new SendOutcome.Throttled("Slow", false));
    world.sender.answer(
        "p#1", new SendOutcome.Refused("BAD", "r"), new SendOutcome.Refused("BAD", "r"));
    world.copyQueues.failOn(MessageCopy.RejectedCopy.class::isInstance);
    Received record = world.personal("p", 3);

    BatchLog first = world.dispatch(record);
    world.copyQueues.failOn(placement -> false);
    world.clock.advance(Duration.ofSeconds(361));
    BatchLog second = world.dispatch(record, world.copyOf(world.copyQueues.deferred().getFirst()));

    assertThat(first.failedMessageIds()).isEqualTo(Set.of("m-p"));
    assertThat(second.failedMessageIds()).isEmpty();
    assertThat(world.state("p#0")).contains(State.SENT);
    assertThat(world.state("p#1")).contains(State.REJECTED);
    assertThat(world.sender.offers()).containsEntry("p#0", 2L).containsEntry("p#2", 1L);
  }

  @Test
  void aBatchThatRunsOutOfTimeInTheMiddleOfAMessageDefersTheRestOfIt() {
    world.rate(1);

    world.dispatch(world.personal("p", 60));

    long sent = world.sender.offers().size();
    assertThat(sent).isEqualTo(45);
    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::entries)
        .containsExactly(new EntryRanges("45-59"));
  }

  @Test
  void rangesThatFitNoEntryLoseNothing() {
    Received whole = world.personal("p", 2);
    Carried forged = new Carried(Optional.empty(), 0, Optional.empty(), new EntryRanges("7-9"));

    world.dispatch(world.received("m-p", whole.body(), forged));

    assertThat(world.state("p#0")).contains(State.SENT);
    assertThat(world.state("p#1")).contains(State.SENT);
  }

  @Test
  void rangesMeanNothingToAnOrdinaryMail() {
    Carried forged = new Carried(Optional.empty(), 0, Optional.empty(), new EntryRanges("7"));

    world.dispatch(world.received("m-a", DispatcherFixture.mailBody("a"), forged));

    assertThat(world.state("a")).contains(State.SENT);
  }

  @Test
  void aSuppressedEntryEndsByItself() {
    world.suppress("p-1@example.com");

    BatchLog report = world.dispatch(world.personal("p", 3));

    assertThat(world.labels())
        .containsEntry("p#1", List.of("SUPPRESSED"))
        .containsEntry("p#2", List.of("SENT"));
    assertThat(report.droppedRecipients()).isZero();
    assertThat(world.copyQueues.placed()).isEmpty();
  }

  @Test
  void aMessageThatComesAgainWithMoreEntriesIsRefusedWhole() {
    world.dispatch(world.personal("p", 3));

    BatchLog report = world.dispatch(world.personal("p", 5));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.labels().values()).hasSize(5).containsOnly(List.of("REJECTED"));
    assertThat(world.sender.offers()).containsOnlyKeys("p#0", "p#1", "p#2");
    assertThat(world.copyQueues.rejected())
        .singleElement()
        .extracting(MessageCopy.RejectedCopy::reason, MessageCopy.RejectedCopy::entries)
        .containsExactly(RejectReason.ID_REUSED, new EntryRanges("0-4"));
    assertThat(world.state("p#4")).as("claimed, and given back").contains(State.PENDING);
  }

  @Test
  void whatIsLeftOfARefusedMessageIsNotEvenClaimed() {
    world.rate(2);
    world.dispatch(world.personal("p", 3));

    world.dispatch(world.personal("p", 15));

    assertThat(world.labels().values()).hasSize(15).containsOnly(List.of("REJECTED"));
    assertThat(world.state("p#14")).isEmpty();
    assertThat(world.copyQueues.rejected())
        .singleElement()
        .extracting(MessageCopy.RejectedCopy::entries)
        .isEqualTo(new EntryRanges("0-14"));
  }

  @Test
  void whenSesRefusesACallInWholeOnlyTheOneThatItRefusesAloneIsRejected() {
    SendOutcome refused = new SendOutcome.Refused("BadRequestException", "request-1");
    world.sender.answer("p#0", refused);
    world.sender.answer("p#1", refused, refused);
    world.sender.answer("p#2", refused);

    BatchLog report = world.dispatch(world.personal("p", 3));

    assertThat(world.labels())
        .containsEntry("p#0", List.of("SENT"))
        .containsEntry("p#1", List.of("REJECTED"))
        .containsEntry("p#2", List.of("SENT"));
    assertThat(world.sender.made())
        .extracting(ScriptedSender.Made::keys)
        .containsExactlyInAnyOrder(
            List.of("p#0", "p#1", "p#2"), List.of("p#0"), List.of("p#1"), List.of("p#2"));
    assertThat(report.calls().all()).isEqualTo(4);
  }

  @Test
  void whatIsLeftOfARefusedMessageIsRefusedAlsoWhenADefectEndsItsSlice() {
    world.rate(2);
    world.dispatch(world.personal("p", 3));
    world.sender.answer("x", new SendOutcome.Throttled("TooManyRequestsException", true));
    world.pacer = new BrokenPacer(world.pacer);

    BatchLog report = world.dispatch(world.mail("x"), world.personal("p", 15));

    assertThat(report.defects()).hasSize(1);
    assertThat(world.labels()).containsEntry("p#14", List.of("REJECTED"));
    assertThat(world.sender.offers()).doesNotContainKey("p#14");
  }

  @Test
  void whatIsLeftOfARefusedMessageComesBackWithItsRecordWhenItsSliceDoes() {
    world.rate(2);
    world.dispatch(world.personal("p", 3));
    world.suppressions =
        (recipients, budget) -> {
          throw new IllegalStateException("a defect of the suppressions");
        };

    BatchLog report = world.dispatch(world.mail("x"), world.personal("p", 15));

    assertThat(report.defects()).hasSize(1);
    assertThat(report.failedMessageIds()).containsExactlyInAnyOrder("m-x", "m-p");
    assertThat(world.copyQueues.rejected()).isEmpty();
    assertThat(world.sender.offers()).containsOnlyKeys("p#0", "p#1", "p#2");

    world.suppressions = world.table;
    world.clock.advance(DispatcherFixture.TIMEOUT.plus(DispatcherFixture.GRACE).multipliedBy(2));
    world.dispatch(world.personal("p", 15));

    assertThat(world.sender.offers()).containsOnlyKeys("p#0", "p#1", "p#2");
    assertThat(world.copyQueues.rejected())
        .singleElement()
        .extracting(MessageCopy.RejectedCopy::entries)
        .isEqualTo(new EntryRanges("0-14"));
  }

  /// Otherwise their copies would come alone later, be claimed, and go out.
  @Test
  void entriesOfARefusedMessageThatAnEarlierTryHoldsAreRefusedWithIt() {
    world.rate(2);
    world.dispatch(world.personal("p", 3));
    world.suppressions =
        (recipients, budget) -> {
          throw new IllegalStateException("a defect of the suppressions");
        };
    world.dispatch(world.mail("x"), world.personal("p", 15));
    world.suppressions = world.table;

    world.dispatch(world.personal("p", 15));

    assertThat(world.copyQueues.deferred()).isEmpty();
    assertThat(world.copyQueues.rejected())
        .singleElement()
        .extracting(MessageCopy.RejectedCopy::entries)
        .isEqualTo(new EntryRanges("0-14"));
  }

  @Test
  void entriesOfARefusedMessageWhoseClaimCouldNotBeWrittenAreRefusedWithIt() {
    world.rate(2);
    world.dispatch(world.personal("p", 3));
    world.ledger.loseAnswers("p#4");

    world.dispatch(world.personal("p", 5));

    assertThat(world.copyQueues.deferred()).isEmpty();
    assertThat(world.copyQueues.rejected())
        .singleElement()
        .extracting(MessageCopy.RejectedCopy::entries)
        .isEqualTo(new EntryRanges("0-4"));
  }
}
