package dev.postrider.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing that became of one unit. Texts are empty where there is nothing to say.
///
/// @param subject the mail
/// @param occurredAt when it happened: by the dispatcher's clock for what it did, by SES's for what
///     SES reports
/// @param occurrence tells this happening from others of the same unit and status; the same however
///     often it is told
/// @param detail why, and with which codes
/// @param recipients whom it is about, in the form of [dev.postrider.email.Address#key]
/// @param suppressed recipients that were left out of a mail that went to others
/// @param replies what the recipients' servers said, by the recipient's key; a recipient of whom
///     nothing was said is missing
public record StatusEvent(
    Subject subject,
    Status status,
    Instant occurredAt,
    String occurrence,
    Detail detail,
    List<String> recipients,
    List<String> suppressed,
    Map<String, SmtpReply> replies) {

  public StatusEvent {
    recipients = List.copyOf(recipients);
    suppressed = List.copyOf(suppressed);
    replies = Map.copyOf(replies);
  }

  /// An event of which no recipient's server said anything.
  public StatusEvent(
      Subject subject,
      Status status,
      Instant occurredAt,
      String occurrence,
      Detail detail,
      List<String> recipients,
      List<String> suppressed) {
    this(subject, status, occurredAt, occurrence, detail, recipients, suppressed, Map.of());
  }

  /// The mail that an event is about.
  ///
  /// @param key the unit's key in the ledger, `id` or `id#n`
  /// @param stream empty for a message that could not be read
  /// @param tags the message's own
  public record Subject(
      String key, String stream, Optional<String> tenant, Map<String, String> tags) {
    public Subject {
      tags = Map.copyOf(tags);
    }

    /// Without the tags: a producer's tag may hold anything.
    @Override
    public String toString() {
      return "Subject[" + key + "]";
    }
  }

  /// Why, and with which codes.
  ///
  /// @param sesMessageId SES's id, if it accepted the unit
  /// @param reason a reason of ours: of a suppression, of a rejection
  /// @param code an error code of SES
  /// @param type SES's bounce type, or a provider's class of complaint
  /// @param subType SES's subtype of a bounce or complaint
  /// @param template that SES could not render
  /// @param attribute that the template asks for and the data lack
  /// @param text SES's sentence about the mail ([dev.postrider.email.MaskedText])
  public record Detail(
      String sesMessageId,
      String reason,
      String code,
      String type,
      String subType,
      String template,
      String attribute,
      String text) {

    /// Without a template and without a text.
    public Detail(String sesMessageId, String reason, String code, String type, String subType) {
      this(sesMessageId, reason, code, type, subType, "", "", "");
    }

    /// Of a unit that SES accepted.
    public static Detail of(String sesMessageId) {
      return new Detail(sesMessageId, "", "", "", "");
    }
  }

  /// What a recipient's server said of one recipient.
  ///
  /// @param smtpReplyCode three digits (RFC 5321)
  /// @param enhancedStatus such as `5.1.1` (RFC 3463)
  /// @param text its sentence ([dev.postrider.email.MaskedText])
  public record SmtpReply(String smtpReplyCode, String enhancedStatus, String text) {}

  /// Without addresses and tags.
  @Override
  public String toString() {
    return "StatusEvent[" + subject.key() + ", " + status + "]";
  }
}
