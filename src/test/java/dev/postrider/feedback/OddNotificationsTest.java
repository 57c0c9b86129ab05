package dev.postrider.feedback;

import static dev.postrider.feedback.EventJson.KIM;
import static dev.postrider.feedback.EventJson.LEE;
import static dev.postrider.feedback.EventJson.STRANGER;
import static dev.postrider.feedback.EventJson.bounce;
import static dev.postrider.feedback.EventJson.complaint;
import static dev.postrider.feedback.EventJson.dead;
import static dev.postrider.feedback.EventJson.mail;
import static dev.postrider.feedback.EventJson.recipient;
import static dev.postrider.feedback.Fixtures.HASH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.simulation.InMemorySuppressions;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.Suppression;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Events as mail servers and providers make them, whose makers follow no standard to the letter:
/// whom they suppress, what the ledger learns, and that nothing is swallowed.
class OddNotificationsTest {
  private static final Instant RECEIVED_AT = Instant.parse("2026-11-24T00:10:00Z");
  private static final List<String> TO_KIM = List.of(KIM);
  private static final List<String> TO_BOTH = List.of(KIM, LEE);

  private final InMemorySuppressions suppressions =
      new InMemorySuppressions(SuppressionPolicy.DEFAULT, InstantSource.fixed(RECEIVED_AT));
  private final InMemoryDeliveryLedger ledger = new InMemoryDeliveryLedger();
  private final FeedbackHandler handler =
      new FeedbackHandler(new FeedbackParser(HASH), suppressions, ledger);
  private final HeardEvents heard = new HeardEvents();

  // ----- Whom a bounce names.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KIM@Example.Net",
        "kim@example.net (Kim Lee)",
        "kim@example.net (Kim (home) <kim@home.example>)",
        "rfc822; kim@example.net",
        "RFC822;<Kim@example.net>",
        "\"kim\"@example.net",
        "'kim@example.net'",
        "kim@example.net. ",
      })
  void aRecipientIsMetInEveryFormThatServersWrite(String form) {
    FeedbackSummary summary = handle(bounce("Permanent", TO_BOTH, dead(form)));

    assertThat(summary.count(Count.STRANGER)).isZero();
    assertThat(reason(KIM)).contains(SuppressionReason.HARD_BOUNCE);
    assertThat(suppressions.items()).hasSize(1);
  }

  @Test
  void aRecipientIsMetInUnicodeAndInPunycode() {
    handle(
        bounce("Permanent", List.of("kim@xn--bcher-kva.example", LEE), dead("kim@BÜCHER.example")));

    assertThat(reason("kim@xn--bcher-kva.example")).contains(SuppressionReason.HARD_BOUNCE);
  }

  @Test
  void aDeadAddressBehindTheOnlyRecipientIsASoftBounceOfItAndTheUnitIsBounced() {
    FeedbackSummary summary = handle(bounce("Permanent", TO_KIM, dead(STRANGER)));

    assertThat(reason(KIM)).isEmpty();
    assertThat(facts(KIM).softBounces()).hasSize(1);
    assertThat(facts(KIM).at(Mark.HARD_BOUNCE)).isEmpty();
    assertThat(suppressions.items()).hasSize(1);
    assertThat(statusOf(KIM)).isEqualTo(RecipientStatus.BOUNCED);
    assertThat(heard.events)
        .extracting(StatusEvent::status)
        .containsExactly(Status.BOUNCED, Status.SENT);
    assertThat(summary.count(Count.STRANGER)).isEqualTo(1);
    assertThat(summary.count(Count.SOFT_BOUNCE)).isEqualTo(1);
  }

  @Test
  void aListWithThreeDeadMembersIsCountedOnceAMail() {
    for (String member : List.of("a@list.example", "b@list.example", "c@list.example")) {
      ObjectNode event = bounce("Permanent", TO_KIM, dead(member));
      Fixtures.at(event, "/bounce").put("feedbackId", "of " + member);
      handle(event);
    }
    assertThat(reason(KIM)).isEmpty();

    for (String message : List.of("ses-8", "ses-9")) {
      ObjectNode event = bounce("Permanent", TO_KIM, dead("a@list.example"));
      mail(event).put("messageId", message);
      handle(event);
    }
    assertThat(reason(KIM)).contains(SuppressionReason.SOFT_BOUNCES);
  }

  @Test
  void aListWithManyDeadMembersDoesNotDisplaceItsBouncesOfOtherMails() {
    for (String message : List.of("ses-7", "ses-8", "ses-9")) {
      for (int member = 0; member < 40; member++) {
        ObjectNode event = bounce("Permanent", TO_KIM, dead("m" + member + "@list.example"));
        mail(event).put("messageId", message);
        Fixtures.at(event, "/bounce")
            .put("feedbackId", message + "-" + member)
            .put("timestamp", RECEIVED_AT.minusSeconds(60).plusMillis(member).toString());
        handle(event);
      }
    }

    assertThat(facts(KIM).softBounces()).hasSize(3);
    assertThat(reason(KIM)).contains(SuppressionReason.SOFT_BOUNCES);
  }

  @Test
  void ofSeveralRecipientsTheLedgerShowsABounceThatNamesNobody() {
    FeedbackSummary summary = handle(bounce("Permanent", TO_BOTH));

    assertThat(suppressions.items()).isEmpty();
    assertThat(ledger.units())
        .isEqualTo(Map.of("parcel-7", Map.of("stranger", RecipientStatus.BOUNCED)));
    assertThat(summary.count(Count.STRANGER)).isEqualTo(1);
    assertThat(heard.events).extracting(StatusEvent::status).containsExactly(Status.SENT);
  }

  @Test
  void whatLooksLikeACommentInAQuotedLocalPartIsNone() {
    String quoted = "\"kim(1)\"@example.net";

    FeedbackSummary summary = handle(bounce("Permanent", List.of(quoted), dead(quoted)));

    assertThat(summary.count(Count.SUPPRESSED)).isEqualTo(1);
    assertThat(reason(KIM)).isEmpty();
  }

  @Test
  void ofSeveralRecipientsNobodyIsMarkedAndTheLedgerShowsABounceOfAStranger() {
    FeedbackSummary summary = handle(bounce("Permanent", TO_BOTH, dead(STRANGER)));

    assertThat(suppressions.items()).isEmpty();
    assertThat(ledger.units())
        .isEqualTo(Map.of("parcel-7", Map.of("stranger", RecipientStatus.BOUNCED)));
    assertThat(summary.count(Count.STRANGER)).isEqualTo(1);
    assertThat(summary.count(Count.SOFT_BOUNCE)).isEqualTo(1);
    assertThat(summary.noticed())
        .allSatisfy(line -> assertThat(line.replies()).containsOnlyKeys("stranger"));
  }

  @Test
  void aForwardedMailThatIsOnlyLateMarksNobody() {
    handle(bounce("Permanent", TO_KIM, recipient(STRANGER, "delayed", "4.4.1", null)));
    handle(bounce("Permanent", TO_BOTH, recipient(STRANGER, "Delayed", "4.4.1", null)));

    assertThat(suppressions.items()).isEmpty();
    assertThat(ledger.units()).isEqualTo(Map.of("parcel-7", Map.of()));
  }

  // ----- What a delivery status notification says.

  @ParameterizedTest
  @CsvSource({
    // bounce type, action, status, suppression, counted, status in the ledger
    "Permanent, failed, 5.1.1, HARD_BOUNCE, 0, BOUNCED",
    "Permanent, FAILED, 5.1.1, HARD_BOUNCE, 0, BOUNCED",
    "Permanent, delayed, 4.0.0, , 0, ",
    "Permanent, Relayed, 2.0.0, , 0, ",
    "Permanent, expanded, 2.0.0, , 0, ",
    "Permanent, Delivered, 5.1.1, , 0, ",
    "Permanent, expired, 4.4.7, , 1, SOFT_BOUNCED",
    "Permanent, expired, , , 1, SOFT_BOUNCED",
    "Permanent, expired, 5.1.1, HARD_BOUNCE, 0, BOUNCED",
    "Permanent, expired, 2.0.0, , 0, ",
    "Transient, Failed, 4.4.7, , 1, SOFT_BOUNCED",
    "Transient, FAILED, , , 1, SOFT_BOUNCED",
    "Transient, expired, 4.4.7, , 1, SOFT_BOUNCED",
    "Transient, expired, 5.4.7, , 1, SOFT_BOUNCED",
    "Transient, DELAYED, 4.4.7, , 0, ",
    "Undetermined, delayed, 4.0.0, , 0, ",
    "Undetermined, failed, , , 1, SOFT_BOUNCED"
  })
  void theActionIsUnderstoodInAnyCaseAndOnlyAFailureCounts(
      String type,
      String action,
      @Nullable String status,
      @Nullable SuppressionReason suppression,
      int counted,
      @Nullable RecipientStatus known) {
    FeedbackSummary summary = handle(bounce(type, TO_KIM, recipient(KIM, action, status, null)));

    assertThat(reason(KIM)).isEqualTo(Optional.ofNullable(suppression));
    assertThat(facts(KIM).softBounces()).hasSize(counted);
    assertThat(statusOf(KIM)).isEqualTo(known);
    assertThat(summary.unfamiliar())
        .isEqualTo(
            action.equals("expired")
                ? List.of("/bounce/bouncedRecipients/0/action=expired")
                : List.of());
    assertThat(summary.count(Count.NOT_FAILED))
        .isEqualTo(suppression == null && counted == 0 ? 1 : 0);
  }

  @Test
  void whatIsLateIsNoDeadAddressBesideOneThatIs() {
    handle(
        bounce(
            "Permanent", TO_BOTH, dead(KIM), recipient(LEE, "delayed", "4.0.0", "451 try later")));

    assertThat(reason(KIM)).contains(SuppressionReason.HARD_BOUNCE);
    assertThat(facts(LEE)).isEqualTo(Facts.NONE);
  }

  // ----- Dead domains.

  @ParameterizedTest
  @CsvSource({
    // status, the server's words, after which weekly mail it is suppressed
    "5.4.4, smtp; 550 5.4.4 Invalid domain, 3",
    "5.1.2, smtp; 550 5.1.2 no such host, 3",
    "5.1.10, smtp; 556 5.1.10 null MX, 3",
    "5.0.0, smtp; 550 5.4.4 Invalid domain, 3",
    ", smtp; 550 5.4.4 Invalid domain, 3",
    "4.4.7, smtp; 554 4.4.7 Message expired, 0",
    "5.4.1, smtp; 550 5.4.1 from 5.4.4.1, 0"
  })
  void aDeadDomainIsSeenByWhoeverMailsOnceAWeek(@Nullable String status, String said, int first) {
    for (int week = 1; week <= 8; week++) {
      Instant at = RECEIVED_AT.plus(Duration.ofDays(7L * (week - 1)));
      ObjectNode event = bounce("Transient", TO_KIM, recipient(KIM, "failed", status, said));
      mail(event).put("timestamp", at.minusSeconds(9).toString()).put("messageId", "ses-" + week);
      Fixtures.at(event, "/bounce").put("timestamp", at.toString()).put("feedbackId", "f" + week);
      handler.handle(List.of(new Notification("sns", event.toString(), at)), heard);

      assertThat(reason(KIM, at))
          .as("week %s", week)
          .isEqualTo(
              first > 0 && week >= first
                  ? Optional.of(SuppressionReason.SOFT_BOUNCES)
                  : Optional.empty());
    }
    assertThat(statusOf(KIM)).isEqualTo(RecipientStatus.SOFT_BOUNCED);
  }

  @Test
  void aDeadDomainBehindAForwarderIsNotTheRecipients() {
    ObjectNode event =
        bounce("Transient", TO_KIM, recipient(STRANGER, "failed", "5.4.4", "550 Invalid domain"));

    handle(event);

    assertThat(facts(KIM).softBounces().getFirst().deadDomain()).isFalse();
  }

  // ----- What is missing.

  @ParameterizedTest
  @ValueSource(strings = {"messageId", "destination", "timestamp", "tags"})
  void whatIsMissingFromTheMailKeepsNobodyFromBeingSuppressed(String field) {
    ObjectNode bounce = bounce("Permanent", TO_KIM, dead(KIM));
    ObjectNode complaint = complaint("abuse", List.of(LEE));
    Fixtures.at(complaint, "/complaint/complainedRecipients/0").put("emailAddress", LEE);
    mail(bounce).remove(field);
    mail(complaint).remove(field);

    assertThat(handle(bounce).failures()).isEmpty();
    assertThat(handle(complaint).failures()).isEmpty();

    assertThat(reason(KIM)).contains(SuppressionReason.HARD_BOUNCE);
    assertThat(reason(LEE)).contains(SuppressionReason.COMPLAINT);
  }

  @Test
  void withoutSesMessageIdThereIsNothingToTellTheLedger() {
    ObjectNode event = bounce("Permanent", TO_KIM, dead(KIM));
    mail(event).remove("messageId");

    FeedbackSummary summary = handle(event);

    assertThat(ledger.units()).isEmpty();
    assertThat(summary.count(Count.UNTRACKED)).isEqualTo(1);
    assertThat(summary.unfamiliar()).containsExactly("/mail/messageId is missing");
  }

  @Test
  void withoutAnyMailWhoIsNamedIsSuppressed() {
    ObjectNode event = bounce("Permanent", TO_KIM, dead(KIM));
    event.remove("mail");

    assertThat(handle(event).unfamiliar()).contains("/mail is missing");
    assertThat(reason(KIM)).contains(SuppressionReason.HARD_BOUNCE);
  }

  @Test
  void withoutDestinationsTheMailsHeadersSayWhoseItWas() {
    ObjectNode known = bounce("Permanent", List.of(), dead(KIM));
    ObjectNode unknown = bounce("Permanent", List.of(), dead(STRANGER));
    for (ObjectNode event : List.of(known, unknown)) {
      mail(event)
          .putObject("commonHeaders")
          .putArray("to")
          .add("\"Kim, at home\" <Kim@example.net>, Lee <lee@example.net>");
    }

    handle(known);
    FeedbackSummary summary = handle(unknown);

    assertThat(reason(KIM)).contains(SuppressionReason.HARD_BOUNCE);
    assertThat(suppressions.items()).hasSize(1);
    assertThat(summary.count(Count.STRANGER)).isEqualTo(1);
    assertThat(summary.unfamiliar()).containsExactly("/mail/destination is empty");
  }

  /// Of whom SES does not list, one more may have been in Bcc.
  @Test
  void theOnlyOneWhomTheHeadersNameIsNotBlamedForAStranger() {
    ObjectNode event = bounce("Permanent", List.of(), dead(STRANGER));
    mail(event).putObject("commonHeaders").putArray("to").add(KIM);

    handle(event);

    assertThat(suppressions.items()).isEmpty();
  }

  @Test
  void withoutDestinationsNoComplaintIsTakenBack() {
    ObjectNode event = complaint("not-spam", TO_KIM);
    mail(event).remove("destination");

    handle(event);

    assertThat(suppressions.items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "{}", "[null]", "[{}]", "[\"kim@example.net\"]"})
  void aListThatNamesNobodyIsNotedAndTheOnlyRecipientIsMeant(String list) throws Exception {
    ObjectNode bounce = bounce("Permanent", TO_KIM);
    Fixtures.at(bounce, "/bounce").set("bouncedRecipients", Fixtures.JSON.readTree(list));
    ObjectNode complaint = complaint("abuse", List.of(LEE));
    Fixtures.at(complaint, "/complaint").set("complainedRecipients", Fixtures.JSON.readTree(list));

    FeedbackSummary bounced = handle(bounce);
    FeedbackSummary complained = handle(complaint);

    assertThat(bounced.unfamiliar()).isNotEmpty();
    assertThat(complained.unfamiliar()).isNotEmpty();
    assertThat(facts(KIM).softBounces()).hasSize(1);
    assertThat(statusOf(KIM)).isEqualTo(RecipientStatus.BOUNCED);
    assertThat(reason(LEE)).contains(SuppressionReason.COMPLAINT);
  }

  @Test
  void aBounceTypeThatIsMissingIsNotedAndCounted() {
    ObjectNode event = bounce("Permanent", TO_KIM, dead(KIM));
    Fixtures.at(event, "/bounce").remove(List.of("bounceType", "bounceSubType"));

    FeedbackSummary summary = handle(event);

    assertThat(facts(KIM).softBounces()).hasSize(1);
    assertThat(summary.unfamiliar())
        .containsExactly("/bounce/bounceType is missing", "/bounce/bounceSubType is missing");
    assertThat(summary.count(Count.UNFAMILIAR)).isEqualTo(2);
  }

  // ----- Words in another case.

  @ParameterizedTest
  @CsvSource({
    "bounce, BOUNCE",
    "BOUNCE, BOUNCE",
    "' Bounce ', BOUNCE",
    "complaint, COMPLAINT",
    "rendering failure, RENDERING_FAILURE",
    "RenderingFailure, RENDERING_FAILURE",
    "RENDERING_FAILURE, RENDERING_FAILURE",
    "Delivery Delay, DELIVERY_DELAY",
    "deliverydelay, DELIVERY_DELAY",
    "OPEN, OPEN",
    "send, SEND"
  })
  void aTypeOfEventIsUnderstoodInAnyCase(String type, Count count) {
    ObjectNode event = bounce("Permanent", TO_KIM, dead(KIM)).put("eventType", type);
    complaint("abuse", TO_KIM)
        .properties()
        .forEach(e -> event.putIfAbsent(e.getKey(), e.getValue()));
    event.putObject("failure");
    event.putObject("deliveryDelay");
    event.putObject("open");

    FeedbackSummary summary = handle(event);

    assertThat(summary.count(count)).isEqualTo(1);
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.count(Count.UNRECOGNISED)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Not-Spam", "NOT-SPAM", "not-spam", " Not-spam "})
  void notSpamIsUnderstoodInAnyCase(String type) {
    FeedbackSummary summary = handle(complaint(type, TO_KIM));

    assertThat(facts(KIM).at(Mark.COMPLAINT)).isEmpty();
    assertThat(facts(KIM).at(Mark.COMPLAINT_LIFTED)).isPresent();
    assertThat(summary.unfamiliar()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PERMANENT, HARD_BOUNCE", "permanent, HARD_BOUNCE", "transient,"})
  void aBounceTypeIsUnderstoodInAnyCase(String type, @Nullable SuppressionReason reason) {
    FeedbackSummary summary = handle(bounce(type, TO_KIM, dead(KIM)));

    assertThat(reason(KIM)).isEqualTo(Optional.ofNullable(reason));
    assertThat(summary.unfamiliar()).isEmpty();
  }

  // ----- Clocks.

  @ParameterizedTest
  @CsvSource({
    // the receiver's time, what is taken
    "2026-11-24T00:05:00.123456789Z, 2026-11-24T00:05:00.123Z",
    "2036-02-07T06:28:15.000Z, 2026-11-24T00:10:00Z",
    "9999-12-31T23:59:59.999Z, 2026-11-24T00:10:00Z",
    "+10000-01-01T00:00:00Z, 2026-11-24T00:10:00Z",
    "+999999999-12-31T23:59:59Z, 2026-11-24T00:10:00Z",
    "1970-01-01T00:00:00Z, 2026-11-24T00:00:00Z",
    "0000-01-01T00:00:00Z, 2026-11-24T00:00:00Z",
    "-0001-01-01T00:00:00Z, 2026-11-24T00:00:00Z",
    "-999999999-01-01T00:00:00Z, 2026-11-24T00:00:00Z",
    "10000-01-01T00:00:00Z, 2026-11-24T00:00:00Z",
    "yesterday, 2026-11-24T00:00:00Z",
    ", 2026-11-24T00:00:00Z"
  })
  void aReceiversTimeIsTakenBetweenThatOfTheMailAndThatOfSns(@Nullable String at, Instant taken) {
    ObjectNode event = bounce("Permanent", TO_KIM, dead(KIM));
    Fixtures.at(event, "/bounce").put("timestamp", at);

    handle(event);

    assertThat(facts(KIM).at(Mark.HARD_BOUNCE)).contains(taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z",
        "-999999999-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59Z",
        "2036-02-07T06:28:15Z",
        "1970-01-01T00:00:00Z",
        ""
      })
  void aTimeOfTheMailAtWhichSesDidNotTakeItIsThatOfSns(String at) {
    ObjectNode event = bounce("Permanent", TO_KIM, dead(KIM));
    mail(event).put("timestamp", at);

    handle(event);

    assertThat(facts(KIM).at(Mark.HARD_BOUNCE)).contains(RECEIVED_AT);
    assertThat(statusOf(KIM)).isEqualTo(RecipientStatus.BOUNCED);
  }

  private FeedbackSummary handle(ObjectNode event) {
    return handler.handle(List.of(new Notification("sns-1", event.toString(), RECEIVED_AT)), heard);
  }

  private Facts facts(String address) {
    return suppressions.facts(new SuppressionKey(address, Scope.EVERYWHERE)).orElse(Facts.NONE);
  }

  private Optional<SuppressionReason> reason(String address) {
    return reason(address, RECEIVED_AT);
  }

  private Optional<SuppressionReason> reason(String address, Instant now) {
    return SuppressionPolicy.DEFAULT.effective(facts(address), now).map(Suppression::reason);
  }

  private @Nullable RecipientStatus statusOf(String address) {
    return ledger.units().getOrDefault("parcel-7", Map.of()).get(HASH.of(address));
  }
}
