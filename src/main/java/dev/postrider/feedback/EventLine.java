package dev.postrider.feedback;

import java.util.List;
import java.util.Objects;

/// An event about a mail: a line of the log. Holds no address.
///
/// @param kind one of the kinds of event
/// @param unit the unit's key in the ledger; empty when the dispatcher did not tag the mail
/// @param stream empty when its tag is missing
/// @param tenant empty when there is none
/// @param type SES's type of a bounce, a provider's class of a complaint; empty for others
/// @param subType SES's subtype of a bounce or complaint; empty when it gave none
/// @param recipients hashes of whom the event is about; empty for events about the whole mail
public record EventLine(
    Count kind,
    String unit,
    String stream,
    String tenant,
    String sesMessageId,
    String type,
    String subType,
    List<String> recipients) {
  public EventLine {
    recipients = List.copyOf(recipients);
  }

  static EventLine of(Count kind, Feedback.OfMail event) {
    return switch (event) {
      case Feedback.Bounced bounce ->
          of(
              kind,
              event,
              bounce.type(),
              bounce.subType(),
              bounce.recipients().stream().map(Feedback.BouncedRecipient::mailbox).toList());
      case Feedback.Complained complaint ->
          of(
              kind,
              event,
              Objects.requireNonNullElse(complaint.feedbackType(), ""),
              Objects.requireNonNullElse(complaint.subType(), ""),
              complaint.recipients());
      case Feedback.Delivered delivered -> of(kind, event, "", "", delivered.recipients());
      case Feedback.Delayed delayed -> of(kind, event, "", "", delayed.recipients());
      case Feedback.SesSent _,
          Feedback.SesRejected _,
          Feedback.RenderingFailed _,
          Feedback.Opened _,
          Feedback.Clicked _,
          Feedback.SubscriptionChanged _ ->
          of(kind, event, "", "", List.of());
    };
  }

  private static EventLine of(
      Count kind,
      Feedback.OfMail event,
      String type,
      String subType,
      List<HashedMailbox> mailboxes) {
    ReportedMail mail = event.mail();
    return new EventLine(
        kind,
        mail.unitKey().orElse(""),
        mail.stream().orElse(""),
        mail.tenant().orElse(""),
        mail.messageId(),
        type,
        subType,
        mailboxes.stream().map(HashedMailbox::hash).toList());
  }
}
