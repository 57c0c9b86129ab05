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
      case Feedback.Bounced bounce -> of(kind, event, bounce.type(), bounce.subType());
      case Feedback.Complained complaint ->
          of(
              kind,
              event,
              Objects.requireNonNullElse(complaint.feedbackType(), ""),
              Objects.requireNonNullElse(complaint.subType(), ""));
      case Feedback.SesSent _,
          Feedback.Delivered _,
          Feedback.SesRejected _,
          Feedback.RenderingFailed _,
          Feedback.Delayed _,
          Feedback.Opened _,
          Feedback.Clicked _,
          Feedback.SubscriptionChanged _ ->
          of(kind, event, "", "");
    };
  }

  private static EventLine of(Count kind, Feedback.OfMail event, String type, String subType) {
    ReportedMail mail = event.mail();
    return new EventLine(
        kind,
        mail.unitKey().orElse(""),
        mail.stream().orElse(""),
        mail.tenant().orElse(""),
        mail.messageId(),
        type,
        subType,
        event.named().stream().map(HashedMailbox::hash).toList());
  }
}
