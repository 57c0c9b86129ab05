package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.RawMessage;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/// A message that SES took in.
///
/// @param content subject and bodies with the template's data filled in; null for a raw message
/// @param renderingFailure why the template could not be filled in; null when it could
public record ReceivedMessage(
    String messageId,
    Instant acceptedAt,
    Submission submission,
    @Nullable EmailTemplateContent content,
    @Nullable String renderingFailure) {

  /// The subject as its recipient reads it; empty for a raw message.
  public String subject() {
    return content == null ? "" : Objects.requireNonNullElse(content.subject(), "");
  }

  /// The message as an RFC 5322 text.
  public byte[] eml() {
    RawMessage raw = submission.mail().content().raw();
    return raw == null ? EmlWriter.write(this) : raw.data().asByteArrayUnsafe();
  }

  /// Roughly what the message costs in memory.
  long bytes() {
    long attachments =
        submission.attachments().stream()
            .mapToLong(a -> a.rawContent().asByteArrayUnsafe().length)
            .sum();
    RawMessage raw = submission.mail().content().raw();
    long text = content == null ? 0 : length(content.text()) + length(content.html());
    return attachments + text + (raw == null ? 0 : raw.data().asByteArrayUnsafe().length);
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /// What `GET /inbox` lists.
  ObjectNode summary() {
    SendEmailRequest mail = submission.mail();
    ObjectNode json =
        Json.object()
            .put("messageId", messageId)
            .put("acceptedAt", acceptedAt.toString())
            .put("operation", submission.operation())
            .put("from", mail.fromEmailAddress())
            .put("subject", subject());
    json.set("to", Json.strings(mail.destination().toAddresses()));
    json.set("cc", Json.strings(mail.destination().ccAddresses()));
    json.set("bcc", Json.strings(mail.destination().bccAddresses()));
    submission.tags().forEach(json.putObject("tags")::put);
    return json;
  }

  /// What `GET /inbox/{messageId}` shows.
  ObjectNode details() {
    ObjectNode json = summary();
    json.set("replyTo", Json.strings(submission.mail().replyToAddresses()));
    json.put("configurationSet", submission.mail().configurationSetName())
        .put("tenant", submission.mail().tenantName())
        .put("text", content == null ? null : content.text())
        .put("html", content == null ? null : content.html())
        .put("renderingFailure", renderingFailure);
    ArrayNode headers = json.putArray("headers");
    submission
        .headers()
        .forEach(h -> headers.addObject().put("name", h.name()).put("value", h.value()));
    ArrayNode attachments = json.putArray("attachments");
    submission
        .attachments()
        .forEach(
            a ->
                attachments
                    .addObject()
                    .put("fileName", a.fileName())
                    .put("contentType", a.contentType())
                    .put("contentId", a.contentId())
                    .put(
                        "disposition",
                        Objects.requireNonNullElse(a.contentDispositionAsString(), "ATTACHMENT"))
                    .put("bytes", a.rawContent().asByteArrayUnsafe().length));
    return json;
  }

  @Override
  public String toString() {
    return "ReceivedMessage[" + messageId + "]";
  }
}
