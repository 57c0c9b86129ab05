package dev.postrider.feedback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.postrider.email.RecipientHash;
import dev.postrider.feedback.Feedback.Bounced;
import dev.postrider.feedback.Feedback.BouncedRecipient;
import dev.postrider.feedback.Feedback.Clicked;
import dev.postrider.feedback.Feedback.Complained;
import dev.postrider.feedback.Feedback.Delayed;
import dev.postrider.feedback.Feedback.Delivered;
import dev.postrider.feedback.Feedback.Opened;
import dev.postrider.feedback.Feedback.RenderingFailed;
import dev.postrider.feedback.Feedback.SesRejected;
import dev.postrider.feedback.Feedback.SesSent;
import dev.postrider.feedback.Feedback.SubscriptionChanged;
import dev.postrider.feedback.Feedback.TopicChecked;
import dev.postrider.feedback.Feedback.Unrecognised;
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
  /// @throws MalformedNotification when it is not JSON, is not an event, or lacks what its type
  ///     must
  ///     have
  public ParsedNotification parse(String message, Instant receivedAt) {
    if (message.startsWith(TOPIC_CHECK)) {
      return new ParsedNotification(new TopicChecked(), false, List.of());
    }
    JsonNode root = tree(message);
    String type = type(root);
    NotificationNode notice =
        new NotificationNode(type, "", root, new ArrayList<>(), hash).knowing(SesFields.EVENT);
    Attribution attribution = Attribution.of(feedback(notice, receivedAt));
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

  private static Feedback feedback(NotificationNode event, Instant receivedAt) {
    return switch (event.type()) {
      case "Send" -> new SesSent(mail(event, receivedAt));
      case "Delivery" -> delivered(event, mail(event, receivedAt), receivedAt);
      case "Bounce" -> bounced(event, mail(event, receivedAt), receivedAt);
      case "Complaint" -> complained(event, mail(event, receivedAt), receivedAt);
      case "Reject" -> new SesRejected(mail(event, receivedAt));
      case "Rendering Failure" -> new RenderingFailed(mail(event, receivedAt));
      case "DeliveryDelay" -> delayed(event, mail(event, receivedAt), receivedAt);
      case "Open" -> opened(event, mail(event, receivedAt), receivedAt);
      case "Click" -> clicked(event, mail(event, receivedAt), receivedAt);
      case "Subscription" -> subscriptionChanged(event, mail(event, receivedAt), receivedAt);
      case "AmazonSnsSubscriptionSucceeded" -> new TopicChecked();
      default -> unrecognised(event);
    };
  }

  private static Feedback unrecognised(NotificationNode event) {
    event.unfamiliar().add("event type " + event.type());
    return new Unrecognised(event.type());
  }

  private static ReportedMail mail(NotificationNode event, Instant receivedAt) {
    NotificationNode mail = event.object("mail").knowing(SesFields.MAIL);
    return new ReportedMail(
        mail.text("messageId"),
        mail.time("timestamp", Instant.MIN, receivedAt),
        mail.mailboxes("destination"),
        mail.firstValues("tags"));
  }

  private static Delivered delivered(
      NotificationNode event, ReportedMail mail, Instant receivedAt) {
    NotificationNode delivery = event.object("delivery").knowing(SesFields.DELIVERY);
    return new Delivered(
        mail,
        delivery.time("timestamp", mail.sentAt(), receivedAt),
        delivery.mailboxesIfAny("recipients"));
  }

  private static Bounced bounced(NotificationNode event, ReportedMail mail, Instant receivedAt) {
    NotificationNode bounce = event.object("bounce").knowing(SesFields.BOUNCE);
    return new Bounced(
        mail,
        bounce.time("timestamp", mail.sentAt(), receivedAt),
        bounce.optional("feedbackId").orElse(mail.messageId()),
        Objects.requireNonNullElse(bounce.oneOf(SesFields.BOUNCE_TYPES, "bounceType"), ""),
        Objects.requireNonNullElse(bounce.oneOf(SesFields.BOUNCE_SUB_TYPES, "bounceSubType"), ""),
        bounce.objectsIfAny("bouncedRecipients").stream()
            .map(FeedbackParser::bouncedRecipient)
            .flatMap(Optional::stream)
            .toList());
  }

  private static Optional<BouncedRecipient> bouncedRecipient(NotificationNode recipient) {
    recipient.knowing(SesFields.BOUNCED_RECIPIENT);
    return recipient
        .mailbox("emailAddress")
        .map(mailbox -> new BouncedRecipient(mailbox, failure(recipient)));
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

  private static Complained complained(
      NotificationNode event, ReportedMail mail, Instant receivedAt) {
    NotificationNode complaint = event.object("complaint").knowing(SesFields.COMPLAINT);
    return new Complained(
        mail,
        complaint.time("timestamp", mail.sentAt(), receivedAt),
        complaint.optional("feedbackId").orElse(mail.messageId()),
        complaint.oneOf(SesFields.COMPLAINT_SUB_TYPES, "complaintSubType"),
        complaint.oneOf(SesFields.COMPLAINT_TYPES, "complaintFeedbackType"),
        addressed(complaint, "complainedRecipients"));
  }

  private static Delayed delayed(NotificationNode event, ReportedMail mail, Instant receivedAt) {
    NotificationNode delay = event.object("deliveryDelay").knowing(SesFields.DELAY);
    return new Delayed(
        mail,
        delay.time("timestamp", mail.sentAt(), receivedAt),
        addressed(delay, "delayedRecipients"));
  }

  private static List<HashedMailbox> addressed(NotificationNode parent, String list) {
    return parent.objectsIfAny(list).stream()
        .map(recipient -> recipient.knowing(SesFields.BOUNCED_RECIPIENT).mailbox("emailAddress"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Opened opened(NotificationNode event, ReportedMail mail, Instant receivedAt) {
    NotificationNode open = event.object("open").knowing(SesFields.OPEN);
    return new Opened(mail, open.time("timestamp", mail.sentAt(), receivedAt));
  }

  private static Clicked clicked(NotificationNode event, ReportedMail mail, Instant receivedAt) {
    NotificationNode click = event.object("click").knowing(SesFields.CLICK);
    return new Clicked(mail, click.time("timestamp", mail.sentAt(), receivedAt));
  }

  private static SubscriptionChanged subscriptionChanged(
      NotificationNode event, ReportedMail mail, Instant receivedAt) {
    NotificationNode change = event.object("subscription").knowing(SesFields.SUBSCRIPTION);
    boolean left = change.node().path("newTopicPreferences").path("unsubscribeAll").asBoolean();
    return new SubscriptionChanged(mail, change.time("timestamp", mail.sentAt(), receivedAt), left);
  }
}
