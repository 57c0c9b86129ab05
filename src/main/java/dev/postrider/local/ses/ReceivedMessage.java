package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.MailContent.MailTemplate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message that SES took in.
///
/// @param content subject and bodies with the template's data filled in; null for a raw message
/// @param renderingFailure why the template could not be filled in; null when it could
public record ReceivedMessage(
    String messageId,
    Instant acceptedAt,
    Submission submission,
    @Nullable MailTemplate content,
    @Nullable String renderingFailure) {

  /// The subject as its recipient reads it; empty for a raw message.
  public String subject() {
    return content == null ? "" : content.subject();
  }

  /// The message as an RFC 5322 text.
  public byte[] eml() {
    return submission.content() instanceof MailContent.Raw raw ? raw.data() : EmlWriter.write(this);
  }

  /// Roughly what the message costs in memory.
  long bytes() {
    long attachments =
        submission.content().attachments().stream().mapToLong(a -> a.content().length).sum();
    long raw = submission.content() instanceof MailContent.Raw r ? r.data().length : 0;
    long text = content == null ? 0 : length(content.text()) + length(content.html());
    return attachments + raw + text;
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /// What `GET /inbox` lists.
  ObjectNode summary() {
    ObjectNode json =
        Json.object()
            .put("messageId", messageId)
            .put("acceptedAt", acceptedAt.toString())
            .put("operation", submission.operation())
            .put("from", submission.from())
            .put("subject", subject());
    json.set("to", Json.strings(submission.to()));
    json.set("cc", Json.strings(submission.cc()));
    json.set("bcc", Json.strings(submission.bcc()));
    submission.tags().forEach(json.putObject("tags")::put);
    return json;
  }

  /// What `GET /inbox/{messageId}` shows.
  ObjectNode details() {
    ObjectNode json = summary();
    json.set("replyTo", Json.strings(submission.replyTo()));
    json.put("configurationSet", submission.configurationSet())
        .put("tenant", submission.tenant())
        .put("text", content == null ? null : content.text())
        .put("html", content == null ? null : content.html())
        .put("renderingFailure", renderingFailure);
    ArrayNode headers = json.putArray("headers");
    submission
        .content()
        .headers()
        .forEach(h -> headers.addObject().put("name", h.name()).put("value", h.value()));
    ArrayNode attachments = json.putArray("attachments");
    submission
        .content()
        .attachments()
        .forEach(
            a ->
                attachments
                    .addObject()
                    .put("fileName", a.fileName())
                    .put("contentType", a.contentType())
                    .put("contentId", a.contentId())
                    .put("disposition", a.disposition())
                    .put("bytes", a.content().length));
    return json;
  }

  @Override
  public String toString() {
    return "ReceivedMessage[" + messageId + "]";
  }
}
