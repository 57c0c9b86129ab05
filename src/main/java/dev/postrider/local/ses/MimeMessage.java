package dev.postrider.local.ses;

import dev.postrider.local.ses.MailContent.MailAttachment;
import dev.postrider.local.ses.MailContent.MailTemplate;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/// Writes a received message as MIME (RFC 5322, 2045–2047), for a mail reader to open.
///
/// Parts nest as mail readers expect them: mixed(related(alternative(text, html), inline),
/// attachments), without the layers that a message does not need.
final class MimeMessage {
  private static final String CRLF = "\r\n";

  /// RFC 2047 allows 75 characters a word: 45 bytes are 60 characters of base64.
  private static final int ENCODED_WORD_BYTES = 45;

  private final String messageId;
  private int boundaries;

  /// A part with its headers and its encoded body.
  private record Part(List<String> headers, String body) {}

  private MimeMessage(String messageId) {
    this.messageId = messageId;
  }

  /// ASCII only.
  static String of(ReceivedMessage message) {
    Part whole = new MimeMessage(message.messageId()).whole(message);
    List<String> headers = new ArrayList<>(topHeaders(message));
    headers.addAll(whole.headers());
    return String.join(CRLF, headers) + CRLF + CRLF + whole.body();
  }

  private static List<String> topHeaders(ReceivedMessage message) {
    Submission submission = message.submission();
    List<String> headers = new ArrayList<>();
    headers.add(
        "Date: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                message.acceptedAt().atOffset(ZoneOffset.UTC)));
    headers.add("Message-ID: <" + message.messageId() + "@eu-central-1.amazonses.com>");
    headers.add("From: " + submission.from());
    addList(headers, "Reply-To", submission.replyTo());
    addList(headers, "To", submission.to());
    addList(headers, "Cc", submission.cc());
    headers.add("Subject: " + unstructured(message.subject()));
    submission.content().headers().forEach(h -> headers.add(h.name() + ": " + h.value()));
    headers.add("MIME-Version: 1.0");
    return headers;
  }

  private static void addList(List<String> headers, String name, List<String> mailboxes) {
    if (!mailboxes.isEmpty()) {
      headers.add(name + ": " + String.join("," + CRLF + " ", mailboxes));
    }
  }

  private Part whole(ReceivedMessage message) {
    MailTemplate content = message.content();
    List<MailAttachment> attachments = message.submission().content().attachments();
    Part body = content == null ? text("plain", "") : bodies(content);
    List<Part> related = parts(body, attachments, a -> a.disposition().equals("INLINE"));
    List<Part> mixed =
        parts(multipart("related", related), attachments, a -> !a.disposition().equals("INLINE"));
    return multipart("mixed", mixed);
  }

  private Part bodies(MailTemplate content) {
    List<Part> alternatives = new ArrayList<>();
    if (content.text() != null) {
      alternatives.add(text("plain", content.text()));
    }
    if (content.html() != null) {
      alternatives.add(text("html", content.html()));
    }
    return alternatives.isEmpty() ? text("plain", "") : multipart("alternative", alternatives);
  }

  private static List<Part> parts(
      Part first, List<MailAttachment> attachments, Predicate<MailAttachment> wanted) {
    List<Part> parts = new ArrayList<>();
    parts.add(first);
    attachments.stream().filter(wanted).map(MimeMessage::attachment).forEach(parts::add);
    return parts;
  }

  /// One part stands for itself; several are wrapped.
  private Part multipart(String subtype, List<Part> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    String boundary = "=_" + messageId + "_" + boundaries++;
    StringBuilder body = new StringBuilder();
    for (Part part : parts) {
      body.append("--").append(boundary).append(CRLF);
      part.headers().forEach(header -> body.append(header).append(CRLF));
      body.append(CRLF).append(part.body()).append(CRLF);
    }
    body.append("--").append(boundary).append("--").append(CRLF);
    return new Part(
        List.of(
            "Content-Type: multipart/" + subtype + ";" + CRLF + " boundary=\"" + boundary + "\""),
        body.toString());
  }

  private static Part text(String subtype, String text) {
    return new Part(
        List.of(
            "Content-Type: text/" + subtype + "; charset=UTF-8",
            "Content-Transfer-Encoding: base64"),
        base64(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Part attachment(MailAttachment attachment) {
    List<String> headers = new ArrayList<>();
    headers.add("Content-Type: " + contentType(attachment));
    headers.add("Content-Transfer-Encoding: base64");
    headers.add(
        "Content-Disposition: "
            + (attachment.disposition().equals("INLINE") ? "inline" : "attachment")
            + ";"
            + CRLF
            + " filename*=UTF-8''"
            + percentEncoded(attachment.fileName()));
    if (attachment.contentId() != null) {
      headers.add("Content-ID: <" + attachment.contentId() + ">");
    }
    return new Part(headers, base64(attachment.content()));
  }

  private static String contentType(MailAttachment attachment) {
    String given = attachment.contentType();
    String guessed =
        given != null ? given : URLConnection.guessContentTypeFromName(attachment.fileName());
    return guessed == null ? "application/octet-stream" : guessed;
  }

  private static String base64(byte[] content) {
    return Base64.getMimeEncoder().encodeToString(content);
  }

  /// RFC 8187's form of a file name.
  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (b == '.' || b == '-' || b == '_' || (b >= 0 && Character.isLetterOrDigit(b))) {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b & 0xff));
      }
    }
    return encoded.toString();
  }

  /// A header's text; in encoded words when it is not printable ASCII.
  static String unstructured(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return text;
    }
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int codePoint : text.codePoints().toArray()) {
      String character = Character.toString(codePoint);
      int length = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + length > ENCODED_WORD_BYTES) {
        words.add(encodedWord(word.toString()));
        word.setLength(0);
        bytes = 0;
      }
      word.append(character);
      bytes += length;
    }
    words.add(encodedWord(word.toString()));
    return String.join(CRLF + " ", words);
  }

  private static String encodedWord(String text) {
    return "=?UTF-8?B?"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }
}
