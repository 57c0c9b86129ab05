package dev.postrider.feedback;

import static dev.postrider.feedback.Fixtures.ANN;
import static dev.postrider.feedback.Fixtures.BOB;
import static dev.postrider.feedback.Fixtures.FEEDBACK_ID;
import static dev.postrider.feedback.Fixtures.MESSAGE_ID;
import static dev.postrider.feedback.Fixtures.SENT_AT;
import static dev.postrider.feedback.Fixtures.mail;
import static dev.postrider.feedback.Fixtures.untaggedMail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.feedback.Feedback.BouncedRecipient;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvent.Detail;
import dev.postrider.status.StatusEvent.SmtpReply;
import dev.postrider.status.StatusEvent.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What services are told of SES's events (`docs/status-events.md`).
class FeedbackStatusTest {
  private static final Instant AT = Instant.parse("2026-11-24T00:00:02Z");
  private static final ReportedMail MAIL = mail("order-1", List.of(ANN, BOB));

  private static StatusEvent only(Feedback feedback) {
    List<StatusEvent> events = FeedbackStatus.of(feedback);
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  private static Feedback.Complained complaint(@Nullable String subType, @Nullable String type) {
    return new Feedback.Complained(MAIL, AT, FEEDBACK_ID, subType, type, List.of(BOB));
  }

  /// How one event is told from another of the same mail.
  private static String occurrence(String feedbackId, HashedMailbox... recipients) {
    List<String> hashes = Stream.of(recipients).map(HashedMailbox::hash).sorted().toList();
    return MESSAGE_ID + " " + feedbackId + " " + String.join(",", hashes);
  }

  @Test
  void aDeliveryIsToldForItsRecipientsAlone() {
    assertThat(only(new Feedback.Delivered(MAIL, AT, List.of(BOB))))
        .isEqualTo(
            new StatusEvent(
                new Subject("order-1", "marketing", Optional.empty(), Map.of()),
                Status.DELIVERED,
                AT,
                occurrence("", BOB),
                Detail.of(MESSAGE_ID),
                List.of("bob@example.com"),
                List.of()));
  }

  @Test
  void theSubjectIsWhatAServiceKnowsItsMailBy() {
    Map<String, String> tags =
        Map.of(
            "postrider-id", "order-1",
            "postrider-entry", "7",
            "postrider-stream", "receipts",
            "ses:tenant-name", "acme",
            "campaign", "autumn");
    ReportedMail mail = new ReportedMail(MESSAGE_ID, SENT_AT, List.of(ANN), tags);

    assertThat(only(new Feedback.Delivered(mail, AT, List.of(ANN))).subject())
        .isEqualTo(
            new Subject(
                "order-1#7", "receipts", Optional.of("acme"), Map.of("campaign", "autumn")));
  }

  @Test
  void theRecipientsOfABounceWhoFareDifferentlyHaveAnEventEach() {
    Feedback bounce =
        new Feedback.Bounced(
            MAIL,
            AT,
            FEEDBACK_ID,
            "Transient",
            "General",
            List.of(
                new BouncedRecipient(ANN, DsnOutcome.FAILED),
                new BouncedRecipient(BOB, DsnOutcome.NONE)));

    List<StatusEvent> events = FeedbackStatus.of(bounce);

    assertThat(events)
        .extracting(StatusEvent::status, StatusEvent::recipients, StatusEvent::occurrence)
        .containsExactlyInAnyOrder(
            tuple(Status.SOFT_BOUNCED, List.of("ann@example.com"), occurrence(FEEDBACK_ID, ANN)),
            tuple(Status.AUTO_REPLIED, List.of("bob@example.com"), occurrence(FEEDBACK_ID, BOB)));
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.occurredAt()).isEqualTo(AT);
              assertThat(event.detail())
                  .isEqualTo(new Detail(MESSAGE_ID, "", "", "Transient", "General"));
            });
  }

  @Test
  void theRecipientsOfABounceWhoFareAlikeShareAnEvent() {
    StatusEvent event =
        only(
            new Feedback.Bounced(
                MAIL,
                AT,
                FEEDBACK_ID,
                "Permanent",
                "NoEmail",
                List.of(
                    new BouncedRecipient(BOB, DsnOutcome.FAILED),
                    new BouncedRecipient(ANN, DsnOutcome.FAILED))));

    assertThat(event.status()).isEqualTo(Status.BOUNCED);
    assertThat(event.recipients()).containsExactly("bob@example.com", "ann@example.com");
    assertThat(event.occurrence()).isEqualTo(occurrence(FEEDBACK_ID, ANN, BOB));
  }

  @ParameterizedTest
  @CsvSource({
    // subtype, the provider's class, status, reason
    ", abuse, COMPLAINED, ''",
    ", , COMPLAINED, ''",
    "SomethingNew, , COMPLAINED, ''",
    ", not-spam, COMPLAINT_LIFTED, ''",
    "OnAccountSuppressionList, , REJECTED, COMPLAINED_BEFORE",
    "OnTenantSuppressionList, , REJECTED, COMPLAINED_BEFORE"
  })
  void aComplaintIsToldAsWhatItMeans(
      @Nullable String subType, @Nullable String type, Status status, String reason) {
    StatusEvent event = only(complaint(subType, type));

    assertThat(event.status()).isEqualTo(status);
    assertThat(event.detail())
        .isEqualTo(
            new Detail(
                MESSAGE_ID, reason, "", type == null ? "" : type, subType == null ? "" : subType));
    assertThat(event.occurredAt()).isEqualTo(AT);
    assertThat(event.occurrence()).isEqualTo(occurrence(FEEDBACK_ID, BOB));
    assertThat(event.recipients()).containsExactly("bob@example.com");
  }

  @Test
  void mailThatSesSentToNobodyIsRejectedForAllItsRecipients() {
    StatusEvent virus = only(new Feedback.SesRejected(MAIL, "Bad content"));
    StatusEvent template = only(new Feedback.RenderingFailed(MAIL, "welcome", "firstName", "No …"));

    assertThat(virus.detail())
        .isEqualTo(new Detail(MESSAGE_ID, "SES_REJECTED", "", "", "", "", "", "Bad content"));
    assertThat(template.detail())
        .isEqualTo(
            new Detail(MESSAGE_ID, "RENDERING_FAILED", "", "", "", "welcome", "firstName", "No …"));
    assertThat(List.of(virus, template))
        .allSatisfy(
            event -> {
              assertThat(event.status()).isEqualTo(Status.REJECTED);
              assertThat(event.occurredAt()).isEqualTo(SENT_AT);
              assertThat(event.recipients()).containsExactly("ann@example.com", "bob@example.com");
            });
  }

  static Stream<Feedback> ofNobodyInParticular() {
    return Stream.of(
        new Feedback.Delivered(MAIL, AT, List.of()),
        new Feedback.Complained(MAIL, AT, FEEDBACK_ID, null, "abuse", List.of()),
        new Feedback.Bounced(MAIL, AT, FEEDBACK_ID, "Permanent", "General", List.of()),
        new Feedback.SesSent(MAIL),
        new Feedback.Delayed(MAIL, AT, List.of(ANN), Map.of()),
        new Feedback.Bounced(
            MAIL,
            AT,
            FEEDBACK_ID,
            "Permanent",
            "General",
            List.of(new BouncedRecipient(ANN, DsnOutcome.NOT_FAILED))),
        new Feedback.SubscriptionChanged(MAIL, AT, true));
  }

  @ParameterizedTest
  @MethodSource("ofNobodyInParticular")
  void otherEventsTellOnlyThatTheMailWasSentAndOnlyWhereNobodyElseDoes(Feedback feedback) {
    assertThat(FeedbackStatus.of(feedback)).isEmpty();
    assertThat(FeedbackStatus.sent(feedback))
        .containsExactly(
            new StatusEvent(
                new Subject("order-1", "marketing", Optional.empty(), Map.of()),
                Status.SENT,
                SENT_AT,
                "",
                Detail.of(MESSAGE_ID),
                List.of("ann@example.com", "bob@example.com"),
                List.of()));
  }

  @Test
  void anOpenAndAClickNameTheRecipientWhereThereIsOneAlone() {
    ReportedMail toAnn = mail("order-1", List.of(ANN));

    assertThat(only(new Feedback.Opened(toAnn, AT)))
        .isEqualTo(
            new StatusEvent(
                new Subject("order-1", "marketing", Optional.empty(), Map.of()),
                Status.OPENED,
                AT,
                occurrence("1795478402000", ANN),
                Detail.of(MESSAGE_ID),
                List.of("ann@example.com"),
                List.of()));
    assertThat(only(new Feedback.Clicked(toAnn, AT, "hash")).status()).isEqualTo(Status.CLICKED);
    assertThat(only(new Feedback.Opened(MAIL, AT)).recipients()).isEmpty();
    assertThat(only(new Feedback.Clicked(MAIL, AT, "hash")).recipients()).isEmpty();
  }

  @Test
  void opensAndClicksAreToldApartByTheirTimesAndLinks() {
    List<Feedback> different =
        List.of(
            new Feedback.Opened(MAIL, AT),
            new Feedback.Opened(MAIL, AT.plusMillis(1)),
            new Feedback.Clicked(MAIL, AT, "one"),
            new Feedback.Clicked(MAIL, AT, "other"),
            new Feedback.Clicked(MAIL, AT.plusMillis(1), "one"));

    assertThat(different)
        .extracting(event -> only(event).status() + only(event).occurrence())
        .doesNotHaveDuplicates();
    assertThat(only(new Feedback.Clicked(MAIL, AT, "one")).occurrence())
        .isEqualTo(only(new Feedback.Clicked(MAIL, AT, "one")).occurrence());
  }

  @Test
  void whatTheServersSaidIsToldOfEachRecipient() {
    SmtpReply reply = new SmtpReply("550", "5.7.1", "smtp; 550 5.7.1 listed by an RBL");
    Feedback bounce =
        new Feedback.Bounced(
            MAIL,
            AT,
            FEEDBACK_ID,
            "Permanent",
            "General",
            List.of(
                new BouncedRecipient(ANN, DsnOutcome.FAILED, reply, true),
                new BouncedRecipient(BOB, DsnOutcome.FAILED)));

    assertThat(only(bounce).replies()).isEqualTo(Map.of("ann@example.com", reply));
  }

  @Test
  void anyEventCanTellThatItsMailWasSent() {
    Feedback delivered = new Feedback.Delivered(MAIL, AT, List.of(ANN));

    assertThat(FeedbackStatus.sent(delivered))
        .extracting(StatusEvent::status)
        .containsExactly(Status.SENT);
    assertThat(only(delivered).status()).isEqualTo(Status.DELIVERED);
  }

  @Test
  void aRecipientIsNamedOnce() {
    assertThat(only(new Feedback.Delivered(MAIL, AT, List.of(ANN, ANN))).recipients())
        .containsExactly("ann@example.com");
  }

  @Test
  void ofMailThatTheDispatcherDidNotTagAndOfNoMailNothingIsTold() {
    ReportedMail untagged = untaggedMail(List.of(ANN));

    for (Feedback feedback :
        List.of(
            new Feedback.Delivered(untagged, AT, List.of(ANN)),
            new Feedback.TopicChecked(),
            new Feedback.Unrecognised("New"))) {
      assertThat(FeedbackStatus.of(feedback)).isEmpty();
      assertThat(FeedbackStatus.sent(feedback)).isEmpty();
    }
  }
}
