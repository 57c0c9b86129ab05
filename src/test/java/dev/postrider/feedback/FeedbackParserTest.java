package dev.postrider.feedback;

import static dev.postrider.feedback.Fixtures.ANN;
import static dev.postrider.feedback.Fixtures.BOB;
import static dev.postrider.feedback.Fixtures.FEEDBACK_ID;
import static dev.postrider.feedback.Fixtures.MESSAGE_ID;
import static dev.postrider.feedback.Fixtures.RECEIVED_AT;
import static dev.postrider.feedback.Fixtures.SENT_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.feedback.Feedback.Bounced;
import dev.postrider.feedback.Feedback.BouncedRecipient;
import dev.postrider.feedback.Feedback.Clicked;
import dev.postrider.feedback.Feedback.Complained;
import dev.postrider.feedback.Feedback.Delayed;
import dev.postrider.feedback.Feedback.Delivered;
import dev.postrider.feedback.Feedback.Opened;
import dev.postrider.feedback.Feedback.RenderingFailed;
import dev.postrider.feedback.Feedback.SesRejected;
import dev.postrider.feedback.Feedback.SesSent;
import dev.postrider.feedback.Feedback.SubscriptionChanged;
import dev.postrider.feedback.Feedback.TopicChecked;
import dev.postrider.feedback.Feedback.Unrecognised;
import dev.postrider.status.StatusEvent.SmtpReply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackParserTest {
  private final FeedbackParser parser = new FeedbackParser(Fixtures.HASH);

  @Test
  void aSendEventNamesItsUnitByItsTags() {
    SesSent sent = known("send", SesSent.class);

    assertThat(sent.mail().messageId()).isEqualTo(MESSAGE_ID);
    assertThat(sent.mail().sentAt()).isEqualTo(SENT_AT);
    assertThat(sent.mail().destinations()).containsExactly(ANN);
    assertThat(sent.mail().unitKey()).contains("order-1001#7");
    assertThat(sent.mail().stream()).contains("transactional");
    assertThat(sent.mail().tenant()).isEmpty();
    assertThat(sent.mail().tags()).containsEntry("ses:configuration-set", "postrider");
  }

  @Test
  void aDeliveryNamesItsRecipients() {
    Delivered delivered = known("delivery", Delivered.class);

    assertThat(delivered)
        .isEqualTo(
            new Delivered(
                delivered.mail(), Instant.parse("2026-11-24T00:00:01.204Z"), List.of(ANN, BOB)));
    assertThat(delivered.mail().unitKey()).contains("order-1001");
  }

  @Test
  void aBounceNamesItsRecipientsByTheKeyOfTheirAddress() {
    Bounced bounced = known("bounce-permanent", Bounced.class);

    assertThat(bounced)
        .isEqualTo(
            new Bounced(
                bounced.mail(),
                Instant.parse("2026-11-24T00:00:02Z"),
                FEEDBACK_ID,
                "Permanent",
                "General",
                List.of(
                    bounced(ANN, new SmtpReply("550", "5.1.1", "smtp; 550 5.1.1 … user unknown")),
                    bounced(BOB, new SmtpReply("", "5.1.1", "")))));
  }

  @Test
  void anOutOfOfficeAnswerReportsNoFailure() {
    Bounced bounced = known("bounce-out-of-office", Bounced.class);

    assertThat(bounced.recipients()).containsExactly(new BouncedRecipient(ANN, DsnOutcome.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "failed,,, FAILED",
    "Failed, 4.4.7,, FAILED",
    "FAILED,,, FAILED",
    "' failed ',,, FAILED",
    "delayed, 5.1.1, smtp; 550, NOT_FAILED",
    "Delivered, 2.0.0,, NOT_FAILED",
    "relayed,,, NOT_FAILED",
    "EXPANDED,,, NOT_FAILED",
    "expired, 5.4.7,, FAILED",
    "expired, 4.4.7,, FAILED_FOR_NOW",
    "Expired, 2.0.0,, NOT_FAILED",
    "expired,, smtp; 550, FAILED_FOR_NOW",
    "expired, ' ',, FAILED_FOR_NOW",
    ", 4.4.7,, FAILED",
    ", 5.1.1,, FAILED",
    ", 2.0.0, smtp; 250, NOT_FAILED",
    ",, smtp; 550 no, FAILED",
    ",,, NONE"
  })
  void whatADeliveryStatusNotificationReportsIsUnderstood(
      @Nullable String action,
      @Nullable String status,
      @Nullable String diagnosticCode,
      DsnOutcome outcome) {
    ObjectNode event = Fixtures.json("bounce-out-of-office");
    ObjectNode recipient = Fixtures.at(event, "/bounce/bouncedRecipients/0");
    recipient.put("action", action).put("status", status).put("diagnosticCode", diagnosticCode);

    Bounced bounced = (Bounced) parse(event).feedback();

    assertThat(bounced.recipients())
        .containsExactly(new BouncedRecipient(ANN, outcome, reply(status, diagnosticCode), true));
  }

  @Test
  void aComplaintNamesItsClass() {
    Complained complained = known("complaint", Complained.class);

    assertThat(complained)
        .isEqualTo(
            new Complained(
                complained.mail(),
                Instant.parse("2026-11-24T00:00:03Z"),
                FEEDBACK_ID,
                null,
                "abuse",
                List.of(ANN)));
  }

  @Test
  void aComplaintWithoutAClassHasNone() {
    Complained complained = known("complaint-not-sent", Complained.class);

    assertThat(complained.subType()).isEqualTo("OnAccountSuppressionList");
    assertThat(complained.feedbackType()).isNull();
  }

  @Test
  void rejectsAndRenderingFailuresNameTheirMail() {
    assertThat(known("reject", SesRejected.class).mail().destinations()).containsExactly(ANN, BOB);
    assertThat(known("reject", SesRejected.class).text()).isEqualTo("Bad content");
    assertThat(known("rendering-failure", RenderingFailed.class).mail().destinations())
        .containsExactly(ANN);
    assertThat(known("rendering-failure", RenderingFailed.class))
        .returns("welcome", RenderingFailed::template)
        .returns("name", RenderingFailed::attribute)
        .returns("Attribute 'name' is not present in the rendering data.", RenderingFailed::text);
  }

  @Test
  void aDelayNamesItsRecipients() {
    Delayed delayed = known("delivery-delay", Delayed.class);

    assertThat(delayed)
        .isEqualTo(
            new Delayed(
                delayed.mail(),
                Instant.parse("2026-11-24T00:10:00.095Z"),
                List.of(ANN),
                Map.of(
                    ANN,
                    new SmtpReply(
                        "421", "4.4.1", "smtp; 421 4.4.1 Unable to connect to remote host"))));
  }

  @Test
  void opensAndClicksHaveTheirTime() {
    assertThat(known("open", Opened.class).at()).isEqualTo("2026-11-24T01:00:00Z");
    assertThat(known("click", Clicked.class).at()).isEqualTo("2026-11-24T01:00:01Z");
  }

  @Test
  void aChangedSubscriptionSaysWhetherTheRecipientLeftEverything() {
    assertThat(known("subscription", SubscriptionChanged.class))
        .returns(true, SubscriptionChanged::leftEverything)
        .returns(Instant.parse("2026-11-24T02:00:00Z"), SubscriptionChanged::at);

    ObjectNode event = Fixtures.json("subscription");
    Fixtures.at(event, "/subscription/newTopicPreferences").put("unsubscribeAll", false);
    assertThat(((SubscriptionChanged) parse(event).feedback()).leftEverything()).isFalse();
  }

  @Test
  void anIdentitysNotificationIsReadLikeAnEventAndHasNoTags() {
    Bounced bounced = known("notification-bounce", Bounced.class);

    assertThat(bounced.subType()).isEqualTo("NoEmail");
    assertThat(bounced.mail().tags()).isEmpty();
    assertThat(bounced.mail().unitKey()).isEmpty();
    assertThat(bounced.mail().stream()).isEmpty();
  }

  @Test
  void whatIsNewIsKeptAndNotedWithoutAddresses() {
    ParsedNotification parsed = parser.parse(Fixtures.text("new-things"), RECEIVED_AT);

    assertThat(parsed.unfamiliar())
        .containsExactly(
            "/schemaVersion",
            "/mail/priority",
            "/bounce/…",
            "/bounce/timestamp is not a time",
            "/bounce/bounceType=Eventual",
            "/bounce/bounceSubType=…",
            "/bounce/bouncedRecipients/0/mx");
    assertThat(parsed.feedback())
        .isInstanceOfSatisfying(
            Bounced.class,
            bounced -> {
              assertThat(bounced.type()).isEqualTo("Eventual");
              assertThat(bounced.at()).isEqualTo(SENT_AT);
            });
  }

  @Test
  void aNewTypeOfEventIsUnrecognised() {
    ParsedNotification parsed = parser.parse(Fixtures.text("new-type"), RECEIVED_AT);

    assertThat(parsed)
        .isEqualTo(
            new ParsedNotification(
                new Unrecognised("Teleported"),
                false,
                List.of("/teleported", "event type Teleported")));
  }

  /// Jackson's table of names, which all notifications would share, cannot take them.
  @Test
  void fieldNamesOfOneHashDoNoHarm() {
    ObjectNode event = Fixtures.json("send");
    for (int n = 0; n < 6_000; n++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 13; bit++) {
        name.append((n >> bit & 1) == 0 ? "Ab" : "BA");
      }
      event.put(name.toString(), n);
    }

    assertThat(parse(event).feedback()).isInstanceOf(SesSent.class);
    assertThat(parse(Fixtures.json("send")).unfamiliar()).isEmpty();
  }

  @Test
  void onlyTheFirstTwentyNotesAreKeptAndEachOnce() {
    ObjectNode event = Fixtures.json("send");
    for (int n = 0; n < 30; n++) {
      event.put("new" + n, n);
    }

    assertThat(parse(event).unfamiliar()).hasSize(20).doesNotHaveDuplicates();
    assertThat(new ParsedNotification(new TopicChecked(), false, List.of("a", "a")).unfamiliar())
        .containsExactly("a");
  }

  @Test
  void aTimeThatIsMissingIsTakenFromTheMailAndThenFromSns() {
    ObjectNode event = Fixtures.json("delivery");
    Fixtures.at(event, "/delivery").remove("timestamp");
    Fixtures.at(event, "/mail").remove("timestamp");

    ParsedNotification parsed = parse(event);

    assertThat(((Delivered) parsed.feedback()).at()).isEqualTo(RECEIVED_AT);
    assertThat(parsed.unfamiliar())
        .containsExactly("/mail/timestamp is not a time", "/delivery/timestamp is not a time");
  }

  @Test
  void aFeedbackIdThatIsMissingIsTakenFromTheMail() {
    ObjectNode bounce = Fixtures.json("bounce-permanent");
    Fixtures.at(bounce, "/bounce").remove("feedbackId");
    ObjectNode complaint = Fixtures.json("complaint");
    Fixtures.at(complaint, "/complaint").remove("feedbackId");

    assertThat(((Bounced) parse(bounce).feedback()).feedbackId()).isEqualTo(MESSAGE_ID);
    assertThat(((Complained) parse(complaint).feedback()).feedbackId()).isEqualTo(MESSAGE_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void aRecipientThatIsNoAddressIsNotedAndTheOthersAreKept(String address) {
    ObjectNode event = Fixtures.json("bounce-permanent");
    Fixtures.at(event, "/bounce/bouncedRecipients/0").put("emailAddress", address);

    ParsedNotification parsed = parse(event);

    assertThat(((Bounced) parsed.feedback()).recipients())
        .containsExactly(bounced(BOB, new SmtpReply("", "5.1.1", "")));
    assertThat(parsed.unfamiliar())
        .containsExactly("/bounce/bouncedRecipients/0/emailAddress is not an address");
  }

  @Test
  void anAddressOfMoreThan320CharactersIsNone() {
    ObjectNode event = Fixtures.json("delivery");
    String longest = "a".repeat(320 - "@example.com".length()) + "@example.com";
    Fixtures.at(event, "/mail").putArray("destination").add(longest);
    Fixtures.at(event, "/delivery").putArray("recipients").add(longest).add("a" + longest);

    ParsedNotification parsed = parse(event);

    assertThat(((Delivered) parsed.feedback()).recipients())
        .containsExactly(HashedMailbox.of(longest, Fixtures.HASH));
    assertThat(parsed.unfamiliar()).containsExactly("/delivery/recipients is not an address");
  }

  @Test
  void aBounceWithoutATypeIsKept() {
    ObjectNode event = Fixtures.json("bounce-permanent");
    Fixtures.at(event, "/bounce").remove(List.of("bounceType", "bounceSubType"));

    Bounced bounced = (Bounced) parse(event).feedback();

    assertThat(bounced.type()).isEmpty();
    assertThat(bounced.subType()).isEmpty();
  }

  @Test
  void theTopicsOwnMessagesMeanNothing() {
    assertThat(
            parser.parse(
                "Successfully validated SNS topic for Amazon SES event publishing.", RECEIVED_AT))
        .isEqualTo(new ParsedNotification(new TopicChecked(), false, List.of()));
    assertThat(
            parser.parse(
                "{\"notificationType\":\"AmazonSnsSubscriptionSucceeded\",\"message\":\"You"
                    + " have\"}",
                RECEIVED_AT))
        .isEqualTo(new ParsedNotification(new TopicChecked(), false, List.of()));
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of(
            "{\"eventType\":\"Bounce\",\"mail\":{\"messageId\":\"0102",
            "the notification is not JSON: line 1, column 48"),
        Arguments.of("ann@example.com", "the notification is not JSON: line 1, column 1"),
        Arguments.of("", "the notification is not an object: missing"),
        Arguments.of("[1]", "the notification is not an object: array"),
        Arguments.of("{}", "the notification has neither eventType nor notificationType"),
        Arguments.of(
            "{\"eventType\":5}", "the notification has neither eventType nor notificationType"),
        Arguments.of("{\"eventType\":\"Send\"}", "the Send notification has no /mail"),
        Arguments.of(
            "{\"eventType\":\"Send\",\"mail\":{}}", "the Send notification has no /mail/messageId"),
        Arguments.of(
            "{\"eventType\":\"Send\",\"mail\":{\"messageId\":null}}",
            "the Send notification has no /mail/messageId"));
  }

  @ParameterizedTest
  @MethodSource
  void malformed(String message, String expected) {
    assertThatThrownBy(() -> parser.parse(message, RECEIVED_AT))
        .isInstanceOf(MalformedNotification.class)
        .hasMessage(expected)
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "2036-02-07T06:28:15.000Z, 2026-11-24T03:00:00Z",
    "1970-01-01T00:00:00.000Z, 2026-11-24T00:00:00Z",
    "2026-11-24T00:00:02.000Z, 2026-11-24T00:00:02Z"
  })
  void aReceiversClockIsBelievedBetweenTheMailsTimeAndTheEventsArrival(String at, Instant taken) {
    ObjectNode event = Fixtures.json("bounce-permanent");
    Fixtures.at(event, "/bounce").put("timestamp", at);

    assertThat(((Bounced) parse(event).feedback()).at()).isEqualTo(taken);
  }

  @Test
  void aListThatIsMissingNamesNobodyAndIsNoted() {
    ObjectNode event = Fixtures.json("complaint");
    Fixtures.at(event, "/complaint").remove("complainedRecipients");

    ParsedNotification parsed = parse(event);

    assertThat(parsed.stranger()).isTrue();
    assertThat(parsed.unfamiliar())
        .containsExactly("/complaint/complainedRecipients is not a list");
    assertThat(((Complained) parsed.feedback()).recipients()).containsExactly(ANN);
  }

  @ParameterizedTest
  @CsvSource({
    "delivery, /delivery",
    "bounce-permanent, /bounce",
    "complaint, /complaint",
    "delivery-delay, /deliveryDelay",
    "open, /open",
    "click, /click",
    "subscription, /subscription",
    "delivery, /mail/messageId",
    "open, /mail"
  })
  void anEventWithoutWhatItsTypeMustHaveIsMalformed(String fixture, String pointer) {
    ObjectNode event = Fixtures.json(fixture);
    int slash = pointer.lastIndexOf('/');
    Fixtures.at(event, pointer.substring(0, slash)).remove(pointer.substring(slash + 1));

    assertThatThrownBy(() -> parse(event))
        .isInstanceOf(MalformedNotification.class)
        .hasMessage("the %s notification has no %s", event.path("eventType").asText(), pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bounce-permanent",
        "bounce-out-of-office",
        "complaint",
        "delivery",
        "delivery-delay",
        "reject",
        "new-things"
      })
  void noAddressIsInAnyText(String fixture) {
    assertThat(parser.parse(Fixtures.text(fixture), RECEIVED_AT).toString())
        .doesNotContain("@example.com");
  }

  private static BouncedRecipient bounced(HashedMailbox mailbox, SmtpReply reply) {
    return new BouncedRecipient(mailbox, DsnOutcome.FAILED, reply, true);
  }

  private static SmtpReply reply(@Nullable String status, @Nullable String diagnosticCode) {
    String text = diagnosticCode == null ? "" : diagnosticCode;
    return new SmtpReply(text.replaceAll("\\D", ""), status == null ? "" : status.strip(), text);
  }

  private <T extends Feedback> T known(String fixture, Class<T> type) {
    ParsedNotification parsed = parser.parse(Fixtures.text(fixture), RECEIVED_AT);
    assertThat(parsed.unfamiliar()).isEmpty();
    assertThat(parsed.feedback()).isInstanceOf(type);
    return type.cast(parsed.feedback());
  }

  private ParsedNotification parse(ObjectNode event) {
    return parser.parse(event.toString(), RECEIVED_AT);
  }
}
