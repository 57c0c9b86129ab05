package dev.postrider.feedback;

import java.time.Instant;
import java.util.List;

/// Decides whom an event is about: never anybody to whom its mail did not go, whoever the receiving
/// server names (decisions 0024 and 0025). Pure.
///
/// @param feedback the event, whose recipients are recipients of its mail
/// @param stranger whether it named somebody else, or nobody
record Attribution(Feedback feedback, boolean stranger) {

  static Attribution of(Feedback feedback) {
    return switch (feedback) {
      case Feedback.Delivered(ReportedMail mail, Instant at, List<HashedMailbox> named) ->
          of(new Feedback.Delivered(mail, at, concerned(mail, named)), named);
      case Feedback.Delayed(ReportedMail mail, Instant at, List<HashedMailbox> named) ->
          of(new Feedback.Delayed(mail, at, concerned(mail, named)), named);
      case Feedback.Bounced bounce -> of(bounce.about(concerned(bounce)), bounce.named());
      case Feedback.Complained complaint ->
          of(complaint.about(concerned(complaint)), complaint.named());
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

  private static Attribution of(Feedback.OfMail event, List<HashedMailbox> named) {
    return new Attribution(
        event, named.isEmpty() || !named.stream().allMatch(event.mail()::wentTo));
  }

  private static List<Feedback.BouncedRecipient> concerned(Feedback.Bounced bounce) {
    ReportedMail mail = bounce.mail();
    List<Feedback.BouncedRecipient> named = bounce.recipients();
    List<Feedback.BouncedRecipient> known =
        named.stream().filter(one -> mail.wentTo(one.mailbox())).toList();
    boolean failure = named.stream().anyMatch(Feedback.BouncedRecipient::failure);
    return known.isEmpty()
        ? mail.onlyRecipient().stream()
            .map(one -> new Feedback.BouncedRecipient(one, failure, false))
            .toList()
        : known;
  }

  private static List<HashedMailbox> concerned(Feedback.Complained complaint) {
    return complaint.notSpam()
        ? certain(complaint.mail(), complaint.recipients())
        : concerned(complaint.mail(), complaint.recipients());
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
}
