package dev.postrider.feedback;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
      case Feedback.Delayed delayed ->
          of(delayed.about(concerned(delayed.mail(), delayed.recipients())), delayed.recipients());
      case Feedback.Bounced bounce -> of(concerned(bounce), bounce.named());
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

  /// The named recipients of the mail. When none is, the mail's only recipient, by the most severe
  /// that the bounce says of anybody; of several recipients a stranger (decision 0100).
  private static Feedback.Bounced concerned(Feedback.Bounced bounce) {
    ReportedMail mail = bounce.mail();
    List<Feedback.BouncedRecipient> named = bounce.recipients();
    List<Feedback.BouncedRecipient> known =
        named.stream().filter(one -> mail.wentTo(one.mailbox())).toList();
    if (!known.isEmpty()) {
      return bounce.about(known, null);
    }
    Optional<HashedMailbox> only = mail.onlyRecipient();
    Feedback.BouncedRecipient blamed =
        named.stream()
            .max(Comparator.comparing(Feedback.BouncedRecipient::outcome))
            .orElse(new Feedback.BouncedRecipient(Feedback.Bounced.STRANGER, DsnOutcome.NONE))
            .unnamed(only.orElse(Feedback.Bounced.STRANGER));
    return only.isPresent() ? bounce.about(List.of(blamed), null) : bounce.about(List.of(), blamed);
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
            && mail.listed()
            && mail.wentTo(distinct.getFirst())
            && mail.destinations().stream()
                .noneMatch(
                    other ->
                        !other.equals(distinct.getFirst())
                            && other.domain().equals(distinct.getFirst().domain()));
    return one ? distinct : List.of();
  }
}
