package dev.postrider.email;

import dev.postrider.email.Attachment.Disposition;
import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads `attachments`.
final class AttachmentReader {
  private static final List<String> FIELDS =
      List.of("filename", "contentType", "content", "contentId", "disposition");

  private static final String FORM =
      String.format(Locale.ROOT, "an array of up to %d attachments", Limits.ATTACHMENTS);
  private static final String FILENAME =
      String.format(
          Locale.ROOT,
          "1 to %d characters, without line breaks and control characters but tab",
          Limits.FILENAME);
  private static final String CONTENT = "the file's bytes as base64";
  private static final String CONTENT_TYPE =
      String.format(
          Locale.ROOT,
          "a MIME type of up to %d printable ASCII characters, such as application/pdf",
          Limits.CONTENT_TYPE);
  private static final String CONTENT_ID =
      String.format(
          Locale.ROOT,
          "1 to %d printable ASCII characters without space, < and >",
          Limits.CONTENT_ID);

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
    return array.elements().stream()
        .flatMap(element -> attachment(element, contentIds).stream())
        .toList();
  }

  private static Optional<Attachment> attachment(Node element, Set<String> contentIds) {
    if (element.has("s3")) {
      element.problem("s3", "an attachment in S3", CONTENT + "; s3 is not supported yet");
      return Optional.empty();
    }
    return element.object(FIELDS).flatMap(node -> fields(node, contentIds));
  }

  private static Optional<Attachment> fields(Node node, Set<String> contentIds) {
    Optional<String> filename = node.requiredText("filename", LINE, FILENAME);
    Optional<String> contentType = node.text("contentType", AttachmentReader::contentType);
    Optional<ByteBuffer> content = node.requiredText("content", Base64Text::decode, CONTENT);
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
}
