package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
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

  /// The unit's id by the mail's tag; empty for a mail that has none.
  String unit() {
    return Objects.requireNonNullElse(submission.tags().get("postrider-id"), "");
  }

  /// The headers that the mail's fields and its extra headers come to, unencoded.
  ///
  /// @param separator of the mailboxes of one header
  List<MessageHeader> headers(String separator) {
    SendEmailRequest mail = submission.mail();
    SequencedMap<String, String> byName = new LinkedHashMap<>();
    byName.put("From", mail.fromEmailAddress());
    byName.put("Reply-To", String.join(separator, mail.replyToAddresses()));
    byName.put("To", String.join(separator, mail.destination().toAddresses()));
    byName.put("Cc", String.join(separator, mail.destination().ccAddresses()));
    byName.values().removeIf(String::isEmpty);
    byName.put("Subject", subject());
    Stream<MessageHeader> own =
        byName.entrySet().stream()
            .map(h -> MessageHeader.builder().name(h.getKey()).value(h.getValue()).build());
    return Stream.concat(own, submission.headers().stream()).toList();
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
    return HttpJson.object()
        .put("messageId", messageId)
        .put("acceptedAt", acceptedAt.toString())
        .put("operation", submission.operation())
        .put("unit", unit())
        .put("from", mail.fromEmailAddress())
        .put("subject", subject())
        .putPOJO("to", mail.destination().toAddresses())
        .putPOJO("cc", mail.destination().ccAddresses())
        .putPOJO("bcc", mail.destination().bccAddresses())
        .putPOJO("tags", submission.tags());
  }

  /// What `GET /inbox/{messageId}` shows.
  ObjectNode details() {
    return summary()
        .putPOJO("replyTo", submission.mail().replyToAddresses())
        .put("configurationSet", submission.mail().configurationSetName())
        .put("tenant", submission.mail().tenantName())
        .put("text", content == null ? null : content.text())
        .put("html", content == null ? null : content.html())
        .put("renderingFailure", renderingFailure)
        .putPOJO(
            "headers", submission.headers().stream().map(h -> HttpJson.of(h.toBuilder())).toList())
        .putPOJO(
            "attachments", submission.attachments().stream().map(ReceivedMessage::shown).toList());
  }

  private static ObjectNode shown(Attachment attachment) {
    String disposition = attachment.contentDispositionAsString();
    return HttpJson.object()
        .put("fileName", attachment.fileName())
        .put("contentType", attachment.contentType())
        .put("contentId", attachment.contentId())
        .put("disposition", disposition == null ? "ATTACHMENT" : disposition)
        .put("bytes", attachment.rawContent().asByteArrayUnsafe().length);
  }

  @Override
  public String toString() {
    return "ReceivedMessage[" + messageId + "]";
  }
}
