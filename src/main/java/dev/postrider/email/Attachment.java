package dev.postrider.email;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A file that goes with the message.
///
/// @param filename 1–255 characters
/// @param contentType a MIME type of at most 78 characters; null lets SES derive it from the name
/// @param content the decoded bytes, as a read-only buffer
/// @param contentId what `cid:` links in the HTML refer to, 1–78 characters; null when there is
///     none
public record Attachment(
    String filename,
    @Nullable String contentType,
    ByteBuffer content,
    @Nullable String contentId,
    Disposition disposition) {

  public Attachment {
    content = content.asReadOnlyBuffer();
  }

  /// How a mail reader shows the file (RFC 2183).
  public enum Disposition {
    ATTACHMENT,
    INLINE
  }

  @Override
  public String toString() {
    return "Attachment[" + content.remaining() + " bytes]";
  }
}
