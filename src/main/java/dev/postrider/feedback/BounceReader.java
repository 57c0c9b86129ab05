package dev.postrider.feedback;

import java.util.Optional;

/// Reads a bounce, and what the delivery status notification that came with it says of its
/// recipients (RFC 3464).
final class BounceReader {
  private BounceReader() {}

  static Feedback.Bounced read(NotificationNode event, ReportedMail mail) {
    NotificationNode bounce = event.object("bounce").knowing(SesFields.BOUNCE);
    return new Feedback.Bounced(
        mail,
        bounce.time("timestamp", mail.sentAt()),
        bounce.feedbackId(mail),
        bounce.expectedOneOf(SesFields.BOUNCE_TYPES, "bounceType"),
        bounce.expectedOneOf(SesFields.BOUNCE_SUB_TYPES, "bounceSubType"),
        bounce.objectsIfAny("bouncedRecipients").stream()
            .map(recipient -> recipient(recipient, mail))
            .flatMap(Optional::stream)
            .toList());
  }

  private static Optional<Feedback.BouncedRecipient> recipient(
      NotificationNode recipient, ReportedMail mail) {
    recipient.knowing(SesFields.BOUNCED_RECIPIENT);
    DsnOutcome outcome = outcome(recipient);
    return recipient
        .mailbox("emailAddress")
        .map(
            mailbox ->
                new Feedback.BouncedRecipient(
                    mailbox, outcome, ServerReply.read(recipient, mail, mailbox), true));
  }

  private static DsnOutcome outcome(NotificationNode recipient) {
    String action = recipient.oneOf(SesFields.DSN_ACTIONS, "action");
    char statusClass = (recipient.optional("status").orElse("").strip() + " ").charAt(0);
    return switch (action) {
      case "failed" -> DsnOutcome.FAILED;
      case "delayed", "delivered", "relayed", "expanded" -> DsnOutcome.NOT_FAILED;
      case null -> withoutAction(recipient, statusClass);
      default -> unknownAction(statusClass);
    };
  }

  private static DsnOutcome withoutAction(NotificationNode recipient, char statusClass) {
    return switch (statusClass) {
      case '2' -> DsnOutcome.NOT_FAILED;
      case '4', '5' -> DsnOutcome.FAILED;
      default ->
          recipient.optional("diagnosticCode").isPresent() ? DsnOutcome.FAILED : DsnOutcome.NONE;
    };
  }

  private static DsnOutcome unknownAction(char statusClass) {
    return switch (statusClass) {
      case '2' -> DsnOutcome.NOT_FAILED;
      case '5' -> DsnOutcome.FAILED;
      default -> DsnOutcome.FAILED_FOR_NOW;
    };
  }
}
