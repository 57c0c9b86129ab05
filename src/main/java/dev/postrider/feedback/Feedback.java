package dev.postrider.feedback;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event of SES, as far as Postrider acts on it. No address shows in any `toString`.
///
/// Source:
/// <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>
public sealed interface Feedback {

  /// An event about a mail that SES accepted.
  sealed interface OfMail extends Feedback {
    ReportedMail mail();

    /// Whom it names; empty when it is about the whole mail.
    default List<HashedMailbox> named() {
      return switch (this) {
        case Delivered delivered -> delivered.recipients();
        case Delayed delayed -> delayed.recipients();
        case Complained complaint -> complaint.recipients();
        case Bounced bounce -> bounce.recipients().stream().map(BouncedRecipient::mailbox).toList();
        case SesSent _,
            SesRejected _,
            RenderingFailed _,
            Opened _,
            Clicked _,
            SubscriptionChanged _ ->
            List.of();
      };
    }
  }

  /// SES accepted the mail and will try to deliver it.
  record SesSent(ReportedMail mail) implements OfMail {}

  /// The recipients' servers took the mail.
  record Delivered(ReportedMail mail, Instant at, List<HashedMailbox> recipients)
      implements OfMail {
    public Delivered {
      recipients = List.copyOf(recipients);
    }
  }

  /// The mail came back, or an automatic answer did.
  ///
  /// @param feedbackId SES's id of this bounce; repeated reports have the same
  /// @param type `Permanent`, `Transient`, `Undetermined`, or one that came later
  /// @param subType as SES spells it
  record Bounced(
      ReportedMail mail,
      Instant at,
      String feedbackId,
      String type,
      String subType,
      List<BouncedRecipient> recipients)
      implements OfMail {
    public Bounced {
      recipients = List.copyOf(recipients);
    }

    Bounced about(List<BouncedRecipient> others) {
      return new Bounced(mail, at, feedbackId, type, subType, others);
    }
  }

  /// A recipient of a mail that came back.
  ///
  /// @param failure whether a delivery status notification says that the delivery failed. An
  ///     automatic answer has none
  /// @param named false when the server named somebody to whom the mail did not go, or nobody, and
  ///     this is the mail's only recipient
  record BouncedRecipient(HashedMailbox mailbox, boolean failure, boolean named) {
    BouncedRecipient(HashedMailbox mailbox, boolean failure) {
      this(mailbox, failure, true);
    }
  }

  /// A provider passed on what a recipient said of the mail.
  ///
  /// @param recipients who may have said it: providers hide who did
  /// @param subType `OnAccountSuppressionList` and its like when SES did not send the mail because
  ///     of an earlier complaint; null otherwise
  /// @param feedbackType the provider's class, `abuse` or `not-spam` for two; null when it gave
  ///     none
  record Complained(
      ReportedMail mail,
      Instant at,
      String feedbackId,
      @Nullable String subType,
      @Nullable String feedbackType,
      List<HashedMailbox> recipients)
      implements OfMail {
    public Complained {
      recipients = List.copyOf(recipients);
    }

    Complained about(List<HashedMailbox> others) {
      return new Complained(mail, at, feedbackId, subType, feedbackType, others);
    }

    /// Whether the recipient took an earlier complaint back.
    boolean notSpam() {
      return "not-spam".equals(feedbackType);
    }
  }

  /// SES found a virus and sent the mail to nobody.
  record SesRejected(ReportedMail mail) implements OfMail {}

  /// SES could not fill the template and sent the mail to nobody.
  record RenderingFailed(ReportedMail mail) implements OfMail {}

  /// A delivery is late; SES goes on trying.
  record Delayed(ReportedMail mail, Instant at, List<HashedMailbox> recipients) implements OfMail {
    public Delayed {
      recipients = List.copyOf(recipients);
    }
  }

  /// Someone opened the mail.
  record Opened(ReportedMail mail, Instant at) implements OfMail {}

  /// Someone followed a link.
  record Clicked(ReportedMail mail, Instant at) implements OfMail {}

  /// The recipient changed what an SES contact list sends.
  ///
  /// @param leftEverything whether the recipient left all topics
  record SubscriptionChanged(ReportedMail mail, Instant at, boolean leftEverything)
      implements OfMail {}

  /// SES tried the topic when it was connected. Means nothing.
  record TopicChecked() implements Feedback {}

  /// A type of event that SES did not have when this was written.
  record Unrecognised(String type) implements Feedback {}
}
