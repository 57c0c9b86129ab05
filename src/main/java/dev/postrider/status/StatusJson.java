package dev.postrider.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Json;
import dev.postrider.email.RecipientHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Writes events as `schema/status-v1.schema.json` describes them.
///
/// @param stack of the mail; ids are unique within it
/// @param hash what stands for a recipient
/// @param addresses whether the recipients' addresses are written beside their hashes
public record StatusJson(String stack, RecipientHash hash, boolean addresses) {
  private static final int EVENT_ID_BYTES = 16;

  /// Version of the schema, in every event.
  public static final int VERSION = 1;

  /// The event's JSON.
  public ObjectNode write(StatusEvent event) {
    ObjectNode json = Json.object();
    json.put("version", VERSION);
    json.put("eventId", eventId(event));
    json.put("stack", stack);
    json.put("status", event.status().name());
    json.put("occurredAt", event.occurredAt().truncatedTo(ChronoUnit.MILLIS).toString());
    subject(json, event.subject());
    put(json, "sesMessageId", event.detail().sesMessageId());
    put(json, "reason", event.detail().reason());
    put(json, "code", event.detail().code());
    put(json, "type", event.detail().type());
    put(json, "subType", event.detail().subType());
    put(json, "template", event.detail().template());
    put(json, "attribute", event.detail().attribute());
    put(json, "text", event.detail().text());
    recipients(json, "recipients", event.recipients(), event.replies());
    recipients(json, "suppressedRecipients", event.suppressed(), Map.of());
    return json;
  }

  private static void subject(ObjectNode json, StatusEvent.Subject subject) {
    int entry = subject.key().indexOf('#');
    json.put("id", entry < 0 ? subject.key() : subject.key().substring(0, entry));
    if (entry >= 0) {
      json.put("entry", Integer.parseInt(subject.key().substring(entry + 1)));
    }
    put(json, "stream", subject.stream());
    subject.tenant().ifPresent(tenant -> put(json, "tenant", tenant));
    ObjectNode tags = json.putObject("tags");
    subject.tags().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
  }

  private void recipients(
      ObjectNode json,
      String field,
      List<String> keys,
      Map<String, StatusEvent.SmtpReply> replies) {
    if (keys.isEmpty()) {
      return;
    }
    ArrayNode array = json.putArray(field);
    for (String key : keys) {
      ObjectNode recipient = array.addObject().put("hash", hash.of(key));
      if (addresses) {
        recipient.put("address", key);
      }
      StatusEvent.SmtpReply reply = replies.get(key);
      if (reply != null) {
        put(recipient, "smtpReplyCode", reply.smtpReplyCode());
        put(recipient, "enhancedStatus", reply.enhancedStatus());
        put(recipient, "text", reply.text());
      }
    }
  }

  private static void put(ObjectNode json, String field, String value) {
    if (!value.isEmpty()) {
      json.put(field, value);
    }
  }

  /// The same for the same happening, whoever tells of it and how often: 128 bits of a SHA-256, in
  /// base64url.
  private String eventId(StatusEvent event) {
    String what =
        String.join("\n", stack, event.subject().key(), event.status().name(), event.occurrence());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, EVENT_ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
