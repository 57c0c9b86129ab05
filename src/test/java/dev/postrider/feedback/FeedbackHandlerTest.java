package dev.postrider.feedback;

import static dev.postrider.feedback.Fixtures.ANN;
import static dev.postrider.feedback.Fixtures.BOB;
import static dev.postrider.feedback.Fixtures.RECEIVED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.feedback.EventLine.Explanation;
import dev.postrider.feedback.FeedbackSummary.FailedNotification;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.simulation.InMemorySuppressions;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvent.SmtpReply;
import dev.postrider.status.Subscribers;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackHandlerTest {
  private final InMemorySuppressions suppressions =
      new InMemorySuppressions(SuppressionPolicy.DEFAULT, InstantSource.fixed(RECEIVED_AT));
  private final InMemoryDeliveryLedger ledger = new InMemoryDeliveryLedger();
  private final FeedbackHandler handler =
      new FeedbackHandler(new FeedbackParser(Fixtures.HASH), suppressions, ledger);
  private final HeardEvents heard = new HeardEvents();

  @Test
  void aBounceIsWrittenToBothTables() {
    FeedbackSummary summary = handle("bounce-permanent");

    assertThat(suppressions.items())
        .containsOnlyKeys(
            new SuppressionKey(ANN.key(), Scope.EVERYWHERE),
            new SuppressionKey(BOB.key(), Scope.EVERYWHERE));
    assertThat(ledger.units())
        .isEqualTo(
            Map.of(
                "order-1001",
                Map.of(ANN.hash(), RecipientStatus.BOUNCED, BOB.hash(), RecipientStatus.BOUNCED)));
    assertThat(summary)
        .isEqualTo(
            new FeedbackSummary(
                Map.of(
                    Count.BOUNCE, 1, Count.HARD_BOUNCE, 2, Count.SUPPRESSED, 2, Count.REPORTED, 1),
                List.of(),
                List.of(
                    new EventLine(
                        Count.BOUNCE,
                        "order-1001",
                        "transactional",
                        "",
                        summary.noticed().getFirst().sesMessageId(),
                        Explanation.of("Permanent", "General"),
                        List.of(ANN.hash(), BOB.hash()),
                        Map.of(
                            ANN.hash(),
                            new SmtpReply("550", "5.1.1", "smtp; 550 5.1.1 … user unknown"),
                            BOB.hash(),
                            new SmtpReply("", "5.1.1", "")))),
                List.of()));
  }

  /// The unit was not known as sent before: nobody else tells of it.
  @Test
  void anEventThatSettlesItsUnitTellsServicesOfTheSendToo() {
    assertThat(told("bounce-permanent")).containsExactly(Status.BOUNCED, Status.SENT);
    assertThat(told("bounce-permanent")).containsExactly(Status.BOUNCED);
  }

  /// Else nobody would ever tell it: when the event comes again, the unit is SENT.
  @Test
  void anEventThatSettlesItsUnitTellsOfTheSendAlsoWhereASuppressionCouldNotBeWritten() {
    suppressions.failWrites(2);

    assertThat(told("bounce-permanent")).containsExactly(Status.BOUNCED, Status.SENT);
    assertThat(suppressions.items()).as("the event comes again").isEmpty();
  }

  /// It is true of the mail whatever the tables hold, and has the same id when it is told again.
  @Test
  void anEventWhoseWritesFailIsToldEachTimeThatItComes() {
    suppressions.failWrites(2);
    ledger.fail(1);

    assertThat(told("bounce-permanent")).as("nothing was settled").containsExactly(Status.BOUNCED);
    StatusEvent first = heard.events.getFirst();
    assertThat(told("bounce-permanent")).containsExactly(Status.BOUNCED, Status.SENT);
    assertThat(heard.events.getFirst()).isEqualTo(first);
  }

  @Test
  void whatNobodyHearsIsNotTold() {
    Subscribers deaf =
        new Subscribers() {
          @Override
          public boolean hear(Status status) {
            return !status.isRoutine();
          }

          @Override
          public void tell(List<StatusEvent> events) {
            heard.tell(events);
          }
        };

    for (String fixture : List.of("delivery", "bounce-permanent")) {
      var _ = handler.handle(List.of(notification(fixture, Fixtures.text(fixture))), deaf);
    }

    assertThat(heard.statuses()).containsExactly(Status.BOUNCED);
  }

  /// Unlike an open or a click, these say something of a recipient.
  @ParameterizedTest
  @CsvSource({
    "bounce-permanent, Permanent, General",
    "complaint, abuse, ''",
    "delivery, '', ''",
    "open, '', ''"
  })
  void theLineOfABounceOrAComplaintSaysItsTypeAndSubtype(
      String fixture, String type, String subType) {
    assertThat(handle(fixture).noticed())
        .extracting(line -> line.reason().type(), line -> line.reason().subType())
        .containsExactly(tuple(type, subType));
  }

  @ParameterizedTest
  @CsvSource({
    "send, SEND",
    "delivery, DELIVERY",
    "complaint, COMPLAINT",
    "reject, REJECT",
    "rendering-failure, RENDERING_FAILURE",
    "delivery-delay, DELIVERY_DELAY",
    "open, OPEN",
    "click, CLICK",
    "subscription, SUBSCRIPTION",
    "new-type, UNRECOGNISED"
  })
  void everyTypeIsCounted(String fixture, Count count) {
    assertThat(handle(fixture).count(count)).isEqualTo(1);
  }

  @Test
  void aKeyThatCannotBeReadFailsTheNotificationThatNeededItAlone() {
    AtomicBoolean unread = new AtomicBoolean(true);
    FeedbackHandler unprimed =
        new FeedbackHandler(
            new FeedbackParser(
                key -> {
                  if (unread.getAndSet(false)) {
                    throw new IllegalStateException("no key");
                  }
                  return Fixtures.HASH.of(key);
                }),
            suppressions,
            ledger);

    FeedbackSummary summary =
        unprimed.handle(
            List.of(
                new Notification("first", Fixtures.text("bounce-permanent"), RECEIVED_AT),
                new Notification("second", Fixtures.text("send"), RECEIVED_AT)),
            heard);

    assertThat(summary.failures()).containsExactly(new FailedNotification("first", "no key"));
    assertThat(summary.count(Count.FAILED)).isEqualTo(1);
    assertThat(summary.count(Count.SEND)).isEqualTo(1);
  }

  @Test
  void factsAreCountedByWhatTheyDo() {
    String notSpam = Fixtures.text("complaint").replace("\"abuse\"", "\"not-spam\"");
    String mailboxFull =
        Fixtures.text("bounce-permanent")
            .replace("\"Permanent\"", "\"Transient\"")
            .replace("\"General\"", "\"MailboxFull\"");

    FeedbackSummary summary =
        handler.handle(List.of(notification("a", notSpam), notification("b", mailboxFull)), heard);

    assertThat(summary.counts())
        .isEqualTo(
            Map.of(
                Count.COMPLAINT, 1,
                Count.LIFTED, 1,
                Count.BOUNCE, 1,
                Count.SOFT_BOUNCE, 2,
                Count.SOFT_BOUNCED, 2,
                Count.REPORTED, 2));
  }

  @Test
  void anEventOfASecondSendIsCountedOnceAndNamed() {
    String another = Fixtures.text("send").replaceFirst("(\"messageId\": *\")", "$1another-");
    handle("send");

    FeedbackSummary summary =
        handler.handle(List.of(notification("a", another), notification("b", another)), heard);

    assertThat(summary.count(Count.SENT_TWICE)).isEqualTo(1);
    assertThat(summary.noticed())
        .filteredOn(event -> event.kind() == Count.SENT_TWICE)
        .singleElement()
        .satisfies(event -> assertThat(event.sesMessageId()).startsWith("another-"));
  }

  @Test
  void anEventOfAUnitThatTheLedgerDoesNotKnowIsCountedAndNamedAndSuppressesAllTheSame() {
    FeedbackHandler late =
        new FeedbackHandler(
            new FeedbackParser(Fixtures.HASH),
            suppressions,
            report -> DeliveryLedger.ReportOutcome.UNKNOWN_UNIT);

    FeedbackSummary summary =
        late.handle(List.of(notification("a", Fixtures.text("bounce-permanent"))), heard);

    assertThat(summary.count(Count.UNKNOWN_UNIT)).isEqualTo(1);
    assertThat(summary.count(Count.REPORTED)).isZero();
    assertThat(summary.failures()).isEmpty();
    assertThat(suppressions.items()).hasSize(2);
    assertThat(summary.noticed())
        .filteredOn(event -> event.kind() == Count.UNKNOWN_UNIT)
        .singleElement()
        .satisfies(event -> assertThat(event.unit()).isEqualTo("order-1001"));
  }

  @Test
  void anEventThatNamesAStrangerIsCountedAndNamed() {
    FeedbackSummary summary =
        handler.handle(
            List.of(
                notification(
                    "a",
                    Fixtures.text("bounce-permanent")
                        .replace("Bob <BOB@Example.com>", "bob@elsewhere.example"))),
            heard);

    assertThat(summary.count(Count.STRANGER)).isEqualTo(1);
    assertThat(suppressions.items())
        .containsOnlyKeys(new SuppressionKey(ANN.key(), Scope.EVERYWHERE));
  }

  @Test
  void aTopicCheckMeansNothingAndIsCounted() {
    FeedbackSummary summary =
        handler.handle(
            List.of(
                notification(
                    "a", "Successfully validated SNS topic for Amazon SES event publishing.")),
            heard);

    assertThat(summary.counts()).isEqualTo(Map.of(Count.TOPIC_CHECK, 1));
  }

  @Test
  void mailThatIsNotOursSuppressesAndIsCounted() {
    FeedbackSummary summary = handle("notification-bounce");

    assertThat(summary.counts())
        .isEqualTo(
            Map.of(Count.BOUNCE, 1, Count.HARD_BOUNCE, 1, Count.SUPPRESSED, 1, Count.UNTRACKED, 1));
    assertThat(ledger.units()).isEmpty();
  }

  @Test
  void whatIsUnfamiliarIsCountedAndNamed() {
    FeedbackSummary summary = handle("new-type");

    assertThat(summary.count(Count.UNFAMILIAR)).isEqualTo(2);
    assertThat(summary.unfamiliar()).containsExactly("/teleported", "event type Teleported");
    assertThat(summary.failures()).isEmpty();
  }

  @Test
  void aMalformedNotificationFailsAndTheOthersAreApplied() {
    FeedbackSummary summary =
        handler.handle(
            List.of(
                notification("a", "{"),
                notification("b", Fixtures.text("complaint")),
                notification("c", "{}")),
            heard);

    assertThat(suppressions.items())
        .containsOnlyKeys(new SuppressionKey(ANN.key(), Scope.EVERYWHERE));
    assertThat(summary.counts())
        .isEqualTo(
            Map.of(
                Count.COMPLAINT, 1,
                Count.SUPPRESSED, 1,
                Count.REPORTED, 1,
                Count.MALFORMED, 2,
                Count.FAILED, 2));
    assertThat(summary.failures())
        .containsExactly(
            new FailedNotification("a", "the notification is not JSON: line 1, column 2"),
            new FailedNotification(
                "c", "the notification has neither eventType nor notificationType"));
  }

  @Test
  void aSuppressionThatCannotBeWrittenDoesNotKeepTheOthersNorTheLedgerFromBeingWritten() {
    suppressions.failWrites(1);

    FeedbackSummary summary = handle("bounce-permanent");

    assertThat(suppressions.items())
        .containsOnlyKeys(new SuppressionKey(BOB.key(), Scope.EVERYWHERE));
    assertThat(ledger.units()).containsKey("order-1001");
    assertThat(summary)
        .isEqualTo(
            new FeedbackSummary(
                Map.of(
                    Count.BOUNCE, 1,
                    Count.HARD_BOUNCE, 2,
                    Count.SUPPRESSED, 1,
                    Count.REPORTED, 1,
                    Count.FAILED, 1),
                List.of(),
                summary.noticed(),
                List.of(new FailedNotification("sns-1", "writing failed: told to"))));
  }

  @Test
  void aLedgerThatCannotBeWrittenFailsTheNotificationAfterTheSuppression() {
    ledger.fail(1);

    FeedbackSummary summary = handle("complaint");

    assertThat(suppressions.items()).isNotEmpty();
    assertThat(summary.failures())
        .containsExactly(new FailedNotification("sns-1", "the ledger was told to fail"))
        .hasToString("[SNS message sns-1: the ledger was told to fail]");
  }

  @Test
  void aFailureWithoutAMessageIsNamedByItsClass() {
    FeedbackHandler broken =
        new FeedbackHandler(
            new FeedbackParser(Fixtures.HASH),
            suppressions,
            report -> {
              throw new UnsupportedOperationException();
            });

    assertThat(broken.handle(List.of(notification("a", Fixtures.text("send"))), heard).failures())
        .containsExactly(new FailedNotification("a", "UnsupportedOperationException"));
  }

  @Test
  void aNotificationThatFailedAndComesAgainEndsAsIfItHadNotFailed() {
    suppressions.failWrites(2);
    ledger.fail(1);
    handle("bounce-permanent");
    heard.events.clear();

    FeedbackSummary summary = handle("bounce-permanent");

    assertThat(summary.failures()).isEmpty();
    assertThat(heard.statuses()).contains(Status.BOUNCED);
    assertThat(suppressions.items()).hasSize(2);
    assertThat(ledger.units().get("order-1001")).hasSize(2);
  }

  @Test
  void noNotificationShowsItsMessage() {
    assertThat(notification("a", "ann@example.com")).hasToString("Notification[a]");
  }

  private FeedbackSummary handle(String fixture) {
    return handler.handle(List.of(notification("sns-1", Fixtures.text(fixture))), heard);
  }

  /// What services are told of an event.
  private List<Status> told(String fixture) {
    heard.events.clear();
    var _ = handle(fixture);
    return heard.statuses();
  }

  private static Notification notification(String id, String message) {
    return new Notification(id, message, RECEIVED_AT);
  }
}
