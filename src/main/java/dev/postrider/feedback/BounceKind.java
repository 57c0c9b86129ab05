package dev.postrider.feedback;

import dev.postrider.ledger.RecipientStatus;
import dev.postrider.status.Status;
import java.util.Set;
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
  /// An address to which the mail did not go is dead: behind a mailbox that forwards, or on a list.
  /// The mail came back, and its only recipient is not to blame: counted (decision 0100).
  FORWARDED(Count.SOFT_BOUNCE, Status.BOUNCED, RecipientStatus.BOUNCED),
  /// It may work another time: counted.
  SOFT(Count.SOFT_BOUNCE, Status.SOFT_BOUNCED, RecipientStatus.SOFT_BOUNCED),
  /// The same, and its domain has no mail server: counted in a longer window too (decision 0102).
  DEAD_DOMAIN(Count.SOFT_BOUNCE, Status.SOFT_BOUNCED, RecipientStatus.SOFT_BOUNCED),
  /// The mail was refused, not the address: never counted.
  REFUSED_CONTENT(Count.CONTENT_BOUNCE, Status.SOFT_BOUNCED, RecipientStatus.SOFT_BOUNCED),
  /// No failure is reported: an out-of-office answer, or the like.
  AUTOMATIC_ANSWER(Count.AUTO_REPLY, Status.AUTO_REPLIED, null),
  /// The delivery has not failed: it is late, or went on to somewhere.
  NOT_FAILED(Count.NOT_FAILED, null, null);

  /// The domain has no such host, no route, or takes no mail: RFC 3463 3.2 and 3.5, RFC 7505.
  private static final Set<String> DEAD_DOMAIN_STATUS = Set.of("5.1.2", "5.1.10", "5.4.4");

  /// What the function counts.
  final Count count;

  /// What services are told; null for nothing.
  final @Nullable Status status;

  /// What the ledger keeps of the recipient; null for nothing.
  final @Nullable RecipientStatus recipientStatus;

  BounceKind(Count count, @Nullable Status status, @Nullable RecipientStatus recipientStatus) {
    this.count = count;
    this.status = status;
    this.recipientStatus = recipientStatus;
  }

  static BounceKind of(Feedback.Bounced bounce, Feedback.BouncedRecipient recipient) {
    if (recipient.outcome() == DsnOutcome.NOT_FAILED) {
      return NOT_FAILED;
    }
    return switch (bounce.type()) {
      case "Permanent" -> permanent(bounce.subType(), recipient);
      case "Transient" -> passing(bounce.subType(), recipient);
      default -> soft(recipient);
    };
  }

  private static BounceKind permanent(String subType, Feedback.BouncedRecipient recipient) {
    if (recipient.outcome() == DsnOutcome.FAILED_FOR_NOW) {
      return soft(recipient);
    }
    return recipient.named() ? permanent(subType) : FORWARDED;
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
      case "MailboxFull", "CustomTimeoutExceeded" -> soft(recipient);
      case "MessageTooLarge", "ContentRejected", "AttachmentRejected" -> REFUSED_CONTENT;
      default -> recipient.outcome() == DsnOutcome.NONE ? AUTOMATIC_ANSWER : soft(recipient);
    };
  }

  /// Of a mailbox that forwards, it is the other domain that is dead.
  private static BounceKind soft(Feedback.BouncedRecipient recipient) {
    return recipient.named() && DEAD_DOMAIN_STATUS.contains(recipient.reply().enhancedStatus())
        ? DEAD_DOMAIN
        : SOFT;
  }
}
