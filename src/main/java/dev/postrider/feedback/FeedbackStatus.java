package dev.postrider.feedback;

import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvent.Detail;
import dev.postrider.status.StatusEvent.SmtpReply;
import dev.postrider.status.StatusEvent.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What services are told of what SES reports. Mail that the dispatcher did not tag is nobody's
/// here. Pure; `docs/status-events.md` has the whole table.
final class FeedbackStatus {
  private static final Set<String> NOT_SENT =
      Set.of("OnAccountSuppressionList", "OnTenantSuppressionList");

  private FeedbackStatus() {}

  /// What the event itself says, whatever the ledger holds.
  static List<StatusEvent> of(Feedback feedback) {
    return ofUnit(feedback).map(FeedbackStatus::events).orElse(List.of());
  }

  private static Optional<Feedback.OfMail> ofUnit(Feedback feedback) {
    return feedback instanceof Feedback.OfMail event && event.mail().unitKey().isPresent()
        ? Optional.of(event)
        : Optional.empty();
  }

  private static List<StatusEvent> events(Feedback.OfMail event) {
    List<StatusEvent> events = new ArrayList<>();
    switch (event) {
      case Feedback.Delivered(ReportedMail mail, Instant at, List<HashedMailbox> recipients)
          when !recipients.isEmpty() ->
          events.add(
              event(mail, Status.DELIVERED, at, "", Detail.of(mail.messageId()), recipients));
      case Feedback.Bounced bounce -> events.addAll(bounced(bounce));
      case Feedback.Complained complaint when !complaint.recipients().isEmpty() ->
          events.add(complained(complaint));
      case Feedback.SesRejected(ReportedMail mail, String text) ->
          events.add(rejected(mail, "SES_REJECTED", "", "", text));
      case Feedback.RenderingFailed(
              ReportedMail mail,
              String template,
              String attribute,
              String text) ->
          events.add(rejected(mail, "RENDERING_FAILED", template, attribute, text));
      case Feedback.Opened(ReportedMail mail, Instant at) ->
          events.add(engaged(mail, Status.OPENED, at, ""));
      case Feedback.Clicked(ReportedMail mail, Instant at, String link) ->
          events.add(engaged(mail, Status.CLICKED, at, link));
      // Of an event about nobody in particular there is nothing to tell.
      case Feedback.Delivered _,
          Feedback.Complained _,
          Feedback.SesSent _,
          Feedback.Delayed _,
          Feedback.SubscriptionChanged _ -> {}
    }
    return events;
  }

  /// That SES accepted the unit, where the ledger learnt it from this event and nobody else tells
  /// of it. As the dispatcher tells it: whichever comes first, the other is a repetition.
  static List<StatusEvent> sent(Feedback feedback) {
    return ofUnit(feedback).map(event -> List.of(sent(event.mail()))).orElse(List.of());
  }

  private static StatusEvent sent(ReportedMail mail) {
    return new StatusEvent(
        subject(mail),
        Status.SENT,
        mail.sentAt(),
        "",
        Detail.of(mail.messageId()),
        keys(mail.destinations()),
        List.of());
  }

  private static StatusEvent rejected(
      ReportedMail mail, String reason, String template, String attribute, String text) {
    return event(
        mail,
        Status.REJECTED,
        mail.sentAt(),
        "",
        new Detail(mail.messageId(), reason, "", "", "", template, attribute, text),
        mail.destinations());
  }

  /// SES does not say who it was, and gives it no id: the time and the link tell one from another.
  private static StatusEvent engaged(ReportedMail mail, Status status, Instant at, String link) {
    return event(
        mail,
        status,
        at,
        at.toEpochMilli() + link,
        Detail.of(mail.messageId()),
        mail.onlyRecipient().stream().toList());
  }

  /// One event for each thing that the bounce means, since its recipients may fare differently.
  private static List<StatusEvent> bounced(Feedback.Bounced bounce) {
    Map<Status, List<Feedback.BouncedRecipient>> byStatus = new EnumMap<>(Status.class);
    for (Feedback.BouncedRecipient recipient : bounce.recipients()) {
      Status status = BounceKind.of(bounce, recipient).status;
      if (status != null) {
        byStatus.computeIfAbsent(status, s -> new ArrayList<>()).add(recipient);
      }
    }
    Detail detail = new Detail(bounce.mail().messageId(), "", "", bounce.type(), bounce.subType());
    return byStatus.entrySet().stream()
        .map(e -> bounced(bounce, e.getKey(), detail, e.getValue()))
        .toList();
  }

  private static StatusEvent bounced(
      Feedback.Bounced bounce,
      Status status,
      Detail detail,
      List<Feedback.BouncedRecipient> recipients) {
    Map<String, SmtpReply> replies = new HashMap<>();
    recipients.forEach(one -> replies.put(one.mailbox().key(), one.reply()));
    replies.values().removeIf(ServerReply.NONE::equals);
    return event(
        bounce.mail(),
        status,
        bounce.at(),
        bounce.feedbackId(),
        detail,
        recipients.stream().map(Feedback.BouncedRecipient::mailbox).toList(),
        replies);
  }

  private static StatusEvent complained(Feedback.Complained complaint) {
    String subType = Objects.requireNonNullElse(complaint.subType(), "");
    // SES took the mail and then did not send it, because of an earlier complaint.
    boolean notSent = NOT_SENT.contains(subType);
    Status status = notSent ? Status.REJECTED : Status.COMPLAINED;
    Detail detail =
        new Detail(
            complaint.mail().messageId(),
            notSent ? "COMPLAINED_BEFORE" : "",
            "",
            Objects.requireNonNullElse(complaint.feedbackType(), ""),
            subType);
    return event(
        complaint.mail(),
        complaint.notSpam() ? Status.COMPLAINT_LIFTED : status,
        complaint.at(),
        complaint.feedbackId(),
        detail,
        complaint.recipients());
  }

  private static StatusEvent event(
      ReportedMail mail,
      Status status,
      Instant at,
      String feedbackId,
      Detail detail,
      List<HashedMailbox> recipients) {
    return event(mail, status, at, feedbackId, detail, recipients, Map.of());
  }

  /// SES gives a mail's events to different recipients the same message id: the recipients, whose
  /// hashes tell nobody who they are, make the difference.
  private static StatusEvent event(
      ReportedMail mail,
      Status status,
      Instant at,
      String feedbackId,
      Detail detail,
      List<HashedMailbox> recipients,
      Map<String, SmtpReply> replies) {
    String occurrence =
        recipients.stream()
            .map(HashedMailbox::hash)
            .sorted()
            .collect(Collectors.joining(",", mail.messageId() + " " + feedbackId + " ", ""));
    return new StatusEvent(
        subject(mail), status, at, occurrence, detail, keys(recipients), List.of(), replies);
  }

  private static Subject subject(ReportedMail mail) {
    return new Subject(
        mail.unitKey().orElseThrow(), mail.stream().orElse(""), mail.tenant(), mail.ownTags());
  }

  private static List<String> keys(List<HashedMailbox> mailboxes) {
    return mailboxes.stream().map(HashedMailbox::key).distinct().toList();
  }
}
