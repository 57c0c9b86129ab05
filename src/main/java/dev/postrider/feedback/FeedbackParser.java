package dev.postrider.feedback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.postrider.email.RecipientHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Decodes the message of an SNS notification: SES's events (`eventType`) and an identity's
/// notifications (`notificationType`).
public final class FeedbackParser {
  private static final String TOPIC_CHECK = "Successfully validated SNS topic";

  /// Field names are not a table of the instance's: the parser is as wary as the messages'
  /// (JsonTree).
  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build())
          .build();

  private final RecipientHash hash;

  /// @param hash what stands for the recipients that events name
  public FeedbackParser(RecipientHash hash) {
    this.hash = hash;
  }

  /// Decodes a message.
  ///
  /// @param receivedAt SNS's time, in place of times that are missing or later
  /// @throws MalformedNotification when it is not JSON, is not an event, or lacks a part that its
  ///     type must have
  public ParsedNotification parse(String message, Instant receivedAt) {
    if (message.startsWith(TOPIC_CHECK)) {
      return new ParsedNotification(new Feedback.TopicChecked(), false, List.of());
    }
    JsonNode root = tree(message);
    String type = type(root);
    NotificationNode notice =
        new NotificationNode(type, "", root, receivedAt, new ArrayList<>(), hash)
            .knowing(SesFields.EVENT);
    Attribution attribution = Attribution.of(feedback(notice));
    return new ParsedNotification(
        attribution.feedback(), attribution.stranger(), notice.unfamiliar());
  }

  private JsonNode tree(String message) {
    try {
      JsonNode root = json.readTree(message);
      if (!root.isObject()) {
        throw new MalformedNotification(
            "the notification is not an object: "
                + root.getNodeType().name().toLowerCase(Locale.ROOT));
      }
      return root;
    } catch (JsonProcessingException e) {
      JsonLocation where = Objects.requireNonNullElse(e.getLocation(), JsonLocation.NA);
      throw new MalformedNotification(
          "the notification is not JSON: line %d, column %d"
              .formatted(where.getLineNr(), where.getColumnNr()));
    }
  }

  private static String type(JsonNode root) {
    for (String field : List.of("eventType", "notificationType")) {
      if (root.path(field).isTextual()) {
        return NotificationNode.harmless(root.path(field).asText());
      }
    }
    throw new MalformedNotification("the notification has neither eventType nor notificationType");
  }

  private static Feedback feedback(NotificationNode event) {
    return switch (event.type()) {
      case "Send" -> new Feedback.SesSent(mail(event));
      case "Delivery" -> delivered(event, mail(event));
      case "Bounce" -> bounced(event, mail(event));
      case "Complaint" -> complained(event, mail(event));
      case "Reject" -> new Feedback.SesRejected(mail(event));
      case "Rendering Failure" -> new Feedback.RenderingFailed(mail(event));
      case "DeliveryDelay" -> delayed(event, mail(event));
      case "Open" -> opened(event, mail(event));
      case "Click" -> clicked(event, mail(event));
      case "Subscription" -> subscriptionChanged(event, mail(event));
      case "AmazonSnsSubscriptionSucceeded" -> new Feedback.TopicChecked();
      default -> unrecognised(event);
    };
  }

  private static Feedback unrecognised(NotificationNode event) {
    event.unfamiliar().add("event type " + event.type());
    return new Feedback.Unrecognised(event.type());
  }

  private static ReportedMail mail(NotificationNode event) {
    NotificationNode mail = event.object("mail").knowing(SesFields.MAIL);
    return new ReportedMail(
        mail.text("messageId"),
        mail.time("timestamp", Instant.MIN),
        mail.mailboxes("destination"),
        mail.firstValues("tags"));
  }

  private static Feedback delivered(NotificationNode event, ReportedMail mail) {
    NotificationNode delivery = event.object("delivery").knowing(SesFields.DELIVERY);
    return new Feedback.Delivered(
        mail, delivery.time("timestamp", mail.sentAt()), delivery.mailboxesIfAny("recipients"));
  }

  private static Feedback bounced(NotificationNode event, ReportedMail mail) {
    NotificationNode bounce = event.object("bounce").knowing(SesFields.BOUNCE);
    return new Feedback.Bounced(
        mail,
        bounce.time("timestamp", mail.sentAt()),
        bounce.optional("feedbackId").orElse(mail.messageId()),
        Objects.requireNonNullElse(bounce.oneOf(SesFields.BOUNCE_TYPES, "bounceType"), ""),
        Objects.requireNonNullElse(bounce.oneOf(SesFields.BOUNCE_SUB_TYPES, "bounceSubType"), ""),
        bounce.objectsIfAny("bouncedRecipients").stream()
            .map(FeedbackParser::bouncedRecipient)
            .flatMap(Optional::stream)
            .toList());
  }

  private static Optional<Feedback.BouncedRecipient> bouncedRecipient(NotificationNode recipient) {
    recipient.knowing(SesFields.BOUNCED_RECIPIENT);
    return recipient
        .mailbox("emailAddress")
        .map(mailbox -> new Feedback.BouncedRecipient(mailbox, failure(recipient)));
  }

  /// SES copies these three fields from the delivery status notification that came with the bounce;
  /// an automatic answer, such as an out-of-office one, has none (decision 0021).
  private static boolean failure(NotificationNode recipient) {
    return recipient
        .optional("action")
        .map("failed"::equals)
        .or(
            () ->
                recipient
                    .optional("status")
                    .map(status -> status.startsWith("4") || status.startsWith("5")))
        .orElseGet(() -> recipient.optional("diagnosticCode").isPresent());
  }

  private static Feedback complained(NotificationNode event, ReportedMail mail) {
    NotificationNode complaint = event.object("complaint").knowing(SesFields.COMPLAINT);
    return new Feedback.Complained(
        mail,
        complaint.time("timestamp", mail.sentAt()),
        complaint.optional("feedbackId").orElse(mail.messageId()),
        complaint.oneOf(SesFields.COMPLAINT_SUB_TYPES, "complaintSubType"),
        complaint.oneOf(SesFields.COMPLAINT_TYPES, "complaintFeedbackType"),
        addressed(complaint, "complainedRecipients"));
  }

  private static Feedback delayed(NotificationNode event, ReportedMail mail) {
    NotificationNode delay = event.object("deliveryDelay").knowing(SesFields.DELAY);
    return new Feedback.Delayed(
        mail, delay.time("timestamp", mail.sentAt()), addressed(delay, "delayedRecipients"));
  }

  private static List<HashedMailbox> addressed(NotificationNode parent, String list) {
    return parent.objectsIfAny(list).stream()
        .map(recipient -> recipient.knowing(SesFields.BOUNCED_RECIPIENT).mailbox("emailAddress"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Feedback opened(NotificationNode event, ReportedMail mail) {
    NotificationNode open = event.object("open").knowing(SesFields.OPEN);
    return new Feedback.Opened(mail, open.time("timestamp", mail.sentAt()));
  }

  private static Feedback clicked(NotificationNode event, ReportedMail mail) {
    NotificationNode click = event.object("click").knowing(SesFields.CLICK);
    return new Feedback.Clicked(mail, click.time("timestamp", mail.sentAt()));
  }

  private static Feedback subscriptionChanged(NotificationNode event, ReportedMail mail) {
    NotificationNode change = event.object("subscription").knowing(SesFields.SUBSCRIPTION);
    boolean left = change.node().path("newTopicPreferences").path("unsubscribeAll").asBoolean();
    return new Feedback.SubscriptionChanged(mail, change.time("timestamp", mail.sentAt()), left);
  }
}
