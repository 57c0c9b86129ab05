package dev.postrider.feedback;

import static dev.postrider.feedback.Fixtures.ANN;
import static dev.postrider.feedback.Fixtures.BOB;
import static dev.postrider.feedback.Fixtures.HASH;
import static dev.postrider.feedback.Fixtures.SENT_AT;
import static dev.postrider.feedback.Fixtures.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.feedback.Effect.AddFact;
import dev.postrider.feedback.Effect.ReportToLedger;
import dev.postrider.feedback.Feedback.Bounced;
import dev.postrider.feedback.Feedback.BouncedRecipient;
import dev.postrider.feedback.Feedback.Complained;
import dev.postrider.feedback.Feedback.Delayed;
import dev.postrider.feedback.Feedback.Delivered;
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
import org.junit.jupiter.params.provider.ValueSource;

/// Whom events are about, and what follows for them.
class AttributionTest {
  private static final Instant AT = Instant.parse("2026-11-24T00:00:02Z");
  private static final HashedMailbox STRANGER =
      HashedMailbox.of("ann.new@forward.example.net", HASH);
  private static final HashedMailbox CYD = HashedMailbox.of("cyd@other.example", HASH);
  private static final ReportedMail TO_ANN = mail("order-1", List.of(ANN));
  private static final ReportedMail TO_BOTH = mail("order-1", List.of(ANN, BOB));

  @Test
  void aForwardersDeadTargetCountsAgainstTheOnlyRecipientAsABounceThatMayPass() {
    Attribution attribution = Attribution.of(bounce(TO_ANN, STRANGER));

    assertThat(attribution.stranger()).isTrue();
    assertThat(effects(attribution))
        .containsExactly(
            learn(ANN, new SoftBounce(SENT_AT, Fixtures.MESSAGE_ID)),
            report(Map.of(ANN.hash(), RecipientStatus.BOUNCED)));
  }

  @Test
  void aBounceThatNamesNobodyCountsAgainstTheOnlyRecipientToo() {
    assertThat(effects(Attribution.of(bounce(TO_ANN))))
        .containsExactly(
            learn(ANN, new SoftBounce(SENT_AT, Fixtures.MESSAGE_ID)),
            report(Map.of(ANN.hash(), RecipientStatus.BOUNCED)));
  }

  @Test
  void ofSeveralRecipientsNobodyIsMarkedForAStranger() {
    Attribution attribution = Attribution.of(bounce(TO_BOTH, STRANGER));

    assertThat(attribution.stranger()).isTrue();
    assertThat(effects(attribution))
        .containsExactly(report(Map.of("stranger", RecipientStatus.BOUNCED)));
    assertThat(effects(Attribution.of(bounce(TO_BOTH, STRANGER, BOB))))
        .containsExactly(
            learn(BOB, new Marked(Mark.HARD_BOUNCE, AT)),
            report(Map.of(BOB.hash(), RecipientStatus.BOUNCED)));
  }

  @Test
  void aMailThatNamesItsRecipientTwiceHasOne() {
    assertThat(
            effects(Attribution.of(bounce(mail("order-1", List.of(ANN, ANN)), STRANGER)))
                .getFirst())
        .isEqualTo(learn(ANN, new SoftBounce(SENT_AT, Fixtures.MESSAGE_ID)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANN@Example.com",
        "Ann Lee <ann@example.com>",
        "ann@example.com (Ann Lee)",
        "(Ann Lee) ann@example.com",
        "rfc822; ann@example.com",
        "RFC822;ann@example.com"
      })
  void aRecipientIsKnownInEveryFormInWhichServersWriteIt(String form) {
    Attribution attribution = Attribution.of(bounce(TO_BOTH, HashedMailbox.of(form, HASH)));

    assertThat(attribution.stranger()).isFalse();
    assertThat(effects(attribution)).contains(learn(ANN, new Marked(Mark.HARD_BOUNCE, AT)));
  }

  @Test
  void aComplaintOfAMailToOneIsThatRecipientsWhoeverIsNamed() {
    List<Effect> expected =
        List.of(
            learn(ANN, new Marked(Mark.COMPLAINT, AT)),
            report(Map.of(ANN.hash(), RecipientStatus.COMPLAINED)));

    assertThat(effects(Attribution.of(complaint(TO_ANN, "abuse", STRANGER)))).isEqualTo(expected);
    assertThat(effects(Attribution.of(complaint(TO_ANN, "abuse")))).isEqualTo(expected);
    assertThat(effects(Attribution.of(complaint(TO_BOTH, "abuse", STRANGER))))
        .containsExactly(report(Map.of()));
  }

  @Test
  void notSpamLiftsWhereOneAloneCanHaveSaidIt() {
    SuppressionFact lifted = new Marked(Mark.COMPLAINT_LIFTED, AT);

    assertThat(effects(Attribution.of(complaint(TO_ANN, "not-spam", ANN))))
        .containsExactly(learn(ANN, lifted), report(Map.of()));
    assertThat(
            effects(Attribution.of(complaint(mail("order-1", List.of(ANN, CYD)), "not-spam", ANN))))
        .containsExactly(learn(ANN, lifted), report(Map.of()));
  }

  @Test
  void notSpamOfOneRecipientDoesNotLiftTheComplaintOfAnother() {
    for (Complained complaint :
        List.of(
            complaint(TO_BOTH, "not-spam", ANN, BOB),
            complaint(TO_BOTH, "not-spam", ANN),
            complaint(mail("order-1", List.of(ANN, CYD)), "not-spam", ANN, CYD),
            complaint(TO_ANN, "not-spam", STRANGER),
            complaint(TO_ANN, "not-spam"))) {
      Attribution attribution = Attribution.of(complaint);

      assertThat(effects(attribution)).containsExactly(report(Map.of()));
      assertThat(FeedbackStatus.of(attribution.feedback())).isEmpty();
    }
  }

  @Test
  void noStrangerHasAStatus() {
    assertThat(effects(Attribution.of(new Delivered(TO_BOTH, AT, List.of(STRANGER, BOB)))))
        .containsExactly(report(Map.of(BOB.hash(), RecipientStatus.DELIVERED)));
    assertThat(effects(Attribution.of(new Delayed(TO_BOTH, AT, List.of(STRANGER), Map.of()))))
        .containsExactly(report(Map.of()));
    assertThat(
            FeedbackStatus.of(
                Attribution.of(new Delivered(TO_BOTH, AT, List.of(STRANGER))).feedback()))
        .isEmpty();
  }

  private static List<Effect> effects(Attribution attribution) {
    return FeedbackPolicy.effects(attribution.feedback());
  }

  private static Bounced bounce(ReportedMail mail, HashedMailbox... named) {
    return new Bounced(
        mail,
        AT,
        "f1",
        "Permanent",
        "General",
        List.of(named).stream().map(one -> new BouncedRecipient(one, DsnOutcome.FAILED)).toList());
  }

  private static Complained complaint(
      ReportedMail mail, @Nullable String type, HashedMailbox... named) {
    return new Complained(mail, AT, "f1", null, type, List.of(named));
  }

  private static Effect learn(HashedMailbox mailbox, SuppressionFact fact) {
    return new AddFact(new SuppressionKey(mailbox.key(), Scope.EVERYWHERE), fact);
  }

  private static Effect report(Map<String, RecipientStatus> recipients) {
    return new ReportToLedger(
        new DeliveryReport("order-1", Fixtures.MESSAGE_ID, SENT_AT, AT, recipients));
  }
}
