package dev.postrider.feedback;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small events of SES, to be bent into what people have seen.
final class EventJson {
  static final String KIM = "kim@example.net";
  static final String LEE = "lee@example.net";
  static final String STRANGER = "kim.old@forward.example";

  private EventJson() {}

  /// A bounce of the unit `parcel-7`, of SES's message `ses-7`.
  static ObjectNode bounce(String type, List<String> destinations, ObjectNode... recipients) {
    ObjectNode event = event("Bounce", destinations);
    ArrayNode bounced =
        event
            .putObject("bounce")
            .put("feedbackId", "feedback-1")
            .put("bounceType", type)
            .put("bounceSubType", "General")
            .put("timestamp", "2026-11-24T00:05:00.000Z")
            .putArray("bouncedRecipients");
    List.of(recipients).forEach(bounced::add);
    return event;
  }

  static ObjectNode complaint(@Nullable String feedbackType, List<String> destinations) {
    ObjectNode event = event("Complaint", destinations);
    event
        .putObject("complaint")
        .put("feedbackId", "feedback-2")
        .put("complaintFeedbackType", feedbackType)
        .put("timestamp", "2026-11-24T00:05:00.000Z")
        .putArray("complainedRecipients")
        .addObject()
        .put("emailAddress", KIM);
    return event;
  }

  /// What a delivery status notification says of a recipient.
  static ObjectNode recipient(
      String address, @Nullable String action, @Nullable String status, @Nullable String said) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("emailAddress", address);
    if (action != null) {
      json.put("action", action);
    }
    if (status != null) {
      json.put("status", status);
    }
    return said == null ? json : json.put("diagnosticCode", said);
  }

  static ObjectNode dead(String address) {
    return recipient(address, "failed", "5.1.1", "smtp; 550 5.1.1 no mailbox");
  }

  static ObjectNode mail(ObjectNode event) {
    return Fixtures.at(event, "/mail");
  }

  private static ObjectNode event(String type, List<String> destinations) {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("eventType", type);
    ObjectNode mail =
        event
            .putObject("mail")
            .put("timestamp", "2026-11-24T00:00:00.000Z")
            .put("messageId", "ses-7");
    destinations.forEach(mail.putArray("destination")::add);
    ObjectNode tags = mail.putObject("tags");
    tags.putArray("postrider-id").add("parcel-7");
    tags.putArray("postrider-stream").add("transactional");
    return event;
  }
}
