package dev.postrider.dispatch;

import static dev.postrider.dispatch.DispatcherFixture.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.State;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What services are told of a batch.
class OutcomeEventsTest {
  private final DispatcherFixture world = new DispatcherFixture();

  @Test
  void aMailThatIsSentIsToldWithAllThatAServiceKnowsItBy() {
    StatusEvent event =
        only(world.dispatch(world.mail("a", "\"tenant\":\"acme\"", "\"tags\":{\"k\":\"v\"}")));

    assertThat(event.status()).isEqualTo(Status.SENT);
    assertThat(event.subject())
        .isEqualTo(
            new StatusEvent.Subject("a", "transactional", Optional.of("acme"), Map.of("k", "v")));
    assertThat(event.occurredAt()).isEqualTo(world.clock.instant());
    assertThat(event.detail()).isEqualTo(StatusEvent.Detail.of("ses-a-1"));
    assertThat(event.recipients()).containsExactly("a@example.com");
    assertThat(event.suppressed()).isEmpty();
  }

  @Test
  void recipientsThatWereLeftOutAreNamedApart() {
    world.suppress("gone@example.com");

    StatusEvent event =
        only(world.dispatch(world.mailTo("a", "\"to\":[\"gone@example.com\",\"b@example.com\"]")));

    assertThat(event.status()).isEqualTo(Status.SENT);
    assertThat(event.recipients()).containsExactly("b@example.com");
    assertThat(event.suppressed()).containsExactly("gone@example.com");
  }

  @Test
  void everyEndThatIsNoSendIsTold() {
    world.suppress("gone@example.com");
    world.sender.answer("refused", new SendOutcome.Refused("MessageRejected", "r-1"));

    BatchLog report =
        world.dispatch(
            world.mail("gone"),
            world.mail("old", "\"expiresAt\":\"2020-01-01T00:00:00Z\""),
            world.mail("refused"),
            world.received("m-bad", "{\"tags\":1}"));

    assertThat(report.events())
        .extracting(e -> e.subject().key(), StatusEvent::status, e -> e.detail().reason())
        .containsExactlyInAnyOrder(
            tuple("gone", Status.SUPPRESSED, "HARD_BOUNCE"),
            tuple("old", Status.EXPIRED, "EXPIRED"),
            tuple("refused", Status.REJECTED, "SES_REFUSED"),
            tuple("m-bad", Status.REJECTED, "MALFORMED"));
  }

  @Test
  void eachEntryIsToldOfByItself() {
    BatchLog report = world.dispatch(world.personal("p", 3));

    assertThat(report.events())
        .extracting(e -> e.subject().key())
        .containsExactly("p#0", "p#1", "p#2");
  }

  @Test
  void whatIsNotOverIsNotTold() {
    world.sender.answer("slow", new SendOutcome.Throttled("TooManyRequests", true));
    world.sender.answer("lost", new SendOutcome.Unknown("SocketTimeout"));

    assertThat(world.dispatch(world.mail("slow"), world.mail("lost")).events()).isEmpty();
  }

  @Test
  void aUnitThatSesAcceptedTwiceIsToldAsSentWithTheLaterMessageId() {
    world.ledger.settling(settlement -> Optional.of(new Settled.AcceptedTwice("ses-earlier")));

    StatusEvent event = only(world.dispatch(world.mail("a")));

    assertThat(world.labels()).containsEntry("a", List.of("SENT_TWICE"));
    assertThat(event.status()).isEqualTo(Status.SENT);
    assertThat(event.detail()).isEqualTo(StatusEvent.Detail.of("ses-a-1"));
  }

  @Test
  void whatADefectReturnsToTheQueueIsNotTold() {
    world.sender.breakAt("a");

    BatchLog report = world.dispatch(world.mail("a"));

    assertThat(report.failedMessageIds()).containsExactly("m-a");
    assertThat(report.events()).isEmpty();
  }

  @Test
  void aRejectionIsToldWhenItsCopyIsSafe() {
    world.sender.answer(
        "a",
        new SendOutcome.Refused("MessageRejected", "r-1"),
        new SendOutcome.Refused("MessageRejected", "r-2"));
    world.copyQueues.failOn(placement -> placement instanceof MessageCopy.RejectedCopy);

    assertThat(world.dispatch(world.mail("a")).events()).isEmpty();
  }

  @Test
  void aCopyOfWhatEndedBeforeIsNotToldAgain() {
    world.dispatch(world.mail("a"));

    assertThat(world.dispatch(world.mail("a")).events()).isEmpty();
  }

  @Test
  void whoeverGetsTheRecordOfAnInstanceThatDiedTellsInItsPlace() {
    world.dispatch(world.mail("a"));
    Received first = world.mail("a");

    StatusEvent event =
        only(
            world.dispatch(
                new Received(
                    first.messageId(),
                    first.body(),
                    first.groupId(),
                    first.sentAt(),
                    2,
                    first.carried())));

    assertThat(event.status()).isEqualTo(Status.SENT);
    assertThat(event.detail().reason()).isEmpty();
  }

  @Test
  void aDeferredCopyThatFindsItsUnitEndedTellsInPlaceOfWhoeverDeferredIt() {
    world.dispatch(world.mail("a"));
    Received.Carried carried =
        new Received.Carried(
            Optional.of("a"), 0, Optional.of(world.clock.instant()), EntryRanges.ALL);

    BatchLog report =
        world.dispatch(world.received("copy", DispatcherFixture.mailBody("a"), carried));

    assertThat(only(report).status()).isEqualTo(Status.SENT);
  }

  @Test
  void aSendEventThatSettledOurClaimIsToldByUs() {
    world.sender.answer("a", new SendOutcome.Unknown("SocketTimeout"));
    world.ledger.settling(settlement -> Optional.of(new Settled.Overtaken(State.SENT)));

    assertThat(only(world.dispatch(world.mail("a"))).status()).isEqualTo(Status.SENT);
  }

  @Test
  void whatAnOperatorCancelledIsToldByTheCopyThatFindsItSo() {
    world.ledger.answer("a", new Claim.EndedBefore(State.CANCELLED));

    assertThat(only(world.dispatch(world.mail("a"))).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  void anIdThatIsUsedAgainIsARejectionOfItsOwn() {
    world.dispatch(world.mail("a"));

    StatusEvent one = only(world.dispatch(world.mail("a", "\"html\":\"x\"")));

    assertThat(one.status()).isEqualTo(Status.REJECTED);
    assertThat(one.detail().reason()).isEqualTo("ID_REUSED");
    assertThat(one.occurrence()).isEqualTo("m-a");
  }

  @Test
  void heldMailIsTold() {
    world.sender.answer("a", new SendOutcome.Unknown("SocketTimeout"));
    world.dispatch(Batch.Lane.BULK, world.mail("a", "\"stream\":\"marketing\""));
    world.clock.advance(GRACE.plusSeconds(60));

    StatusEvent event =
        only(world.dispatch(Batch.Lane.BULK, world.mail("a", "\"stream\":\"marketing\"")));

    assertThat(event.status()).isEqualTo(Status.HELD);
  }

  private static StatusEvent only(BatchLog report) {
    List<StatusEvent> events = report.events();
    assertThat(events).hasSize(1);
    return events.getFirst();
  }
}
