package dev.postrider.sesevents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the events that SES publishes for one mail, in the configuration set's format.
///
/// Source: "Examples of event data that Amazon SES publishes to Amazon SNS", SES developer guide.
public final class SesEventWriter {
  /// SES always writes three digits of milliseconds.
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final String REPORTING_MTA = "a8-31.smtp-out.amazonses.com";

  private final Instant sentAt;
  private final String messageId;
  private final ObjectNode mail;

  /// A writer of one mail's events.
  ///
  /// @param recipients bare addresses
  /// @param tags each of one value
  public SesEventWriter(
      Instant sentAt, String messageId, List<String> recipients, Map<String, String> tags) {
    this.sentAt = sentAt;
    this.messageId = messageId;
    this.mail = object().put("timestamp", time(sentAt)).put("messageId", messageId);
    recipients.forEach(mail.putArray("destination")::add);
    ObjectNode values = mail.putObject("tags");
    tags.forEach((name, value) -> values.putArray(name).add(value));
  }

  /// What an event is, such as `Rendering Failure`.
  public static String type(ObjectNode event) {
    return event.path("eventType").asText();
  }

  /// Adds fields to what the events say of the mail.
  public SesEventWriter mail(ObjectNode fields) {
    mail.setAll(fields);
    return this;
  }

  /// SES accepted the mail.
  public ObjectNode send() {
    return event("Send", "send", object());
  }

  /// SES accepted the mail and could not fill in its template.
  public ObjectNode renderingFailure(String template, String error) {
    return event(
        "Rendering Failure",
        "failure",
        object().put("templateName", template).put("errorMessage", error));
  }

  /// A recipient's server took the mail.
  public ObjectNode delivery(Instant at, String recipient) {
    ObjectNode json =
        object()
            .put("timestamp", time(at))
            .put("processingTimeMillis", Duration.between(sentAt, at).toMillis())
            .put("smtpResponse", "250 2.6.0 Message received")
            .put("reportingMTA", REPORTING_MTA);
    json.putArray("recipients").add(recipient);
    return event("Delivery", "delivery", json);
  }

  /// A server did not take the mail, or sent it back.
  ///
  /// @param type such as `Permanent`
  /// @param subType such as `General`
  /// @param diagnosticCode what the server said; null for an automatic answer, such as an
  ///     out-of-office one, which comes without a delivery status
  public ObjectNode bounce(
      Instant at, String recipient, String type, String subType, @Nullable String diagnosticCode) {
    ObjectNode json =
        object()
            .put("feedbackId", feedbackId("bounce", recipient))
            .put("bounceType", type)
            .put("bounceSubType", subType)
            .put("timestamp", time(at))
            .put("reportingMTA", "dsn; " + REPORTING_MTA);
    ObjectNode bounced =
        json.putArray("bouncedRecipients").addObject().put("emailAddress", recipient);
    if (diagnosticCode != null) {
      bounced
          .put("action", "failed")
          .put("status", type.equals("Permanent") ? "5.1.1" : "4.2.2")
          .put("diagnosticCode", diagnosticCode);
    }
    return event("Bounce", "bounce", json);
  }

  /// A recipient complained.
  ///
  /// @param recipients all who may have complained
  /// @param feedbackType such as `abuse`
  public ObjectNode complaint(Instant at, List<String> recipients, String feedbackType) {
    ObjectNode json =
        object()
            .put("feedbackId", feedbackId(feedbackType, String.join(",", recipients)))
            .putNull("complaintSubType")
            .put("timestamp", time(at))
            .put("userAgent", "Amazon SES Mailbox Simulator")
            .put("complaintFeedbackType", feedbackType)
            .put("arrivalDate", time(at));
    ArrayNode complained = json.putArray("complainedRecipients");
    recipients.forEach(recipient -> complained.addObject().put("emailAddress", recipient));
    return event("Complaint", "complaint", json);
  }

  /// A recipient opened the mail.
  public ObjectNode open(Instant at) {
    return event("Open", "open", object().put("timestamp", time(at)));
  }

  private ObjectNode event(String type, String field, ObjectNode details) {
    ObjectNode json = object().put("eventType", type);
    json.set("mail", mail);
    json.set(field, details);
    return json;
  }

  /// An event keeps its id however often it is published.
  private String feedbackId(String what, String recipients) {
    return messageId + "-" + what + "-" + Integer.toHexString(recipients.hashCode());
  }

  private static String time(Instant instant) {
    return TIMESTAMP.format(instant);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
