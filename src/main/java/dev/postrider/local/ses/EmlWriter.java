package dev.postrider.local.ses;

import dev.postrider.local.LocalAws;
import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.AttachmentContentDisposition;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;

/// Writes a received message as MIME, for a mail reader to open.
///
/// Parts nest as mail readers expect them: mixed(related(alternative(text, html), inline),
/// attachments), without the layers that a message does not need.
final class EmlWriter {
  private static final String CHARSET = StandardCharsets.UTF_8.name();
  private static final Session NO_SERVER = Session.getInstance(new Properties());

  private EmlWriter() {}

  /// ASCII only.
  static byte[] write(ReceivedMessage message) {
    try {
      MimeMessage mime = withHeaders(message);
      mime.setDataHandler(parts(message).getDataHandler());
      mime.saveChanges();
      ByteArrayOutputStream eml = new ByteArrayOutputStream();
      mime.writeTo(eml);
      return eml.toByteArray();
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("message " + message.messageId() + " is not MIME", e);
    }
  }

  /// A rendered template as a message without sender and recipients, ASCII only.
  static String preview(EmailTemplateContent content, Instant now) {
    try {
      MimeMessage mime =
          new MimeMessage(NO_SERVER) {
            @Override
            protected void updateMessageID() {}
          };
      mime.setSentDate(Date.from(now));
      mime.setSubject(Objects.requireNonNullElse(content.subject(), ""), CHARSET);
      mime.setDataHandler(bodies(content).getDataHandler());
      mime.saveChanges();
      ByteArrayOutputStream eml = new ByteArrayOutputStream();
      mime.writeTo(eml);
      return eml.toString(StandardCharsets.US_ASCII);
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("a rendered template is not MIME", e);
    }
  }

  private static MimeMessage withHeaders(ReceivedMessage message) throws MessagingException {
    String domain = LocalAws.REGION.id() + ".amazonses.com";
    MimeMessage mime =
        new MimeMessage(NO_SERVER) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + message.messageId() + "@" + domain + ">");
          }
        };
    mime.setSentDate(Date.from(message.acceptedAt()));
    for (MessageHeader header : message.headers(",\r\n ")) {
      boolean isSubject = header.name().equals("Subject");
      mime.addHeader(header.name(), isSubject ? encoded(header) : header.value());
    }
    return mime;
  }

  private static String encoded(MessageHeader header) {
    try {
      return MimeUtility.fold(
          header.name().length() + 2, MimeUtility.encodeText(header.value(), CHARSET, "B"));
    } catch (IOException e) {
      throw new IllegalStateException("every JVM knows " + CHARSET, e);
    }
  }

  private static MimeBodyPart parts(ReceivedMessage message) throws MessagingException {
    List<MimeBodyPart> related = new ArrayList<>(List.of(bodies(message.content())));
    List<MimeBodyPart> attached = new ArrayList<>();
    for (Attachment attachment : message.submission().attachments()) {
      (isInline(attachment) ? related : attached).add(part(attachment));
    }
    attached.addFirst(multipart("related", related));
    return multipart("mixed", attached);
  }

  private static MimeBodyPart bodies(@Nullable EmailTemplateContent content)
      throws MessagingException {
    List<MimeBodyPart> bodies = new ArrayList<>();
    if (content != null && content.text() != null) {
      bodies.add(text("plain", content.text()));
    }
    if (content != null && content.html() != null) {
      bodies.add(text("html", content.html()));
    }
    return bodies.isEmpty() ? text("plain", "") : multipart("alternative", bodies);
  }

  private static MimeBodyPart text(String subtype, String text) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, CHARSET, subtype);
    return part;
  }

  /// One part stands for itself; several are wrapped.
  private static MimeBodyPart multipart(String subtype, List<MimeBodyPart> parts)
      throws MessagingException {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    MimeBodyPart whole = new MimeBodyPart();
    whole.setContent(new MimeMultipart(subtype, parts.toArray(BodyPart[]::new)));
    return whole;
  }

  private static MimeBodyPart part(Attachment attachment) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                attachment.rawContent().asByteArrayUnsafe(), contentType(attachment))));
    part.setHeader("Content-Transfer-Encoding", "base64");
    part.setDisposition(isInline(attachment) ? MimeBodyPart.INLINE : MimeBodyPart.ATTACHMENT);
    part.setFileName(attachment.fileName());
    if (attachment.contentId() != null) {
      part.setContentID("<" + attachment.contentId() + ">");
    }
    return part;
  }

  private static boolean isInline(Attachment attachment) {
    return attachment.contentDisposition() == AttachmentContentDisposition.INLINE;
  }

  private static String contentType(Attachment attachment) {
    String given = attachment.contentType();
    return given != null
        ? given
        : Objects.requireNonNullElse(
            URLConnection.guessContentTypeFromName(attachment.fileName()),
            "application/octet-stream");
  }
}
