package dev.postrider.local.ses;

import dev.postrider.local.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.AttachmentContentDisposition;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.Message;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.Template;

/// SES's limits on one message.
///
/// Source: the SES v2 service model and the developer guide's "Service quotas" page.
final class SubmissionRules {
  static final int MAX_RECIPIENTS = 50;
  static final int MAX_BULK_ENTRIES = 50;
  private static final int MAX_MAILBOX = 320;
  private static final int MAX_HEADERS = 15;
  private static final int MAX_HEADER = 996;
  private static final int MAX_TAG = 256;
  private static final int MAX_TEMPLATE_DATA = 262_144;
  private static final long MAX_MESSAGE_BYTES = 40L * 1024 * 1024;
  private static final Pattern HEADER_NAME = Pattern.compile("[!-9;-@A-~]{1,126}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]{1,995}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1," + MAX_TAG + "}");
  private static final Pattern PRINTABLE_ASCII = Pattern.compile("[ -~]*");
  private static final Pattern DOMAIN =
      Pattern.compile("(?!-)[A-Za-z0-9-]{1,63}(?:\\.(?!-)[A-Za-z0-9-]{1,63})+");
  private static final Pattern LOCAL_PART = Pattern.compile("[!-~&&[^@<>,;:\\\\\\[\\]()]]{1,64}");

  private static final Set<String> FORBIDDEN_HEADERS =
      Set.of(
          "bcc",
          "cc",
          "content-disposition",
          "content-type",
          "date",
          "from",
          "message-id",
          "mime-version",
          "reply-to",
          "return-path",
          "subject",
          "to");

  private SubmissionRules() {}

  /// Throws a refusal that names the first rule that is broken.
  static void check(Submission submission) {
    checkAddress(submission.mail().fromEmailAddress());
    submission.mail().replyToAddresses().forEach(SubmissionRules::checkAddress);
    List<String> recipients = submission.mailboxes().toList();
    if (recipients.isEmpty()) {
      throw Refusal.badRequest("Destination has no recipients.");
    }
    if (recipients.size() > MAX_RECIPIENTS) {
      throw Refusal.badRequest("Recipient count exceeds " + MAX_RECIPIENTS + ".");
    }
    recipients.forEach(SubmissionRules::checkAddress);
    checkTags(submission.tags());
    checkHeaders(submission.headers());
    submission.attachments().forEach(SubmissionRules::checkAttachment);
    checkContent(submission);
    if (size(submission) > MAX_MESSAGE_BYTES) {
      throw Refusal.badRequest("Message length is more than " + MAX_MESSAGE_BYTES + " bytes long.");
    }
  }

  private static void checkAddress(String mailbox) {
    if (mailbox.length() > MAX_MAILBOX) {
      throw Refusal.badRequest(
          "Address length is more than " + MAX_MAILBOX + " characters/bytes long");
    }
    if (!PRINTABLE_ASCII.matcher(mailbox).matches()) {
      throw Refusal.badRequest("Local address contains control or whitespace");
    }
    String address = HeaderMailbox.address(mailbox);
    int at = address.lastIndexOf('@');
    if (at < 0) {
      throw Refusal.badRequest("Missing final '@domain'");
    }
    if (!DOMAIN.matcher(address.substring(at + 1)).matches()) {
      throw Refusal.badRequest("Domain contains illegal character");
    }
    String local = address.substring(0, at);
    if (!LOCAL_PART.matcher(local).matches() && !isQuoted(local)) {
      throw Refusal.badRequest("Local address contains illegal character");
    }
  }

  private static boolean isQuoted(String local) {
    return local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
  }

  private static void checkTags(Map<String, String> tags) {
    tags.forEach(
        (name, value) -> {
          if (!TAG.matcher(name).matches() || !TAG.matcher(value).matches()) {
            throw Refusal.badRequest(
                "Email tag <"
                    + name
                    + "> is invalid: name and value must be 1 to "
                    + MAX_TAG
                    + " of the characters A-Z, a-z, 0-9, _ and -.");
          }
        });
  }

  private static void checkHeaders(List<MessageHeader> headers) {
    if (headers.size() > MAX_HEADERS) {
      throw Refusal.badRequest("More than " + MAX_HEADERS + " headers.");
    }
    for (MessageHeader header : headers) {
      if (FORBIDDEN_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
        throw Refusal.badRequest("Header <" + header.name() + "> is not allowed.");
      }
      if (!HEADER_NAME.matcher(header.name()).matches()
          || !HEADER_VALUE.matcher(header.value()).matches()
          || header.name().length() + header.value().length() > MAX_HEADER) {
        throw Refusal.badRequest("A header's name or value is invalid.");
      }
    }
  }

  private static void checkAttachment(Attachment attachment) {
    boolean valid =
        isLengthWithin(attachment.fileName(), 255)
            && attachment.contentDisposition()
                != AttachmentContentDisposition.UNKNOWN_TO_SDK_VERSION
            && (attachment.contentId() == null || isLengthWithin(attachment.contentId(), 78))
            && (attachment.contentType() == null || isLengthWithin(attachment.contentType(), 78));
    if (!valid) {
      throw Refusal.badRequest("An attachment's name, type, id or disposition is invalid.");
    }
  }

  private static boolean isLengthWithin(String text, int max) {
    return !text.isEmpty() && text.length() <= max;
  }

  private static void checkContent(Submission submission) {
    EmailContent content = submission.mail().content();
    if (content.simple() != null) {
      checkSimple(content.simple());
    } else if (content.template() != null) {
      checkTemplate(content.template(), submission.storedTemplate().isPresent());
    } else if (content.raw().data().asByteArrayUnsafe().length == 0) {
      throw Refusal.badRequest("Raw.Data is empty.");
    }
  }

  private static void checkSimple(Message simple) {
    EmailTemplateContent written = Submission.written(simple);
    if (written.text() == null && written.html() == null) {
      throw Refusal.badRequest("Body needs Text or Html.");
    }
    if (written.subject().chars().anyMatch(Character::isISOControl)) {
      throw Refusal.badRequest("Subject contains control characters.");
    }
  }

  private static void checkTemplate(Template template, boolean isStored) {
    if (isStored == (template.templateContent() != null)) {
      throw Refusal.badRequest(
          "Template must have exactly one of TemplateName, TemplateArn and TemplateContent.");
    }
    String data = template.templateData();
    if (data != null && data.length() > MAX_TEMPLATE_DATA) {
      throw Refusal.badRequest("TemplateData is longer than " + MAX_TEMPLATE_DATA + ".");
    }
    if (data != null && Json.readObject(data).isEmpty()) {
      throw Refusal.badRequest("TemplateData is not a JSON object.");
    }
  }

  /// Bytes on the wire, as far as limits need them: attachments and raw messages after base64.
  private static long size(Submission submission) {
    EmailContent content = submission.mail().content();
    long size =
        submission.attachments().stream().mapToLong(a -> base64Length(a.rawContent())).sum();
    if (content.raw() != null) {
      return size + base64Length(content.raw().data());
    }
    if (content.template() != null) {
      return size + utf8Length(content.template().templateData());
    }
    EmailTemplateContent written = Submission.written(content.simple());
    return size + utf8Length(written.text()) + utf8Length(written.html());
  }

  private static long base64Length(SdkBytes bytes) {
    return (bytes.asByteArrayUnsafe().length + 2L) / 3 * 4;
  }

  private static long utf8Length(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
