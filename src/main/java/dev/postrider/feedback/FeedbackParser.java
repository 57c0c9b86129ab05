package dev.postrider.feedback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.postrider.email.RecipientHash;
import dev.postrider.status.StatusEvent.SmtpReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decodes the message of an SNS notification: SES's events (`eventType`) and an identity's
/// notifications (`notificationType`).
public final class FeedbackParser {
  private static final String TOPIC_CHECK = "Successfully validated SNS topic";
  private static final Pattern NOT_LETTERS = Pattern.compile("[^A-Za-z]");

  /// `Attribute 'firstName' is not present in the rendering data.`
  private static final Pattern ATTRIBUTE = Pattern.compile("[Aa]ttribute '([^'@]{1,100})'");

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
        return NotificationNode.harmless(root.path(field).asText().strip());
      }
    }
    throw new MalformedNotification("the notification has neither eventType nor notificationType");
  }

  /// Whatever the case, and whether `Rendering Failure` is written with a space.
  private static Feedback feedback(NotificationNode event) {
    return switch (NOT_LETTERS.matcher(event.type()).replaceAll("").toLowerCase(Locale.ROOT)) {
      case "send" -> new Feedback.SesSent(MailReader.read(event));
      case "delivery" -> delivered(event, MailReader.read(event));
      case "bounce" -> BounceReader.read(event, MailReader.readLeniently(event));
      case "complaint" -> complained(event, MailReader.readLeniently(event));
      case "reject" -> rejected(event, MailReader.read(event));
      case "renderingfailure" -> renderingFailed(event, MailReader.read(event));
      case "deliverydelay" -> delayed(event, MailReader.read(event));
      case "open" -> opened(event, MailReader.read(event));
      case "click" -> clicked(event, MailReader.read(event));
      case "subscription" -> subscriptionChanged(event, MailReader.read(event));
      case "amazonsnssubscriptionsucceeded" -> new Feedback.TopicChecked();
      default -> unrecognised(event);
    };
  }

  private static Feedback unrecognised(NotificationNode event) {
    event.unfamiliar().add("event type " + event.type());
    return new Feedback.Unrecognised(event.type());
  }

  private static Feedback delivered(NotificationNode event, ReportedMail mail) {
    NotificationNode delivery = event.object("delivery").knowing(SesFields.DELIVERY);
    return new Feedback.Delivered(
        mail, delivery.time("timestamp", mail.sentAt()), delivery.mailboxesIfAny("recipients"));
  }

  private static Feedback complained(NotificationNode event, ReportedMail mail) {
    NotificationNode complaint = event.object("complaint").knowing(SesFields.COMPLAINT);
    return new Feedback.Complained(
        mail,
        complaint.time("timestamp", mail.sentAt()),
        complaint.feedbackId(mail),
        complaint.oneOf(SesFields.COMPLAINT_SUB_TYPES, "complaintSubType"),
        complaint.oneOf(SesFields.COMPLAINT_TYPES, "complaintFeedbackType"),
        addressed(complaint, "complainedRecipients"));
  }

  private static Feedback delayed(NotificationNode event, ReportedMail mail) {
    NotificationNode delay = event.object("deliveryDelay").knowing(SesFields.DELAY);
    Map<HashedMailbox, SmtpReply> replies = new LinkedHashMap<>();
    for (NotificationNode recipient : delay.objectsIfAny("delayedRecipients")) {
      recipient
          .knowing(SesFields.BOUNCED_RECIPIENT)
          .mailbox("emailAddress")
          .ifPresent(mailbox -> replies.put(mailbox, ServerReply.read(recipient, mail, mailbox)));
    }
    List<HashedMailbox> recipients = List.copyOf(replies.keySet());
    replies.values().removeIf(ServerReply.NONE::equals);
    return new Feedback.Delayed(mail, delay.time("timestamp", mail.sentAt()), recipients, replies);
  }

  private static Feedback rejected(NotificationNode event, ReportedMail mail) {
    NotificationNode reject = event.objectIfAny("reject").knowing(SesFields.REJECT);
    return new Feedback.SesRejected(
        mail, ServerReply.masked(reject.optional("reason").orElse(""), mail, List.of()));
  }

  private static Feedback renderingFailed(NotificationNode event, ReportedMail mail) {
    NotificationNode failure = event.objectIfAny("failure").knowing(SesFields.FAILURE);
    String message = failure.optional("errorMessage").orElse("");
    Matcher attribute = ATTRIBUTE.matcher(message);
    return new Feedback.RenderingFailed(
        mail,
        failure.optional("templateName").filter(name -> !name.contains("@")).orElse(""),
        attribute.find() ? attribute.group(1) : "",
        ServerReply.masked(message, mail, List.of()));
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
    return new Feedback.Clicked(
        mail,
        click.time("timestamp", mail.sentAt()),
        click.optional("link").map(click.hash()::of).orElse(""));
  }

  private static Feedback subscriptionChanged(NotificationNode event, ReportedMail mail) {
    NotificationNode change = event.object("subscription").knowing(SesFields.SUBSCRIPTION);
    boolean left = change.node().path("newTopicPreferences").path("unsubscribeAll").asBoolean();
    return new Feedback.SubscriptionChanged(mail, change.time("timestamp", mail.sentAt()), left);
  }
}
