package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.dispatch.Received.Carried;
import dev.postrider.email.Decoded;
import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of records: sent, rejected, deferred, returned.
final class DispatcherRecordsTest {
  private final DispatcherFixture world = new DispatcherFixture();

  @Test
  void aMailIsClaimedSentSettledAndAcknowledged() {
    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.calls().all()).isEqualTo(1);
    assertThat(report.defects()).isEmpty();
    assertThat(report.finished()).hasSize(1);
    Finished.FinishedUnit a = (Finished.FinishedUnit) report.finished().getFirst();
    assertThat(a.record().messageId()).isEqualTo("m-a");
    assertThat(a.key()).isEqualTo("a");
    assertThat(a.stream()).isEqualTo("transactional");
    assertThat(a.tenant()).isEmpty();
    assertThat(a.outcome()).isEqualTo(new Outcome.Sent("ses-a-1"));
    assertThat(a.outcome().label()).isEqualTo("SENT");
    assertThat(a.outcome().reason()).isEmpty();
    assertThat(a.outcome().code()).isEmpty();
    assertThat(a.record().carried().attempt()).isZero();
    assertThat(a.inQueue()).isEqualTo(Duration.ofSeconds(3));
    assertThat(a.sesLatency()).isEqualTo(Duration.ZERO);
    assertThat(a.delivery().recipients()).isEqualTo(1);
    assertThat(a.delivery().resend()).isFalse();
    assertThat(a.at()).isEqualTo(world.clock.instant());
    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.copyQueues.placed()).isEmpty();
  }

  @Test
  void anOutcomeHoldsStreamTenantAttemptAndTheTimeOfTheCall() {
    world.sender.takes(Duration.ofMillis(40));
    Carried carried =
        new Carried(
            Optional.of("a"),
            3,
            Optional.of(world.clock.instant().minusSeconds(90)),
            EntryRanges.ALL);
    String body = DispatcherFixture.mailBody("a", "\"stream\":\"receipts\"", "\"tenant\":\"acme\"");

    Finished outcome = world.dispatch(world.received("m-1", body, carried)).finished().getFirst();

    assertThat(outcome.stream()).isEqualTo("receipts");
    assertThat(outcome.tenant()).contains("acme");
    assertThat(outcome.record().carried().attempt()).isEqualTo(3);
    assertThat(outcome.inQueue()).isEqualTo(Duration.ofSeconds(90).plusMillis(40));
    assertThat(outcome.sesLatency()).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void scheduledMailWaitsFromItsTimeOn() {
    Instant sendAt = world.clock.instant().plus(Duration.ofHours(2));
    Received record = world.mail("a", world.field("sendAt", sendAt));
    Duration before = world.dispatch(record).finished().getFirst().inQueue();
    world.clock.advance(Duration.ofHours(2).plusSeconds(3));

    Duration after = world.dispatch(record).finished().getFirst().inQueue();

    assertThat(before).isEqualTo(Duration.ZERO);
    assertThat(after).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aClockBehindTheQueuesMakesNoNegativeAge() {
    Carried carried =
        new Carried(
            Optional.of("a"),
            0,
            Optional.of(world.clock.instant().plusSeconds(5)),
            EntryRanges.ALL);
    Received record =
        new Received(
            "m-1",
            DispatcherFixture.mailBody("a"),
            null,
            world.clock.instant().plusSeconds(5),
            1,
            carried);

    assertThat(world.dispatch(record).finished().getFirst().inQueue()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aMalformedMessageGoesToTheRejectedQueueAndIsAcknowledged() {
    BatchLog report = world.dispatch(world.received("m-bad", "{\"to\":7}"), world.mail("a"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished())
        .extracting(Finished::key, one -> one.outcome().label(), one -> one.outcome().reason())
        .containsExactly(tuple("m-bad", "REJECTED", "MALFORMED"), tuple("a", "SENT", ""));
    MessageCopy.RejectedCopy rejected = world.copyQueues.rejected().getFirst();
    assertThat(rejected.reason()).isEqualTo(RejectReason.MALFORMED);
    assertThat(rejected.id()).isEqualTo("m-bad");
    assertThat(rejected.detail()).contains("/to: found a number");
    assertThat(rejected.record().body()).isEqualTo("{\"to\":7}");
    assertThat(world.ledger.requests()).extracting(request -> request.key()).containsExactly("a");
  }

  @Test
  void aMalformedMessageThatDoesNotReachTheRejectedQueueIsRedelivered() {
    world.copyQueues.failOn(MessageCopy.RejectedCopy.class::isInstance);

    BatchLog report = world.dispatch(world.received("m-bad", "no JSON"), world.mail("a"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-bad"));
    assertThat(world.state("a")).contains(State.SENT);
  }

  @Test
  void aMessageWithoutAnIdIsKnownByItsSqsIdAndItsCopiesKeepIt() {
    world.sender.answer("m-1", new SendOutcome.Throttled("Slow", false));
    String body = "{\"to\":\"a@example.com\",\"subject\":\"Hi\",\"text\":\"Hello\"}";

    world.dispatch(world.received("m-1", body));
    MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getFirst();
    assertThat(deferred.id()).isEqualTo("m-1");
    world.dispatch(world.copyOf(deferred));

    assertThat(world.state("m-1")).contains(State.SENT);
    assertThat(world.state("copy-of-m-1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "899, 899", "900, 900", "901, 900", "1209600, 900"})
  void aMailThatIsNotDueIsDeferredUnclaimedForAtMostAQuarterOfAnHour(long due, long delay) {
    Instant sendAt = world.clock.instant().plusSeconds(due);

    BatchLog report = world.dispatch(world.mail("a", world.field("sendAt", sendAt)));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("SCHEDULED");
    assertThat(world.copyQueues.deferred())
        .containsExactly(
            new MessageCopy.DeferredCopy(
                world.copyQueues.deferred().getFirst().record(),
                "a",
                EntryRanges.ALL,
                Batch.Lane.MAIL,
                Duration.ofSeconds(delay),
                0,
                DeferReason.SCHEDULED));
    assertThat(world.state("a")).isEmpty();
  }

  @Test
  void hopAfterHopAMailIsSentWhenItIsDueAndNotBefore() {
    Instant sendAt = world.clock.instant().plus(Duration.ofHours(2)).plusMillis(250);
    Received record = world.mail("a", world.field("sendAt", sendAt));
    int hops = 0;
    world.dispatch(record);
    while (world.sender.made().isEmpty()) {
      MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getLast();
      world.clock.advance(deferred.delay());
      world.dispatch(world.copyOf(deferred));
      hops++;
    }

    assertThat(world.sender.made().getFirst().at()).isEqualTo(sendAt);
    assertThat(hops).isEqualTo(9);
  }

  @Test
  void aMailIsDueAtTheVeryInstant() {
    world.dispatch(world.mail("a", world.field("sendAt", world.clock.instant())));

    assertThat(world.state("a")).contains(State.SENT);
  }

  /// The ledger remembers for 30 days; its last 15 are kept for sending what is due.
  @Test
  void mailThatIsScheduledFurtherThanTheLedgerRemembersIsRejectedUnclaimed() {
    Received last = scheduled("last", Duration.ofDays(15));
    Received over = scheduled("over", Duration.ofDays(15).plusMillis(1));

    world.dispatch(last, over);

    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::id)
        .containsExactly("last");
    assertThat(world.copyQueues.rejected())
        .containsExactly(
            new MessageCopy.RejectedCopy(
                over,
                "over",
                EntryRanges.ALL,
                RejectReason.MALFORMED,
                "/sendAt: found %s, allowed is at most 15 days after the message was first enqueued, at %s"
                    .formatted(
                        over.sentAt().plusMillis(1).plus(Duration.ofDays(15)), over.sentAt())));
    assertThat(world.labels()).containsEntry("over", List.of("REJECTED"));
    assertThat(world.memory.entries()).isEmpty();
  }

  private Received scheduled(String id, Duration ahead) {
    Instant enqueued = world.clock.instant().minusSeconds(3);
    return world.mail(id, world.field("sendAt", enqueued.plus(ahead)));
  }

  @Test
  void howFarMailIsScheduledCountsFromItsFirstCopy() {
    Instant now = world.clock.instant();
    String body = DispatcherFixture.mailBody("a", world.field("sendAt", now.plusSeconds(86_400)));

    world.dispatch(world.received("m-1", body, firstSeen(now.minus(Duration.ofDays(15)))));

    assertThat(world.copyQueues.rejected())
        .extracting(MessageCopy.RejectedCopy::id)
        .containsExactly("a");
    assertThat(world.copyQueues.rejected().getFirst().detail()).startsWith("/sendAt: found ");
  }

  @Test
  void aCopyOfMailThatTheLedgerMayHaveForgottenIsRejectedUnclaimed() {
    Instant first = world.clock.instant().minus(Duration.ofDays(29));
    Received copy =
        world.received("m-1", DispatcherFixture.mailBody("old"), firstSeen(first.plusMillis(1)));
    world.dispatch(copy);
    world.clock.advance(Duration.ofMillis(1));
    Received late = world.received("m-2", DispatcherFixture.mailBody("late"), firstSeen(first));
    world.dispatch(late);

    assertThat(world.state("old")).contains(State.SENT);
    assertThat(world.state("late")).isEmpty();
    assertThat(world.copyQueues.rejected().getFirst().detail())
        .isEqualTo(
            "the message: found one that was first enqueued at "
                + first
                + ", allowed is less than 29 days ago: the ledger no longer knows what became of"
                + " it");
  }

  @Test
  void aProducerCannotMakeItsMailYoungerThanSqsSaysItIs() {
    Instant now = world.clock.instant();
    String body =
        DispatcherFixture.mailBody("a", world.field("sendAt", now.plus(Duration.ofDays(20))));

    world.dispatch(world.received("m-1", body, firstSeen(now.plus(Duration.ofDays(10)))));

    assertThat(world.copyQueues.rejected()).hasSize(1);
  }

  private static Carried firstSeen(Instant instant) {
    return new Carried(Optional.of("a"), 1, Optional.of(instant), EntryRanges.ALL);
  }

  @Test
  void aScheduledCopyKeepsItsAttemptAndEntries() {
    Carried carried = new Carried(Optional.of("p"), 4, Optional.empty(), new EntryRanges("1"));
    Received whole =
        world.personal("p", 3, world.field("sendAt", world.clock.instant().plusSeconds(60)));

    world.dispatch(world.received("m-1", whole.body(), carried));

    assertThat(world.copyQueues.deferred().getFirst().attempt()).isEqualTo(4);
    assertThat(world.copyQueues.deferred().getFirst().entries()).isEqualTo(new EntryRanges("1"));
  }

  @Test
  void marketingMailMovesToTheBulkLaneUnclaimedAndIsSentFromThere() {
    BatchLog report = world.dispatch(world.mail("a", "\"stream\":\"marketing\""));

    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("BULK_LANE");
    MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getFirst();
    assertThat(deferred.lane()).isEqualTo(Batch.Lane.BULK);
    assertThat(deferred.delay()).isEqualTo(Duration.ZERO);
    assertThat(world.state("a")).isEmpty();

    world.dispatch(Batch.Lane.BULK, world.copyOf(deferred));

    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.copyQueues.deferred()).hasSize(1);
  }

  @Test
  void aScheduledMarketingMailWaitsWhereItIs() {
    Instant sendAt = world.clock.instant().plusSeconds(30);

    world.dispatch(world.mail("a", "\"stream\":\"marketing\"", world.field("sendAt", sendAt)));

    assertThat(world.copyQueues.deferred().getFirst().lane()).isEqualTo(Batch.Lane.MAIL);
    assertThat(world.copyQueues.deferred().getFirst().delay()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void otherMailInTheBulkLaneIsSentFromThere() {
    world.dispatch(Batch.Lane.BULK, world.mail("a"));

    assertThat(world.state("a")).contains(State.SENT);
  }

  @Test
  void theSameIdTwiceInABatchIsSentOnceAndBothAreAcknowledged() {
    BatchLog report =
        world.dispatch(
            world.received("m-1", DispatcherFixture.mailBody("a")),
            world.received("m-2", DispatcherFixture.mailBody("a")));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.sender.offers()).isEqualTo(Map.of("a", 1L));
    assertThat(world.labels()).containsEntry("a", List.of("SENT", "DUPLICATE"));
  }

  @Test
  void theSameIdWithOtherContentInABatchIsRejectedAndTheFirstIsSent() {
    BatchLog report =
        world.dispatch(
            world.received("m-1", DispatcherFixture.mailBody("a")),
            world.received("m-2", DispatcherFixture.mailBody("a", "\"html\":\"<p>Other\"")));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.copyQueues.rejected())
        .containsExactly(
            new MessageCopy.RejectedCopy(
                world.copyQueues.rejected().getFirst().record(),
                "a",
                EntryRanges.ALL,
                RejectReason.ID_REUSED,
                "the id belongs to a message with other content: allowed is a new id"));
    assertThat(world.copyQueues.rejected().getFirst().record().messageId()).isEqualTo("m-2");
  }

  @Test
  void theSameIdWithOtherContentIsRejectedEvenWhileTheFirstCouldNotBeSettled() {
    world.ledger.loseSettlements();

    world.dispatch(
        world.received("m-1", DispatcherFixture.mailBody("a")),
        world.received("m-2", DispatcherFixture.mailBody("a", "\"html\":\"<p>Other\"")));

    assertThat(world.sender.offers()).containsEntry("a", 1L);
    assertThat(world.copyQueues.rejected()).hasSize(1);
  }

  @Test
  void theSameIdTwiceInABatchIsSentOnceEvenWhenTheFirstCouldNotBeSettled() {
    world.ledger.loseSettlements();

    BatchLog report =
        world.dispatch(
            world.received("m-1", DispatcherFixture.mailBody("a")),
            world.received("m-2", DispatcherFixture.mailBody("a")));

    assertThat(world.sender.offers()).containsEntry("a", 1L);
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.labels()).containsEntry("a", List.of("SENT", "DEFERRED"));
  }

  @Test
  void anUnknownOutcomeThatCouldNotBeSettledIsNotSentAgainForASecondCopyInTheBatch() {
    world.ledger.loseSettlements();
    world.sender.answer("a", new SendOutcome.Unknown("TIMEOUT"));

    world.dispatch(
        world.received("m-1", DispatcherFixture.mailBody("a")),
        world.received("m-2", DispatcherFixture.mailBody("a")));

    assertThat(world.sender.offers()).containsEntry("a", 1L);
  }

  @Test
  void aDefectInASendIsNotRepeatedForASecondCopyInTheBatch() {
    world.sender.breakAt("a");

    BatchLog report =
        world.dispatch(
            world.received("m-1", DispatcherFixture.mailBody("a")),
            world.received("m-2", DispatcherFixture.mailBody("a")));

    assertThat(world.sender.offers()).containsEntry("a", 1L);
    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-1"));
    assertThat(world.state("a")).contains(State.CLAIMED);
  }

  @Test
  void oneRecordDeliveredTwiceInABatchIsSentOnce() {
    Received record = world.mail("a");

    BatchLog report = world.dispatch(record, record);

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.sender.offers()).containsEntry("a", 1L);
  }

  @Test
  void aCopyThatDoesNotReachItsQueueReturnsItsRecordAlone() {
    world.sender.answer("a", new SendOutcome.Throttled("Slow", false));
    world.sender.answer("b", new SendOutcome.Throttled("Slow", false));
    world.copyQueues.failOn(placement -> placement.record().messageId().equals("m-a"));

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"), world.mail("c"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-a"));
    assertThat(world.copyQueues.deferred())
        .extracting(MessageCopy.DeferredCopy::id)
        .containsExactly("b");
  }

  @Test
  void aDefectOfTheQueuesReturnsWhatNeededACopyAndNothingElse() {
    world.sender.answer("a", new SendOutcome.Throttled("Slow", false));
    world.copyQueues.breakDown();

    BatchLog report =
        world.dispatch(world.mail("a"), world.mail("b"), world.received("m-bad", "no JSON"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-a", "m-bad"));
    assertThat(report.defects()).hasSize(1);
    assertThat(world.state("b")).contains(State.SENT);
  }

  @Test
  void aDefectInDecodingReturnsThatRecordAlone() {
    BiFunction<String, String, Decoded> sound = world.decoder;
    world.decoder =
        (body, id) -> {
          if (body.contains("poison")) {
            throw new IllegalStateException("a defect of the decoder");
          }
          return sound.apply(body, id);
        };

    BatchLog report = world.dispatch(world.received("m-1", "poison"), world.mail("b"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-1"));
    assertThat(report.defects()).hasSize(1);
    assertThat(world.state("b")).contains(State.SENT);
  }

  @Test
  void aBodyThatOverflowsTheStackIsRejectedAlone() {
    BiFunction<String, String, Decoded> sound = world.decoder;
    world.decoder =
        (body, id) -> {
          if (body.contains("poison")) {
            throw new StackOverflowError();
          }
          return sound.apply(body, id);
        };

    BatchLog report = world.dispatch(world.received("m-1", "poison"), world.mail("b"));

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished())
        .filteredOn(outcome -> outcome.outcome() instanceof Outcome.Rejected)
        .extracting(one -> one.record().messageId())
        .containsExactly("m-1");
    assertThat(world.state("b")).contains(State.SENT);
  }

  /// Lambda's runtime ends an instance whose handler lets such an error go.
  @Test
  void anInstanceThatIsOutOfMemoryDoesNotGoOn() {
    world.decoder =
        (body, id) -> {
          throw new OutOfMemoryError("no room");
        };

    assertThatThrownBy(() -> world.dispatch(world.mail("a"))).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void anEmptyBatchDoesNothing() {
    BatchLog report = world.dispatch();

    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.finished()).isEmpty();
    assertThat(report.calls()).isEqualTo(BatchLog.SesCalls.NONE);
    assertThat(report.droppedRecipients()).isZero();
    assertThat(report.defects()).isEmpty();
    assertThat(report.events()).isEmpty();
  }

  @Test
  void neitherRecordsNorPlacementsShowTheirBodies() {
    Received record = world.mail("a");

    assertThat(record.toString()).isEqualTo("Received[m-a]");
    assertThat(new MessageCopy.HeldCopy(record, "a", EntryRanges.ALL).toString())
        .doesNotContain("example.com");
  }
}
