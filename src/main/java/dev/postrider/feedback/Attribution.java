package dev.postrider.feedback;

import dev.postrider.feedback.Feedback.Bounced;
import dev.postrider.feedback.Feedback.BouncedRecipient;
import dev.postrider.feedback.Feedback.Complained;
import dev.postrider.feedback.Feedback.Delayed;
import dev.postrider.feedback.Feedback.Delivered;
import java.util.List;

/// Decides whom an event is about: never anybody to whom its mail did not go, whoever the receiving
/// server names (decisions 0024 and 0025). Pure.
///
/// @param feedback the event, whose recipients are recipients of its mail
/// @param stranger whether it named somebody else, or nobody
record Attribution(Feedback feedback, boolean stranger) {

  static Attribution of(Feedback feedback) {
    return switch (feedback) {
      case Bounced bounce -> bounced(bounce);
      case Complained complaint -> complained(complaint);
      case Delivered delivered ->
          new Attribution(
              new Delivered(
                  delivered.mail(),
                  delivered.at(),
                  concerned(delivered.mail(), delivered.recipients())),
              strange(delivered.mail(), delivered.recipients()));
      case Delayed delayed ->
          new Attribution(
              new Delayed(
                  delayed.mail(), delayed.at(), concerned(delayed.mail(), delayed.recipients())),
              strange(delayed.mail(), delayed.recipients()));
      case Feedback.SesSent _,
          Feedback.SesRejected _,
          Feedback.RenderingFailed _,
          Feedback.Opened _,
          Feedback.Clicked _,
          Feedback.SubscriptionChanged _,
          Feedback.TopicChecked _,
          Feedback.Unrecognised _ ->
          new Attribution(feedback, false);
    };
  }

  private static Attribution bounced(Bounced bounce) {
    ReportedMail mail = bounce.mail();
    List<BouncedRecipient> named = bounce.recipients();
    List<BouncedRecipient> known =
        named.stream().filter(one -> mail.wentTo(one.mailbox())).toList();
    boolean failure = named.stream().anyMatch(BouncedRecipient::failure);
    List<BouncedRecipient> concerned =
        known.isEmpty()
            ? mail.onlyRecipient().stream()
                .map(one -> new BouncedRecipient(one, failure, false))
                .toList()
            : known;
    return new Attribution(
        new Bounced(
            mail, bounce.at(), bounce.feedbackId(), bounce.type(), bounce.subType(), concerned),
        strange(mail, named.stream().map(BouncedRecipient::mailbox).toList()));
  }

  private static Attribution complained(Complained complaint) {
    ReportedMail mail = complaint.mail();
    List<HashedMailbox> named = complaint.recipients();
    return new Attribution(
        new Complained(
            mail,
            complaint.at(),
            complaint.feedbackId(),
            complaint.subType(),
            complaint.feedbackType(),
            complaint.notSpam() ? certain(mail, named) : concerned(mail, named)),
        strange(mail, named));
  }

  /// Those of the named who are recipients; when none is, the mail's only recipient.
  private static List<HashedMailbox> concerned(ReportedMail mail, List<HashedMailbox> named) {
    List<HashedMailbox> known = named.stream().filter(mail::wentTo).distinct().toList();
    return known.isEmpty() ? mail.onlyRecipient().stream().toList() : known;
  }

  /// The one recipient who must have spoken. SES names everybody at the provider's domain who may
  /// have.
  private static List<HashedMailbox> certain(ReportedMail mail, List<HashedMailbox> named) {
    List<HashedMailbox> distinct = named.stream().distinct().toList();
    boolean one =
        distinct.size() == 1
            && mail.wentTo(distinct.getFirst())
            && mail.destinations().stream()
                .noneMatch(
                    other ->
                        !other.equals(distinct.getFirst())
                            && other.domain().equals(distinct.getFirst().domain()));
    return one ? distinct : List.of();
  }

  private static boolean strange(ReportedMail mail, List<HashedMailbox> named) {
    return named.isEmpty() || !named.stream().allMatch(mail::wentTo);
  }
}
