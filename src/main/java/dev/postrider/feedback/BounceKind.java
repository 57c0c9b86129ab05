package dev.postrider.feedback;

import dev.postrider.ledger.RecipientStatus;
import dev.postrider.status.Status;
import org.jspecify.annotations.Nullable;

/// What a bounce says of an address. `docs/feedback.md` has the table (decision 0021).
enum BounceKind {
  /// The address is dead, or SES will not try it: suppress at once.
  DEAD(Count.HARD_BOUNCE, Status.BOUNCED, RecipientStatus.BOUNCED),
  /// On the list of one SES tenant: says nothing of other tenants' mail.
  ON_TENANT_LIST(Count.HARD_BOUNCE, Status.BOUNCED, RecipientStatus.BOUNCED),
  /// SES did not send because it guesses that the address is dead. Counted like a soft bounce.
  DOUBTED(Count.HARD_BOUNCE, Status.BOUNCED, RecipientStatus.BOUNCED),
  /// The recipient left an SES contact list: a decision, not a bad address.
  LEFT(Count.HARD_BOUNCE, Status.BOUNCED, RecipientStatus.BOUNCED),
  /// It may work another time: counted.
  SOFT(Count.SOFT_BOUNCE, Status.SOFT_BOUNCED, RecipientStatus.SOFT_BOUNCED),
  /// The mail was refused, not the address: never counted.
  REFUSED_CONTENT(Count.CONTENT_BOUNCE, Status.SOFT_BOUNCED, RecipientStatus.SOFT_BOUNCED),
  /// No failure is reported: an out-of-office answer, or the like.
  AUTOMATIC_ANSWER(Count.AUTO_REPLY, Status.AUTO_REPLIED, null);

  /// What the function counts.
  final Count count;

  /// What services are told.
  final Status status;

  /// What the ledger keeps of the recipient; null for nothing.
  final @Nullable RecipientStatus recipientStatus;

  BounceKind(Count count, Status status, @Nullable RecipientStatus recipientStatus) {
    this.count = count;
    this.status = status;
    this.recipientStatus = recipientStatus;
  }

  static BounceKind of(Feedback.Bounced bounce, Feedback.BouncedRecipient recipient) {
    return switch (bounce.type()) {
      // A mailbox that forwards has taken the mail: it is the address behind it that is dead.
      case "Permanent" -> recipient.named() ? permanent(bounce.subType()) : SOFT;
      case "Transient" -> passing(bounce.subType(), recipient);
      default -> SOFT;
    };
  }

  private static BounceKind permanent(String subType) {
    return switch (subType) {
      case "OnTenantSuppressionList" -> ON_TENANT_LIST;
      case "EmailValidationSuppressed" -> DOUBTED;
      case "UnsubscribedRecipient" -> LEFT;
      default -> DEAD;
    };
  }

  private static BounceKind passing(String subType, Feedback.BouncedRecipient recipient) {
    return switch (subType) {
      case "MailboxFull", "CustomTimeoutExceeded" -> SOFT;
      case "MessageTooLarge", "ContentRejected", "AttachmentRejected" -> REFUSED_CONTENT;
      default -> recipient.failure() ? SOFT : AUTOMATIC_ANSWER;
    };
  }
}
