package dev.postrider.feedback;

import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import dev.postrider.suppression.SuppressionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is written for an event: facts for the suppression table, and the report to the ledger.
/// Pure; `docs/feedback.md` has the whole table.
public final class FeedbackPolicy {
  private FeedbackPolicy() {}

  /// The effects; none waits for another.
  public static List<Effect> effects(Feedback feedback) {
    return switch (feedback) {
      case Feedback.SesSent(ReportedMail mail) -> report(mail, mail.sentAt(), Map.of());
      case Feedback.Delivered(ReportedMail mail, Instant at, List<HashedMailbox> recipients) ->
          report(mail, at, all(recipients, RecipientStatus.DELIVERED));
      case Feedback.Bounced bounce -> bounced(bounce);
      case Feedback.Complained complaint -> complained(complaint);
      case Feedback.SesRejected(ReportedMail mail, String text) ->
          rejected(mail, new Diagnostic("", text));
      case Feedback.RenderingFailed(
              ReportedMail mail,
              String template,
              String attribute,
              String text) ->
          rejected(mail, new Diagnostic((template + " " + attribute).strip(), text));
      case Feedback.Delayed delayed -> delayed(delayed);
      case Feedback.Opened(ReportedMail mail, Instant at) -> report(mail, at, Map.of());
      case Feedback.Clicked(ReportedMail mail, Instant at, String _) -> report(mail, at, Map.of());
      case Feedback.SubscriptionChanged change -> subscriptionChanged(change);
      case Feedback.TopicChecked _, Feedback.Unrecognised _ -> List.of();
    };
  }

  private static List<Effect> delayed(Feedback.Delayed delayed) {
    Map<String, Diagnostic> diagnostics = new HashMap<>();
    delayed
        .replies()
        .forEach(
            (mailbox, reply) -> diagnostics.put(mailbox.hash(), ServerReply.diagnostic(reply)));
    return report(
        delayed.mail(),
        delayed.at(),
        all(delayed.recipients(), RecipientStatus.DELAYED),
        diagnostics);
  }

  private static List<Effect> bounced(Feedback.Bounced bounce) {
    List<Effect> effects = new ArrayList<>();
    Map<String, Diagnostic> diagnostics = new HashMap<>();
    Map<String, RecipientStatus> statuses = new HashMap<>();
    for (Feedback.BouncedRecipient recipient : bounce.recipients()) {
      learnt(bounce, recipient).ifPresent(effects::add);
    }
    bounce
        .reported()
        .forEach(
            one -> {
              RecipientStatus status = BounceKind.of(bounce, one).recipientStatus;
              if (status != null) {
                String hash = one.mailbox().hash();
                statuses.put(hash, status);
                diagnostics.put(hash, ServerReply.diagnostic(one.reply()));
              }
            });
    diagnostics.values().removeIf(Diagnostic.NONE::equals);
    effects.addAll(report(bounce.mail(), bounce.at(), statuses, diagnostics));
    return effects;
  }

  private static Optional<Effect> learnt(
      Feedback.Bounced bounce, Feedback.BouncedRecipient recipient) {
    BounceKind kind = BounceKind.of(bounce, recipient);
    ReportedMail mail = bounce.mail();
    HashedMailbox mailbox = recipient.mailbox();
    Marked dead = new Marked(Mark.HARD_BOUNCE, bounce.at());
    return switch (kind) {
      case DEAD -> Optional.of(learn(mailbox, Scope.EVERYWHERE, dead));
      case ON_TENANT_LIST ->
          mail.tenant().map(tenant -> learn(mailbox, Scope.tenant(tenant), dead));
      case DOUBTED, FORWARDED, SOFT, DEAD_DOMAIN -> {
        SoftBounce counted =
            recipient.named()
                ? new SoftBounce(bounce.at(), bounce.feedbackId(), kind == BounceKind.DEAD_DOMAIN)
                : onceAMail(bounce);
        yield Optional.of(learn(mailbox, Scope.EVERYWHERE, counted));
      }
      case LEFT -> left(mail, mailbox, bounce.at());
      case REFUSED_CONTENT, AUTOMATIC_ANSWER, NOT_FAILED -> Optional.empty();
    };
  }

  /// A list with many dead members sends as many bounces for one mail: they are one fact, with the
  /// mail's id and time, so that they neither count twice nor displace those of other mails.
  private static SoftBounce onceAMail(Feedback.Bounced bounce) {
    ReportedMail mail = bounce.mail();
    return new SoftBounce(
        mail.sentAt(), mail.messageId().isEmpty() ? bounce.feedbackId() : mail.messageId());
  }

  private static List<Effect> complained(Feedback.Complained complaint) {
    Optional<Scope> everywhere = Optional.of(Scope.EVERYWHERE);
    List<HashedMailbox> recipients = complaint.recipients();
    if (complaint.notSpam()) {
      return marked(complaint, Mark.COMPLAINT_LIFTED, everywhere, Map.of());
    }
    return switch (complaint.subType()) {
      case "OnAccountSuppressionList" ->
          marked(complaint, Mark.COMPLAINT, everywhere, all(recipients, RecipientStatus.REJECTED));
      case "OnTenantSuppressionList" ->
          marked(
              complaint,
              Mark.COMPLAINT,
              complaint.mail().tenant().map(Scope::tenant),
              all(recipients, RecipientStatus.REJECTED));
      case null, default ->
          marked(
              complaint, Mark.COMPLAINT, everywhere, all(recipients, RecipientStatus.COMPLAINED));
    };
  }

  private static List<Effect> marked(
      Feedback.Complained complaint,
      Mark mark,
      Optional<Scope> scope,
      Map<String, RecipientStatus> statuses) {
    List<Effect> effects = new ArrayList<>();
    scope.ifPresent(
        where ->
            complaint
                .recipients()
                .forEach(
                    mailbox ->
                        effects.add(learn(mailbox, where, new Marked(mark, complaint.at())))));
    effects.addAll(report(complaint.mail(), complaint.at(), statuses));
    return effects;
  }

  private static List<Effect> rejected(ReportedMail mail, Diagnostic why) {
    Map<String, Diagnostic> diagnostics = new HashMap<>();
    if (!why.equals(Diagnostic.NONE)) {
      mail.destinations().forEach(mailbox -> diagnostics.put(mailbox.hash(), why));
    }
    return report(
        mail, mail.sentAt(), all(mail.destinations(), RecipientStatus.REJECTED), diagnostics);
  }

  /// SES ties a mail with a contact list to one recipient; with several, who left is not known.
  private static List<Effect> subscriptionChanged(Feedback.SubscriptionChanged change) {
    ReportedMail mail = change.mail();
    List<Effect> effects = new ArrayList<>();
    if (change.leftEverything()) {
      mail.onlyRecipient()
          .flatMap(mailbox -> left(mail, mailbox, change.at()))
          .ifPresent(effects::add);
    }
    effects.addAll(report(mail, change.at(), Map.of()));
    return effects;
  }

  /// Without its stream it cannot be recorded; SES's own contact list still honours it.
  private static Optional<Effect> left(ReportedMail mail, HashedMailbox mailbox, Instant at) {
    return mail.stream()
        .map(stream -> learn(mailbox, Scope.stream(stream), new Marked(Mark.UNSUBSCRIBED, at)));
  }

  private static Effect learn(HashedMailbox mailbox, Scope scope, SuppressionFact fact) {
    return new Effect.AddFact(new SuppressionKey(mailbox.key(), scope), fact);
  }

  private static Map<String, RecipientStatus> all(
      List<HashedMailbox> mailboxes, RecipientStatus status) {
    Map<String, RecipientStatus> statuses = new HashMap<>();
    mailboxes.forEach(mailbox -> statuses.put(mailbox.hash(), status));
    return statuses;
  }

  private static List<Effect> report(
      ReportedMail mail, Instant at, Map<String, RecipientStatus> recipients) {
    return report(mail, at, recipients, Map.of());
  }

  private static List<Effect> report(
      ReportedMail mail,
      Instant at,
      Map<String, RecipientStatus> recipients,
      Map<String, Diagnostic> diagnostics) {
    return List.of(
        mail.unitKey()
            .filter(key -> !mail.messageId().isEmpty())
            .<Effect>map(
                key ->
                    new Effect.ReportToLedger(
                        new DeliveryReport(
                            key, mail.messageId(), mail.sentAt(), at, recipients, diagnostics)))
            .orElseGet(Effect.Untracked::new));
  }
}
