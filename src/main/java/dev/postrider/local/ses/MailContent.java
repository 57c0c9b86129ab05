package dev.postrider.local.ses;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a submission carries.
public sealed interface MailContent {
  /// Extra headers, in the order of the call.
  List<MailHeader> headers();

  /// Files and inline parts, in the order of the call.
  List<MailAttachment> attachments();

  /// Subject and bodies.
  ///
  /// @param text null when there is only HTML
  /// @param html null when there is only text
  record SimpleMail(
      String subject,
      @Nullable String text,
      @Nullable String html,
      List<MailHeader> headers,
      List<MailAttachment> attachments)
      implements MailContent {
    public SimpleMail {
      headers = List.copyOf(headers);
      attachments = List.copyOf(attachments);
    }
  }

  /// A whole MIME message.
  ///
  /// @param data not copied; nobody changes it
  @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
  record Raw(byte[] data) implements MailContent {
    @Override
    public List<MailHeader> headers() {
      return List.of();
    }

    @Override
    public List<MailAttachment> attachments() {
      return List.of();
    }
  }

  /// A template with its data.
  ///
  /// @param name of a stored template; null when the template is inline
  /// @param inline null when the template is stored
  /// @param data a JSON object as text
  record Templated(
      @Nullable String name,
      @Nullable MailTemplate inline,
      String data,
      List<MailHeader> headers,
      List<MailAttachment> attachments)
      implements MailContent {
    public Templated {
      headers = List.copyOf(headers);
      attachments = List.copyOf(attachments);
    }
  }

  /// An extra header.
  record MailHeader(String name, String value) {}

  /// A template of SES, `{{name}}` where data goes.
  ///
  /// @param text null when there is only HTML
  /// @param html null when there is only text
  record MailTemplate(String subject, @Nullable String text, @Nullable String html) {}

  /// A file, or an inline part.
  ///
  /// @param disposition `ATTACHMENT` or `INLINE`
  /// @param contentType null lets the reader guess by the file's name
  /// @param contentId what `cid:` refers to; null when there is none
  /// @param content not copied; nobody changes it
  @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
  record MailAttachment(
      String fileName,
      String disposition,
      @Nullable String contentType,
      @Nullable String contentId,
      byte[] content) {}
}
