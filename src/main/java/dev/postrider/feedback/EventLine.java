package dev.postrider.feedback;

import dev.postrider.status.StatusEvent.SmtpReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// An event about a mail: a line of the log. Holds no address.
///
/// @param kind one of the kinds of event
/// @param unit the unit's key in the ledger; empty when the dispatcher did not tag the mail
/// @param stream empty when its tag is missing
/// @param tenant empty when there is none
/// @param reason what SES says of it
/// @param recipients hashes of whom the event is about; empty for events about the whole mail
/// @param replies what the recipients' servers said, by the recipient's hash, or by `stranger`; one
///     of whom nothing was said is missing
public record EventLine(
    Count kind,
    String unit,
    String stream,
    String tenant,
    String sesMessageId,
    Explanation reason,
    List<String> recipients,
    Map<String, SmtpReply> replies) {

  /// What SES says of an event. Each is empty for events that have none.
  ///
  /// @param type SES's type of a bounce, a provider's class of a complaint
  /// @param subType SES's subtype of a bounce or complaint
  /// @param template that SES could not render
  /// @param attribute that the template asks for and the data lack
  /// @param text why SES sent the mail to nobody, masked
  public record Explanation(
      String type, String subType, String template, String attribute, String text) {
    static final Explanation NONE = of("", "");

    static Explanation of(String type, String subType) {
      return new Explanation(type, subType, "", "", "");
    }
  }

  public EventLine {
    recipients = List.copyOf(recipients);
    replies = Map.copyOf(replies);
  }

  static EventLine of(Count kind, Feedback.OfMail event) {
    ReportedMail mail = event.mail();
    return new EventLine(
        kind,
        mail.unitKey().orElse(""),
        mail.stream().orElse(""),
        mail.tenant().orElse(""),
        mail.messageId(),
        reason(event),
        event.named().stream().map(HashedMailbox::hash).toList(),
        replies(event));
  }

  private static Explanation reason(Feedback.OfMail event) {
    return switch (event) {
      case Feedback.Bounced bounce -> Explanation.of(bounce.type(), bounce.subType());
      case Feedback.Complained complaint ->
          Explanation.of(
              Objects.requireNonNullElse(complaint.feedbackType(), ""),
              Objects.requireNonNullElse(complaint.subType(), ""));
      case Feedback.RenderingFailed(
              ReportedMail _,
              String template,
              String attribute,
              String text) ->
          new Explanation("", "", template, attribute, text);
      case Feedback.SesRejected(ReportedMail _, String text) ->
          new Explanation("", "", "", "", text);
      case Feedback.SesSent _,
          Feedback.Delivered _,
          Feedback.Delayed _,
          Feedback.Opened _,
          Feedback.Clicked _,
          Feedback.SubscriptionChanged _ ->
          Explanation.NONE;
    };
  }

  private static Map<String, SmtpReply> replies(Feedback.OfMail event) {
    Map<String, SmtpReply> replies = new HashMap<>();
    if (event instanceof Feedback.Bounced bounce) {
      bounce.reported().forEach(one -> replies.put(one.mailbox().hash(), one.reply()));
    } else if (event instanceof Feedback.Delayed delayed) {
      delayed.replies().forEach((mailbox, reply) -> replies.put(mailbox.hash(), reply));
    }
    replies.values().removeIf(ServerReply.NONE::equals);
    return replies;
  }
}
