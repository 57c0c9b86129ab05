package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.AttachmentNames;
import dev.postrider.local.http.HttpJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.AttachmentContentDisposition;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
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
  private static final Pattern QUOTED = Pattern.compile("\".+\"", Pattern.DOTALL);

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
    checkCall(submission);
    List<String> recipients = submission.mailboxes().toList();
    require(!recipients.isEmpty(), "Destination has no recipients.");
    require(recipients.size() <= MAX_RECIPIENTS, "Recipient count exceeds " + MAX_RECIPIENTS + ".");
    recipients.forEach(SubmissionRules::checkAddress);
    submission.tags().forEach(SubmissionRules::checkTag);
    checkHeaders(submission.headers());
    checkContent(submission);
    require(
        size(submission) <= MAX_MESSAGE_BYTES,
        "Message length is more than " + MAX_MESSAGE_BYTES + " bytes long.");
  }

  /// The rules on what the entries of a bulk call share; SES refuses the whole call.
  static void checkCall(Submission submission) {
    checkAddress(submission.mail().fromEmailAddress());
    submission.mail().replyToAddresses().forEach(SubmissionRules::checkAddress);
    submission.attachments().forEach(SubmissionRules::checkAttachment);
    Template template = submission.mail().content().template();
    if (template != null) {
      require(
          submission.storedTemplate().isPresent() != (template.templateContent() != null),
          "Template must have exactly one of TemplateName, TemplateArn and TemplateContent.");
      if (template.templateContent() != null) {
        InlineRenderer.check(template.templateContent());
      }
    }
  }

  private static void checkAddress(String mailbox) {
    require(
        mailbox.length() <= MAX_MAILBOX,
        "Address length is more than " + MAX_MAILBOX + " characters/bytes long");
    require(
        PRINTABLE_ASCII.matcher(mailbox).matches(), "Local address contains control or whitespace");
    String address = HeaderMailbox.address(mailbox);
    int at = address.lastIndexOf('@');
    require(at >= 0, "Missing final '@domain'");
    require(
        DOMAIN.matcher(address.substring(at + 1)).matches(), "Domain contains illegal character");
    String local = address.substring(0, at);
    require(
        LOCAL_PART.matcher(local).matches() || QUOTED.matcher(local).matches(),
        "Local address contains illegal character");
  }

  private static void checkTag(String name, String value) {
    require(
        TAG.matcher(name).matches() && TAG.matcher(value).matches(),
        "Email tag <"
            + name
            + "> is invalid: name and value must be 1 to "
            + MAX_TAG
            + " of the characters A-Z, a-z, 0-9, _ and -.");
  }

  private static void checkHeaders(List<MessageHeader> headers) {
    require(headers.size() <= MAX_HEADERS, "More than " + MAX_HEADERS + " headers.");
    for (MessageHeader header : headers) {
      require(
          !FORBIDDEN_HEADERS.contains(header.name().toLowerCase(Locale.ROOT)),
          "Header <" + header.name() + "> is not allowed.");
      require(
          HEADER_NAME.matcher(header.name()).matches()
              && HEADER_VALUE.matcher(header.value()).matches()
              && header.name().length() + header.value().length() <= MAX_HEADER,
          "A header's name or value is invalid.");
    }
  }

  private static void checkAttachment(Attachment attachment) {
    require(
        isLengthWithin(attachment.fileName(), 255)
            && isLengthWithin(attachment.contentId(), 78)
            && isLengthWithin(attachment.contentType(), 78)
            && attachment.contentDisposition()
                != AttachmentContentDisposition.UNKNOWN_TO_SDK_VERSION,
        "An attachment's name, type, id or disposition is invalid.");
    String name = attachment.fileName();
    require(
        name.chars().noneMatch(c -> AttachmentNames.REFUSED_CHARACTERS.indexOf(c) >= 0),
        "An attachment's name has one of the characters "
            + AttachmentNames.REFUSED_CHARACTERS
            + ".");
    String extension = AttachmentNames.extension(name);
    require(
        !AttachmentNames.REFUSED_EXTENSIONS.contains(extension),
        "An attachment's name has the extension ." + extension + ", which is not supported.");
  }

  private static boolean isLengthWithin(@Nullable String text, int max) {
    return text == null || (!text.isEmpty() && text.length() <= max);
  }

  private static void checkContent(Submission submission) {
    EmailContent content = submission.mail().content();
    if (content.raw() != null) {
      require(content.raw().data().asByteArrayUnsafe().length > 0, "Raw.Data is empty.");
    }
    if (content.simple() != null) {
      EmailTemplateContent written = Submission.written(content.simple());
      require(written.text() != null || written.html() != null, "Body needs Text or Html.");
      require(
          written.subject().chars().noneMatch(Character::isISOControl),
          "Subject contains control characters.");
    }
    if (content.template() != null) {
      checkTemplateData(submission.templateData());
    }
  }

  /// Of a call and of TestRenderEmailTemplate.
  static ObjectNode checkTemplateData(String data) {
    require(
        data.length() <= MAX_TEMPLATE_DATA,
        "TemplateData is longer than " + MAX_TEMPLATE_DATA + ".");
    return HttpJson.readObject(data)
        .orElseThrow(() -> Refusal.badRequest("TemplateData is not a JSON object."));
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
