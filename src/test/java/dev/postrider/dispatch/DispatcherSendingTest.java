package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.email.Address;
import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.State;
import dev.postrider.pace.PausedTenants;
import dev.postrider.simulation.InMemoryPacer;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.suppression.SuppressionVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each answer of SES makes of a unit, and who is mailed at all.
final class DispatcherSendingTest {
  private final DispatcherFixture world = new DispatcherFixture();

  static Stream<Arguments> outcomes() {
    return Stream.of(
        row(new SendOutcome.Accepted("s"), "SENT", "", "", State.SENT, Duration.ZERO, 0),
        row(
            new SendOutcome.Throttled("Slow", true),
            "DEFERRED",
            "THROTTLED",
            "Slow",
            State.PENDING,
            Duration.ofSeconds(2),
            1),
        row(
            new SendOutcome.Throttled("ConnectException", false),
            "DEFERRED",
            "THROTTLED",
            "ConnectException",
            State.PENDING,
            Duration.ofSeconds(2),
            1),
        row(
            new SendOutcome.Misconfigured("NotFoundException", "r"),
            "DEFERRED",
            "MISCONFIGURED",
            "NotFoundException",
            State.PENDING,
            Duration.ofSeconds(45),
            1),
        row(
            new SendOutcome.Stopped("SENDING_PAUSED"),
            "DEFERRED",
            "STOPPED",
            "SENDING_PAUSED",
            State.PENDING,
            Duration.ofSeconds(45),
            1),
        row(
            new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED"),
            "DEFERRED",
            "TENANT_PAUSED",
            "TENANT_SENDING_PAUSED",
            State.PENDING,
            Duration.ofSeconds(45),
            1),
        row(
            new SendOutcome.Unknown("TIMEOUT"),
            "DEFERRED",
            "UNKNOWN",
            "TIMEOUT",
            State.UNKNOWN,
            DispatcherFixture.GRACE,
            0));
  }

  private static Arguments row(
      SendOutcome outcome,
      String kind,
      String reason,
      String code,
      State state,
      Duration shortestDelay,
      int attempt) {
    return Arguments.of(outcome, kind, reason, code, state, shortestDelay, attempt);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyAnswerOfSesHasItsStateAndItsCopy(
      SendOutcome answer,
      String kind,
      String reason,
      String code,
      State state,
      Duration shortestDelay,
      int attempt) {
    world.sender.answer("a", answer);

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"));

    Finished outcome = report.finished().getFirst();
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(outcome.outcome().label()).isEqualTo(kind);
    assertThat(outcome.outcome().reason()).isEqualTo(reason);
    assertThat(outcome.outcome().code()).isEqualTo(code);
    assertThat(world.state("a")).contains(state);
    assertThat(world.sender.offers()).containsEntry("a", 1L);
    if (kind.equals("DEFERRED")) {
      MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getFirst();
      assertThat(deferred.id()).isEqualTo("a");
      assertThat(deferred.delay()).isBetween(shortestDelay, shortestDelay.multipliedBy(2));
      assertThat(deferred.attempt()).isEqualTo(attempt);
      assertThat(deferred.lane()).isEqualTo(Batch.Lane.MAIL);
    } else {
      assertThat(world.copyQueues.placed()).isEmpty();
    }
  }

  @Test
  void whatSesRefusesForGoodIsRejectedAndSettledOnlyWhenTheCopyIsSafe() {
    world.sender.answer("a", new SendOutcome.Refused("MessageRejected", "req-1"));
    world.sender.answer("b", new SendOutcome.Refused("MessageRejected", "req-2"));
    world.copyQueues.failOn(placement -> placement.record().messageId().equals("m-b"));

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-b"));
    assertThat(world.state("a")).contains(State.REJECTED);
    assertThat(world.state("b")).contains(State.CLAIMED);
    assertThat(world.copyQueues.rejected())
        .containsExactly(
            new MessageCopy.RejectedCopy(
                world.copyQueues.rejected().getFirst().record(),
                "a",
                EntryRanges.ALL,
                RejectReason.SES_REFUSED,
                "SES refused it with MessageRejected, request req-1"));
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("SES_REFUSED");
    assertThat(report.finished().getFirst().outcome().code()).isEqualTo("MessageRejected");
    assertThat(report.finished().getFirst().unit().orElseThrow().recipients()).isEqualTo(1);
  }

  @Test
  void aThrottleLowersTheRateAndARefusedConnectionDoesNot() {
    world.sender.answer("a", new SendOutcome.Throttled("ConnectException", false));
    world.dispatch(world.mail("a"));
    assertThat(world.pace.state().ratePerSecond()).isEqualTo(1_000);

    Received[] mails = new Received[13];
    for (int i = 0; i < mails.length; i++) {
      world.sender.answer("b" + i, new SendOutcome.Throttled("TooManyRequestsException", true));
      mails[i] = world.mail("b" + i);
    }
    world.dispatch(mails);
    assertThat(world.pace.state().ratePerSecond()).isEqualTo(250);
  }

  @Test
  void theWaitAfterAThrottleGrowsWithTheAttempts() {
    for (int i = 0; i < 12; i++) {
      world.sender.answer("a", new SendOutcome.Throttled("Slow", false));
    }
    world.dispatch(world.mail("a"));
    for (int i = 1; i < 12; i++) {
      MessageCopy.DeferredCopy deferred = world.copyQueues.deferred().getLast();
      assertThat(deferred.attempt()).isEqualTo(i);
      long full = Math.min(900, 4L << (i - 1));
      assertThat(deferred.delay())
          .isBetween(Duration.ofMillis(full * 500), Duration.ofSeconds(full));
      world.clock.advance(deferred.delay());
      world.dispatch(world.copyOf(deferred));
    }
  }

  @Test
  void aStopOpensTheBreakerAndNothingMoreIsOffered() {
    world.rate(2);
    world.sender.answer("a3", new SendOutcome.Stopped("DAILY_QUOTA"));
    Received[] records = new Received[30];
    for (int i = 0; i < records.length; i++) {
      records[i] = world.mail("a" + i);
    }

    BatchLog report = world.dispatch(records);

    assertThat(world.sender.offers()).containsOnlyKeys("a0", "a1", "a2", "a3");
    assertThat(report.calls().all()).isEqualTo(4);
    assertThat(world.pace.state().openReason()).isEqualTo("DAILY_QUOTA");
    assertThat(world.copyQueues.deferred())
        .hasSize(27)
        .allSatisfy(
            deferred ->
                assertThat(deferred.delay())
                    .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    assertThat(world.state("a0")).contains(State.SENT);
    assertThat(world.state("a3")).contains(State.PENDING);
    assertThat(world.state("a4")).contains(State.PENDING);
    assertThat(world.state("a29")).as("never claimed").isEmpty();
    assertThat(report.finished().stream().filter(o -> o.outcome() instanceof Outcome.Deferred))
        .extracting(one -> one.outcome().reason(), one -> one.outcome().code())
        .containsOnly(tuple("STOPPED", "DAILY_QUOTA"));
  }

  @Test
  void aStopEndsTheInvocationAlsoWhereTheBreakerCouldNotBeOpened() {
    world.rate(2);
    world.pacer = new DeafPacer(world.pacer);
    world.sender.answer("a3", new SendOutcome.Stopped("SENDING_PAUSED"));
    Received[] records = new Received[30];
    for (int i = 0; i < records.length; i++) {
      records[i] = world.mail("a" + i);
    }

    world.dispatch(records);

    assertThat(world.pace.state().openReason()).isNull();
    assertThat(world.sender.offers()).containsOnlyKeys("a0", "a1", "a2", "a3");
    assertThat(world.copyQueues.deferred()).hasSize(27);
  }

  private static final String ACME = "\"tenant\":\"acme\"";
  private static final SendOutcome PAUSED = new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED");

  @Test
  void aPausedTenantDefersItsOwnMailAndStopsNobody() {
    world.sender.answer("t0", PAUSED);
    world.sender.answer("t1", PAUSED);

    BatchLog report =
        world.dispatch(
            world.mail("a0"),
            world.mail("t0", ACME),
            world.mail("t1", ACME),
            world.mail("a1"),
            world.mail("b", "\"tenant\":\"other\""));

    assertThat(world.sender.offers()).containsOnlyKeys("a0", "t0", "a1", "b");
    assertThat(List.of("a0", "a1", "b"))
        .allSatisfy(key -> assertThat(world.state(key)).contains(State.SENT));
    assertThat(List.of("t0", "t1"))
        .allSatisfy(key -> assertThat(world.state(key)).contains(State.PENDING));
    assertThat(world.pace.state().openReason()).isNull();
    assertThat(report.finished().stream().filter(o -> o.outcome() instanceof Outcome.Deferred))
        .extracting(one -> one.outcome().reason())
        .containsExactlyInAnyOrder("TENANT_PAUSED", "TENANT_PAUSED");
    assertThat(world.copyQueues.deferred())
        .allSatisfy(deferred -> assertThat(deferred.attempt()).isEqualTo(1));
  }

  @Test
  void anotherInstanceOffersNothingOfAPausedTenantAndReservesNothingForIt() {
    world.sender.answer("t0", PAUSED);
    world.dispatch(world.mail("t0", ACME));
    world.pacer = new InMemoryPacer(world.pace);
    long arrival = world.pace.state().theoreticalArrivalMicros();

    world.dispatch(world.mail("t1", ACME), world.mail("t2", ACME));

    assertThat(world.sender.offers()).containsOnlyKeys("t0");
    assertThat(world.state("t1")).contains(State.PENDING);
    assertThat(world.pace.state().theoreticalArrivalMicros()).isEqualTo(arrival);
  }

  @Test
  void anInstanceThatKnewTheTenantAsWellLearnsOfThePauseWithItsReservation() {
    InMemoryPacer stale = new InMemoryPacer(world.pace);
    world.sender.answer("t0", PAUSED);
    world.dispatch(world.mail("t0", ACME));
    world.pacer = stale;

    world.dispatch(world.mail("t1", ACME), world.mail("a"));

    assertThat(world.sender.offers()).containsOnlyKeys("t0", "a");
  }

  @Test
  void aStaleViewOfAPausedTenantEndsByItself() {
    world.sender.answer("t0", PAUSED);
    world.dispatch(world.mail("t0", ACME));
    world.clock.advance(PausedTenants.REST);

    world.dispatch(world.mail("t1", ACME));

    assertThat(world.state("t1")).contains(State.SENT);
  }

  @Test
  void aTenantThatThePaceCouldNotBeToldOfIsOfferedOnceASlice() {
    world.pacer = new DeafPacer(world.pacer);
    world.sender.answer("t0", PAUSED);

    world.dispatch(world.mail("t0", ACME), world.mail("t1", ACME), world.mail("a"));

    assertThat(world.sender.offers()).containsOnlyKeys("t0", "a");
    assertThat(world.state("t1")).contains(State.PENDING);
  }

  @Test
  void aStopOfOneEntryKeepsWhatTheOthersOfTheCallCameTo() {
    world.sender.answer("p#1", new SendOutcome.Stopped("DAILY_QUOTA"));

    world.dispatch(world.personal("p", 3));

    assertThat(world.state("p#0")).contains(State.SENT);
    assertThat(world.state("p#1")).contains(State.PENDING);
    assertThat(world.state("p#2")).contains(State.SENT);
    assertThat(world.pace.state().openReason()).isEqualTo("DAILY_QUOTA");
  }

  @Test
  void aStopIsHeardAlsoBehindAThrottleOrAPauseInTheSameCall() {
    SendOutcome throttled = new SendOutcome.Throttled("ACCOUNT_THROTTLED", true);
    for (SendOutcome first : List.of(throttled, PAUSED)) {
      DispatcherFixture other = new DispatcherFixture();
      other.sender.answer("p#0", first);
      other.sender.answer("p#1", new SendOutcome.Stopped("DAILY_QUOTA"));

      other.dispatch(other.personal("p", 2, ACME));

      assertThat(other.pace.state().openReason()).isEqualTo("DAILY_QUOTA");
    }
  }

  @Test
  void aPauseIsHeardAlsoBehindAThrottleInTheSameCall() {
    world.sender.answer("p#0", new SendOutcome.Throttled("ACCOUNT_THROTTLED", true));
    world.sender.answer("p#1", PAUSED);

    world.dispatch(world.personal("p", 2, ACME));

    assertThat(world.pace.state().pausedTenants().holds("acme", world.clock.instant())).isTrue();
  }

  @Test
  void aDefectInOneCallHarmsNoOtherCallOfItsSlot() {
    world.sender.breakAt("b");

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"), world.mail("c"));

    assertThat(report.failedMessageIds()).isEqualTo(Set.of("m-b"));
    assertThat(report.defects()).hasSize(1);
    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.state("b")).contains(State.CLAIMED);
    assertThat(world.state("c")).contains(State.SENT);
  }

  @Test
  void aDefectOfTheBreakerDoesNotLoseWhatSesHasAccepted() {
    world.pacer = new BrokenPacer(world.pacer);
    world.sender.answer("b", new SendOutcome.Throttled("Slow", true));

    BatchLog report = world.dispatch(world.mail("a"), world.mail("b"));

    assertThat(world.state("a")).contains(State.SENT);
    assertThat(world.state("b")).contains(State.PENDING);
    assertThat(report.defects()).as("one for each call").hasSize(2);
  }

  @Test
  void recipientsThatAreSuppressedAreDroppedFromEveryList() {
    Stream.of("b", "d", "f").forEach(name -> world.suppress(name + "@example.com"));

    BatchLog report =
        world.dispatch(
            world.mailTo(
                "x",
                """
                "to":["a@example.com","B@Example.com"],"cc":["c@example.com","d@example.com"],\
                "bcc":["e@example.com","f@example.com"]\
                """));

    Delivery sent = world.sender.made().getFirst().units().getFirst();
    assertThat(sent.mailed().to()).extracting(a -> a.addrSpec()).containsExactly("a@example.com");
    assertThat(sent.mailed().cc()).extracting(a -> a.addrSpec()).containsExactly("c@example.com");
    assertThat(sent.mailed().bcc()).extracting(a -> a.addrSpec()).containsExactly("e@example.com");
    assertThat(report.droppedRecipients()).isEqualTo(3);
    assertThat(report.finished().getFirst().unit().orElseThrow().recipients()).isEqualTo(3);
  }

  @Test
  void whenNobodyIsLeftInToTheUnitIsSuppressedWhoeverIsInCopy() {
    world.suppress("a@example.com");

    BatchLog report =
        world.dispatch(world.mailTo("x", "\"to\":\"a@example.com\",\"cc\":\"c@example.com\""));

    assertThat(world.sender.made()).isEmpty();
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.droppedRecipients()).isZero();
    assertThat(world.state("x")).contains(State.SUPPRESSED);
    assertThat(report.finished().getFirst().outcome().label()).isEqualTo("SUPPRESSED");
    assertThat(report.finished().getFirst().outcome().reason()).isEqualTo("HARD_BOUNCE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cc", "bcc"})
  void aCopyAloneIsSentToWhomMayBeMailedAndSuppressedWhenNobodyIsLeft(String field) {
    world.suppress("a@example.com");
    String copies = "\"" + field + "\":[\"a@example.com\",\"b@example.com\"]";

    BatchLog report =
        world.dispatch(world.mailTo("x", copies), world.mailTo("y", copies.replace("b@", "A@")));

    assertThat(world.sender.made()).hasSize(1);
    Delivery sent = world.sender.made().getFirst().units().getFirst();
    assertThat(sent.mailed().to()).isEmpty();
    assertThat(field.equals("cc") ? sent.mailed().cc() : sent.mailed().bcc())
        .containsExactly(Address.parse("b@example.com"));
    assertThat(sent.recipients()).isEqualTo(1);
    assertThat(report.droppedRecipients()).isEqualTo(1);
    assertThat(world.state("x")).contains(State.SENT);
    assertThat(world.state("y")).contains(State.SUPPRESSED);
    assertThat(report.finished())
        .filteredOn(one -> one.key().equals("y"))
        .extracting(one -> one.outcome().reason())
        .containsExactly("HARD_BOUNCE");
  }

  @Test
  void whereSuppressionsCannotBeReadNobodyOfTheUnitIsMailedAndTheUnitComesBack() {
    world.table.failReading("b@example.com", "throttled");

    BatchLog report =
        world.dispatch(
            world.mailTo("x", "\"to\":\"a@example.com\",\"bcc\":\"b@example.com\""),
            world.mail("c"));

    assertThat(world.sender.offers()).containsOnlyKeys("c");
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(world.state("x")).contains(State.PENDING);
    assertThat(report.finished().stream().filter(o -> o.key().equals("x")))
        .extracting(one -> one.outcome().label(), one -> one.outcome().reason())
        .containsExactly(tuple("DEFERRED", "SUPPRESSIONS_UNREADABLE"));
    assertThat(world.copyQueues.deferred().getFirst().attempt()).isEqualTo(1);
    assertThat(world.copyQueues.deferred().getFirst().delay())
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void aRecipientWithoutAnAnswerIsNotMailed() {
    world.suppressions = (_, _) -> Map.of();

    world.dispatch(world.mail("a"));

    assertThat(world.sender.made()).isEmpty();
    assertThat(world.state("a")).contains(State.PENDING);
  }

  @Test
  void suppressionsAreLookedUpOnceForAllRecipientsOfASlice() {
    Map<Integer, Integer> sizes = new java.util.TreeMap<>();
    world.suppressions =
        (recipients, _) -> {
          sizes.merge(recipients.size(), 1, Integer::sum);
          return recipients.stream()
              .collect(
                  Collectors.toMap(
                      r -> r, r -> (SuppressionVerdict) new SuppressionVerdict.Clear()));
        };

    world.dispatch(world.mail("a"), world.mail("b"), world.personal("p", 20));

    assertThat(sizes).isEqualTo(Map.of(22, 1));
  }

  @Test
  void nothingIsLookedUpWhenNothingIsGranted() {
    world.ledger.answer("a", new Claim.EndedBefore(State.SENT));
    world.suppressions =
        (_, _) -> {
          throw new AssertionError("looked up");
        };

    assertThat(world.dispatch(world.mail("a")).defects()).isEmpty();
  }

  @Test
  void aMailThatHasExpiredIsNotSent() {
    Instant now = world.clock.instant();

    world.dispatch(
        world.mail("a", world.field("expiresAt", now)),
        world.mail("b", world.field("expiresAt", now.plusNanos(1))));

    assertThat(world.sender.offers()).containsOnlyKeys("b");
    assertThat(world.state("a")).contains(State.EXPIRED);
    assertThat(world.labels()).containsEntry("a", List.of("EXPIRED"));
  }

  @Test
  void aMailThatExpiresWhileItWaitsForItsSlotIsNotSent() {
    world.rate(1);
    Instant expiresAt = world.clock.instant().plusSeconds(2);

    BatchLog report =
        world.dispatch(
            world.mail("a"),
            world.mail("b"),
            world.mail("c", world.field("expiresAt", expiresAt)),
            world.mail("d"));

    assertThat(world.sender.offers()).containsOnlyKeys("a", "b", "d");
    assertThat(world.state("c")).contains(State.EXPIRED);
    assertThat(world.labels()).containsEntry("c", List.of("EXPIRED"));
    assertThat(report.failedMessageIds()).isEmpty();
    assertThat(report.calls().all()).isEqualTo(3);
  }

  @Test
  void servicesAreToldOfAllRecipientsOfAMailThatExpiresInItsSlot() {
    world.rate(1);
    world.suppress("s@example.com");
    String recipients = "\"to\":\"c@example.com\",\"cc\":\"s@example.com\"";
    String expiry = world.field("expiresAt", world.clock.instant().plusSeconds(2));

    BatchLog report =
        world.dispatch(world.mail("a"), world.mail("b"), world.mailTo("c", recipients, expiry));

    assertThat(report.events())
        .filteredOn(event -> event.status() == Status.EXPIRED)
        .extracting(StatusEvent::recipients, StatusEvent::suppressed)
        .containsExactly(tuple(List.of("c@example.com", "s@example.com"), List.of()));
  }

  @Test
  void mailThatSharesATemplateGoesOutInOneCallAndTheRestByItself() {
    world.dispatch(world.personal("p", 3), world.mail("a"), world.personal("q", 2));

    assertThat(world.sender.made())
        .extracting(ScriptedSender.Made::keys)
        .containsExactly(List.of("p#0", "p#1", "p#2", "q#0", "q#1"), List.of("a"));
  }
}
