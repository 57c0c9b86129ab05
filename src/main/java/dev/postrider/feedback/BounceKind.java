package dev.postrider.feedback;

import dev.postrider.feedback.Feedback.Bounced;
import dev.postrider.feedback.Feedback.BouncedRecipient;

/// What a bounce says of an address. `docs/feedback.md` has the table (decision 0021).
enum BounceKind {
  /// The address is dead, or SES will not try it: suppress at once.
  DEAD,
  /// On the list of one SES tenant: says nothing of other tenants' mail.
  ON_TENANT_LIST,
  /// SES did not send because it guesses that the address is dead. Counted like a soft bounce.
  DOUBTED,
  /// The recipient left an SES contact list: a decision, not a bad address.
  LEFT,
  /// It may work another time: counted.
  SOFT,
  /// The mail was refused, not the address: never counted.
  REFUSED_CONTENT,
  /// No failure is reported: an out-of-office answer, or the like.
  AUTOMATIC_ANSWER;

  static BounceKind of(Bounced bounce, BouncedRecipient recipient) {
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

  private static BounceKind passing(String subType, BouncedRecipient recipient) {
    return switch (subType) {
      case "MailboxFull", "CustomTimeoutExceeded" -> SOFT;
      case "MessageTooLarge", "ContentRejected", "AttachmentRejected" -> REFUSED_CONTENT;
      default -> recipient.failure() ? SOFT : AUTOMATIC_ANSWER;
    };
  }
}
