package dev.postrider.email;

import dev.postrider.email.Attachment.Disposition;
import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads `attachments`.
final class AttachmentReader {
  private static final List<String> FIELDS =
      List.of("filename", "contentType", "content", "contentId", "disposition");

  private static final String FORM = "an array of up to " + Limits.ATTACHMENTS + " attachments";
  private static final String FILENAME = TextRules.lineForm(Limits.FILENAME);
  private static final String CONTENT = "the file's bytes as base64";
  private static final String BASE64 =
      "base64 of at least 1 byte (RFC 4648, alphabet with + and /, padded, without line breaks)";
  private static final String CONTENT_TYPE =
      "a MIME type of up to "
          + Limits.CONTENT_TYPE
          + " printable ASCII characters, such as application/pdf";
  private static final String CONTENT_ID =
      "1 to " + Limits.CONTENT_ID + " printable ASCII characters without space, < and >";

  private static final Function<String, Checked<String>> LINE = TextRules.line(Limits.FILENAME);

  /// type/subtype with parameters (RFC 2045, 5.1).
  private static final Pattern MIME_TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *;[ -~]+)?");

  private AttachmentReader() {}

  static List<Attachment> read(Node message) {
    return message.field("attachments").map(AttachmentReader::attachments).orElse(List.of());
  }

  private static List<Attachment> attachments(Node array) {
    if (!array.isArray() || array.json().size() > Limits.ATTACHMENTS) {
      array.problem(FoundValue.value(array.json()), FORM);
      return List.of();
    }
    Set<String> contentIds = new HashSet<>();
    return array.children().flatMap(element -> attachment(element, contentIds).stream()).toList();
  }

  private static Optional<Attachment> attachment(Node element, Set<String> contentIds) {
    if (element.has("s3")) {
      element.problem("s3", "an attachment in S3", CONTENT + "; s3 is not supported yet");
      return Optional.empty();
    }
    return element.object(FIELDS).flatMap(node -> fields(node, contentIds));
  }

  private static Optional<Attachment> fields(Node node, Set<String> contentIds) {
    Optional<String> filename = node.requiredText("filename", AttachmentReader::filename, FILENAME);
    Optional<String> contentType = node.text("contentType", AttachmentReader::contentType);
    Optional<ByteBuffer> content = node.requiredText("content", AttachmentReader::content, CONTENT);
    Optional<String> contentId = contentId(node, contentIds);
    Disposition disposition =
        node.text("disposition", AttachmentReader::disposition).orElse(Disposition.ATTACHMENT);
    if (disposition == Disposition.INLINE && !node.has("contentId")) {
      node.missing("contentId", CONTENT_ID + ": an INLINE attachment needs it");
    }
    return filename.flatMap(
        name ->
            content.map(
                bytes ->
                    new Attachment(
                        name,
                        contentType.orElse(null),
                        bytes,
                        contentId.orElse(null),
                        disposition)));
  }

  private static Optional<String> contentId(Node node, Set<String> taken) {
    Optional<String> contentId = node.text("contentId", AttachmentReader::contentId);
    contentId
        .filter(id -> !taken.add(id))
        .ifPresent(
            twice ->
                node.problem(
                    "contentId",
                    "the contentId of an attachment before it",
                    "a contentId of its own"));
    return contentId;
  }

  private static Checked<String> contentId(String text) {
    return TextRules.bounded(
        "a string",
        text,
        Limits.CONTENT_ID,
        c -> c > ' ' && c <= '~' && c != '<' && c != '>',
        CONTENT_ID);
  }

  private static Checked<String> filename(String text) {
    return LINE.apply(text).then(AttachmentNames::check);
  }

  private static Checked<String> contentType(String text) {
    return TextRules.bounded(
            "a string", text, Limits.CONTENT_TYPE, TextRules::isPrintableAscii, CONTENT_TYPE)
        .then(
            type ->
                MIME_TYPE.matcher(type).matches()
                    ? new Good<>(type)
                    : new Flaw<>(
                        FoundValue.sized("a string", type) + " that is not a MIME type",
                        CONTENT_TYPE));
  }

  private static Checked<Disposition> disposition(String text) {
    return switch (text) {
      case "ATTACHMENT" -> new Good<>(Disposition.ATTACHMENT);
      case "INLINE" -> new Good<>(Disposition.INLINE);
      default -> new Flaw<>(FoundValue.word("the disposition", text), "ATTACHMENT or INLINE");
    };
  }

  /// Decodes base64 strictly: the standard alphabet, padded, without line breaks, and one way only
  /// to write the same bytes (RFC 4648, 3 and 4).
  private static Checked<ByteBuffer> content(String text) {
    return TextRules.only("a string", text, AttachmentReader::isBase64, BASE64)
        .then(AttachmentReader::bytes);
  }

  private static Checked<ByteBuffer> bytes(String text) {
    if (text.isEmpty() || text.length() % 4 != 0) {
      return new Flaw<>(FoundValue.text(text) + ", which is not a multiple of 4 above 0", BASE64);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return isCanonical(text.substring(text.length() - 4))
          ? new Good<>(ByteBuffer.wrap(bytes))
          : new Flaw<>(
              FoundValue.text(text) + " with bits left over in the last character", BASE64);
    } catch (IllegalArgumentException e) {
      return new Flaw<>(FoundValue.text(text) + " with = before its end", BASE64);
    }
  }

  /// Whether the last four characters leave no bits over: they come back from their bytes.
  private static boolean isCanonical(String last) {
    return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(last)).equals(last);
  }

  private static boolean isBase64(int c) {
    return TextRules.isLetterOrDigit(c) || c == '+' || c == '/' || c == '=';
  }
}
