package dev.postrider.feedback;

import dev.postrider.status.StatusEvent.SmtpReply;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
  /// @param stranger stands for the one who bounced when it names no recipient of a mail to
  ///     several: nobody knows which it was. Null otherwise
  record Bounced(
      ReportedMail mail,
      Instant at,
      String feedbackId,
      String type,
      String subType,
      List<BouncedRecipient> recipients,
      @Nullable BouncedRecipient stranger)
      implements OfMail {
    /// Stands in the ledger and the log for the recipient of a mail to several who bounced under a
    /// name that nobody knows, or under none.
    static final HashedMailbox STRANGER = new HashedMailbox("", "stranger");

    public Bounced {
      recipients = List.copyOf(recipients);
    }

    /// A bounce that names recipients of its mail.
    Bounced(
        ReportedMail mail,
        Instant at,
        String feedbackId,
        String type,
        String subType,
        List<BouncedRecipient> recipients) {
      this(mail, at, feedbackId, type, subType, recipients, null);
    }

    Bounced about(List<BouncedRecipient> others, @Nullable BouncedRecipient nobody) {
      return new Bounced(mail, at, feedbackId, type, subType, others, nobody);
    }

    /// All of whom it says something.
    Stream<BouncedRecipient> reported() {
      return Stream.concat(recipients.stream(), Stream.ofNullable(stranger));
    }
  }

  /// A recipient of a mail that came back.
  ///
  /// @param outcome what a delivery status notification says of the delivery
  /// @param reply what the server said
  /// @param named false when the server named somebody to whom the mail did not go, or nobody
  record BouncedRecipient(
      HashedMailbox mailbox, DsnOutcome outcome, SmtpReply reply, boolean named) {
    /// One of whom the server said nothing more.
    BouncedRecipient(HashedMailbox mailbox, DsnOutcome outcome) {
      this(mailbox, outcome, ServerReply.NONE, true);
    }

    /// The same, told of somebody whom the server did not name.
    BouncedRecipient unnamed(HashedMailbox other) {
      return new BouncedRecipient(other, outcome, reply, false);
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
  ///
  /// @param text SES's reason, masked; may be empty
  record SesRejected(ReportedMail mail, String text) implements OfMail {}

  /// SES could not fill the template and sent the mail to nobody.
  ///
  /// @param template its name
  /// @param attribute what the data lack; empty when SES names another reason
  /// @param text SES's sentence, masked
  record RenderingFailed(ReportedMail mail, String template, String attribute, String text)
      implements OfMail {}

  /// A delivery is late; SES goes on trying.
  ///
  /// @param replies what the servers said; one of whom nothing was said is missing
  record Delayed(
      ReportedMail mail,
      Instant at,
      List<HashedMailbox> recipients,
      Map<HashedMailbox, SmtpReply> replies)
      implements OfMail {
    public Delayed {
      recipients = List.copyOf(recipients);
      replies = Map.copyOf(replies);
    }

    /// Of a recipient whom the server did not name it said what it said of anybody.
    Delayed about(List<HashedMailbox> others) {
      Map<HashedMailbox, SmtpReply> theirs = new HashMap<>();
      for (HashedMailbox other : others) {
        Optional<SmtpReply> reply =
            recipients.contains(other)
                ? Optional.ofNullable(replies.get(other))
                : replies.values().stream().findFirst();
        reply.ifPresent(said -> theirs.put(other, said));
      }
      return new Delayed(mail, at, others, theirs);
    }
  }

  /// Someone opened the mail.
  record Opened(ReportedMail mail, Instant at) implements OfMail {}

  /// Someone followed a link.
  ///
  /// @param link a hash of it: links may hold tokens; empty when there is none
  record Clicked(ReportedMail mail, Instant at, String link) implements OfMail {}

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
