package dev.postrider.feedback;

import static dev.postrider.feedback.Fixtures.ANN;
import static dev.postrider.feedback.Fixtures.BOB;
import static dev.postrider.feedback.Fixtures.MESSAGE_ID;
import static dev.postrider.feedback.Fixtures.SENT_AT;
import static dev.postrider.feedback.Fixtures.mail;
import static dev.postrider.feedback.Fixtures.untaggedMail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.feedback.Effect.AddFact;
import dev.postrider.feedback.Effect.ReportToLedger;
import dev.postrider.feedback.Effect.Untracked;
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
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import dev.postrider.suppression.SuppressionKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackPolicyTest {
  private static final Instant AT = Instant.parse("2026-11-24T00:00:02Z");
  private static final ReportedMail MAIL = mail("order-1", List.of(ANN, BOB));
  private static final ReportedMail OF_TENANT =
      new ReportedMail(
          MESSAGE_ID,
          SENT_AT,
          List.of(ANN),
          Map.of("postrider-id", "order-1", "ses:tenant-name", "acme"));
  private static final SuppressionFact HARD_BOUNCE = new Marked(Mark.HARD_BOUNCE, AT);
  private static final SuppressionFact COMPLAINT = new Marked(Mark.COMPLAINT, AT);
  private static final SuppressionFact SOFT_BOUNCE = new SoftBounce(AT, "f1");

  @Test
  void sendOpenAndClickProveThatTheUnitWasSent() {
    assertThat(FeedbackPolicy.effects(new SesSent(MAIL))).containsExactly(report(SENT_AT));
    assertThat(FeedbackPolicy.effects(new Opened(MAIL, AT))).containsExactly(report(AT));
    assertThat(FeedbackPolicy.effects(new Clicked(MAIL, AT, "link"))).containsExactly(report(AT));
  }

  @Test
  void aDeliveryIsReportedForItsRecipientsAlone() {
    assertThat(FeedbackPolicy.effects(new Delivered(MAIL, AT, List.of(ANN))))
        .containsExactly(report(AT, Map.of(ANN.hash(), RecipientStatus.DELIVERED)));
  }

  @Test
  void aDelayIsReportedForItsRecipientsAlone() {
    assertThat(FeedbackPolicy.effects(new Delayed(MAIL, AT, List.of(BOB), Map.of())))
        .containsExactly(report(AT, Map.of(BOB.hash(), RecipientStatus.DELAYED)));
  }

  @Test
  void aRejectAndARenderingFailureEndTheMailForAllItsRecipients() {
    Effect expected =
        report(
            SENT_AT,
            Map.of(ANN.hash(), RecipientStatus.REJECTED, BOB.hash(), RecipientStatus.REJECTED));

    assertThat(FeedbackPolicy.effects(new SesRejected(MAIL, ""))).containsExactly(expected);
    assertThat(FeedbackPolicy.effects(new RenderingFailed(MAIL, "", "", "")))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"General", "NoEmail", "Suppressed", "OnAccountSuppressionList", "SomethingNew"})
  void aPermanentBounceSuppressesEverywhereAtOnce(String subType) {
    assertThat(FeedbackPolicy.effects(bounce(MAIL, "Permanent", subType, true)))
        .containsExactly(learn(Scope.EVERYWHERE, HARD_BOUNCE), reported(RecipientStatus.BOUNCED));
  }

  @Test
  void anAddressOnATenantsListIsSuppressedForThatTenantAlone() {
    assertThat(
            FeedbackPolicy.effects(bounce(OF_TENANT, "Permanent", "OnTenantSuppressionList", true)))
        .containsExactly(
            learn(Scope.tenant("acme"), HARD_BOUNCE), reported(RecipientStatus.BOUNCED));
    assertThat(FeedbackPolicy.effects(bounce(MAIL, "Permanent", "OnTenantSuppressionList", true)))
        .containsExactly(reported(RecipientStatus.BOUNCED));
  }

  @Test
  void anAddressThatSesDoubtsIsCountedAndNotSuppressedAtOnce() {
    assertThat(FeedbackPolicy.effects(bounce(MAIL, "Permanent", "EmailValidationSuppressed", true)))
        .containsExactly(learn(Scope.EVERYWHERE, SOFT_BOUNCE), reported(RecipientStatus.BOUNCED));
  }

  @Test
  void aRecipientWhoLeftIsSuppressedForTheStreamAlone() {
    assertThat(FeedbackPolicy.effects(bounce(MAIL, "Permanent", "UnsubscribedRecipient", true)))
        .containsExactly(
            learn(Scope.stream("marketing"), new Marked(Mark.UNSUBSCRIBED, AT)),
            reported(RecipientStatus.BOUNCED));
    assertThat(
            FeedbackPolicy.effects(
                bounce(untaggedMail(List.of(ANN)), "Permanent", "UnsubscribedRecipient", true)))
        .containsExactly(new Untracked());
  }

  @ParameterizedTest
  @CsvSource({
    "Transient, General, true",
    "Transient, MailboxFull, true",
    "Transient, MailboxFull, false",
    "Transient, CustomTimeoutExceeded, false",
    "Transient, SomethingNew, true",
    "Undetermined, Undetermined, true",
    "Undetermined, Undetermined, false",
    "Eventual, General, false",
    "'', '', false"
  })
  void aBounceThatMayPassIsCounted(String type, String subType, boolean failure) {
    assertThat(FeedbackPolicy.effects(bounce(MAIL, type, subType, failure)))
        .containsExactly(
            learn(Scope.EVERYWHERE, SOFT_BOUNCE), reported(RecipientStatus.SOFT_BOUNCED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MessageTooLarge", "ContentRejected", "AttachmentRejected"})
  void refusedContentSaysNothingOfTheAddress(String subType) {
    assertThat(FeedbackPolicy.effects(bounce(MAIL, "Transient", subType, true)))
        .containsExactly(reported(RecipientStatus.SOFT_BOUNCED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"General", "SomethingNew"})
  void anOutOfOfficeAnswerChangesNoRecipientsStatus(String subType) {
    assertThat(FeedbackPolicy.effects(bounce(MAIL, "Transient", subType, false)))
        .containsExactly(report(AT));
  }

  @Test
  void eachRecipientOfABounceIsJudgedByItself() {
    Bounced bounce =
        new Bounced(
            MAIL,
            AT,
            "f1",
            "Transient",
            "General",
            List.of(
                new BouncedRecipient(ANN, DsnOutcome.NONE),
                new BouncedRecipient(BOB, DsnOutcome.FAILED)));

    assertThat(FeedbackPolicy.effects(bounce))
        .containsExactly(
            new AddFact(new SuppressionKey(BOB.key(), Scope.EVERYWHERE), SOFT_BOUNCE),
            report(AT, Map.of(BOB.hash(), RecipientStatus.SOFT_BOUNCED)));
  }

  @Test
  void aRecipientNamedTwiceIsReportedOnce() {
    BouncedRecipient ann = new BouncedRecipient(ANN, DsnOutcome.FAILED);

    assertThat(
            FeedbackPolicy.effects(
                new Bounced(MAIL, AT, "f1", "Permanent", "General", List.of(ann, ann))))
        .endsWith(reported(RecipientStatus.BOUNCED));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"abuse", "auth-failure", "fraud", "other", "virus", "something-new"})
  void aComplaintSuppressesEverywhere(@Nullable String feedbackType) {
    assertThat(FeedbackPolicy.effects(complaint(MAIL, null, feedbackType)))
        .containsExactly(learn(Scope.EVERYWHERE, COMPLAINT), reported(RecipientStatus.COMPLAINED));
    assertThat(FeedbackPolicy.effects(complaint(MAIL, "SomethingNew", feedbackType)))
        .containsExactly(learn(Scope.EVERYWHERE, COMPLAINT), reported(RecipientStatus.COMPLAINED));
  }

  @Test
  void aComplaintForWhichSesDidNotSendSuppressesButNobodyComplainedOfThisMail() {
    assertThat(FeedbackPolicy.effects(complaint(MAIL, "OnAccountSuppressionList", null)))
        .containsExactly(learn(Scope.EVERYWHERE, COMPLAINT), reported(RecipientStatus.REJECTED));
    assertThat(FeedbackPolicy.effects(complaint(OF_TENANT, "OnTenantSuppressionList", null)))
        .containsExactly(
            learn(Scope.tenant("acme"), COMPLAINT), reported(RecipientStatus.REJECTED));
    assertThat(FeedbackPolicy.effects(complaint(MAIL, "OnTenantSuppressionList", null)))
        .containsExactly(reported(RecipientStatus.REJECTED));
  }

  @Test
  void notSpamLiftsAndDoesNotSuppress() {
    assertThat(FeedbackPolicy.effects(complaint(MAIL, null, "not-spam")))
        .containsExactly(
            learn(Scope.EVERYWHERE, new Marked(Mark.COMPLAINT_LIFTED, AT)), report(AT));
  }

  @Test
  void leavingEverythingSuppressesTheStream() {
    ReportedMail toOne = mail("order-1", List.of(ANN));

    assertThat(FeedbackPolicy.effects(new SubscriptionChanged(toOne, AT, true)))
        .containsExactly(
            learn(Scope.stream("marketing"), new Marked(Mark.UNSUBSCRIBED, AT)), report(AT));
    assertThat(FeedbackPolicy.effects(new SubscriptionChanged(toOne, AT, false)))
        .containsExactly(report(AT));
  }

  @Test
  void whoLeftIsNotGuessedWhenAMailHasSeveralRecipients() {
    assertThat(FeedbackPolicy.effects(new SubscriptionChanged(MAIL, AT, true)))
        .containsExactly(report(AT));
  }

  @Test
  void mailWithoutOurTagsSuppressesAllTheSame() {
    assertThat(
            FeedbackPolicy.effects(
                bounce(untaggedMail(List.of(ANN)), "Permanent", "General", true)))
        .containsExactly(learn(Scope.EVERYWHERE, HARD_BOUNCE), new Untracked());
  }

  @Test
  void whatIsNotAboutMailHasNoEffect() {
    assertThat(FeedbackPolicy.effects(new TopicChecked())).isEmpty();
    assertThat(FeedbackPolicy.effects(new Unrecognised("Teleported"))).isEmpty();
  }

  private static Bounced bounce(ReportedMail mail, String type, String subType, boolean failure) {
    return bounce(mail, type, subType, failure ? DsnOutcome.FAILED : DsnOutcome.NONE);
  }

  private static Bounced bounce(
      ReportedMail mail, String type, String subType, DsnOutcome outcome) {
    return new Bounced(mail, AT, "f1", type, subType, List.of(new BouncedRecipient(ANN, outcome)));
  }

  private static Complained complaint(
      ReportedMail mail, @Nullable String subType, @Nullable String feedbackType) {
    return new Complained(mail, AT, "f1", subType, feedbackType, List.of(ANN));
  }

  private static Effect learn(Scope scope, SuppressionFact fact) {
    return new AddFact(new SuppressionKey(ANN.key(), scope), fact);
  }

  private static Effect reported(RecipientStatus status) {
    return report(AT, Map.of(ANN.hash(), status));
  }

  private static Effect report(Instant at) {
    return report(at, Map.of());
  }

  private static Effect report(Instant at, Map<String, RecipientStatus> recipients) {
    return new ReportToLedger(new DeliveryReport("order-1", MESSAGE_ID, SENT_AT, at, recipients));
  }
}
