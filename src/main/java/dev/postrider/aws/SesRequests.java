package dev.postrider.aws;

import dev.postrider.dispatch.Delivery;
import dev.postrider.email.Address;
import dev.postrider.email.Content;
import dev.postrider.email.Email;
import dev.postrider.email.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.AttachmentContentDisposition;
import software.amazon.awssdk.services.sesv2.model.AttachmentContentTransferEncoding;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntry;
import software.amazon.awssdk.services.sesv2.model.Destination;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.Message;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.Template;

/// Makes SES's requests from units of mail.
record SesRequests(String configurationSet) {
  /// The tag that brings a unit's message id back in every event.
  static final String ID_TAG = "postrider-id";

  /// The tag that brings an entry's index back.
  static final String ENTRY_TAG = "postrider-entry";

  /// The tag that brings the stream back: the scope of an unsubscribe.
  static final String STREAM_TAG = "postrider-stream";

  private static final String UTF_8 = "UTF-8";

  SendEmailRequest single(Delivery delivery) {
    Email email = delivery.email();
    return SendEmailRequest.builder()
        .configurationSetName(configurationSet)
        .tenantName(email.tenant())
        .fromEmailAddress(email.from().mailbox())
        .replyToAddresses(mailboxes(email.replyTo()))
        .destination(destination(delivery.mailed()))
        .content(content(delivery))
        .emailTags(tags(delivery))
        .build();
  }

  /// Units that share what [dev.postrider.dispatch.EmailSender#send] says.
  SendBulkEmailRequest bulk(List<Delivery> units) {
    Email email = units.getFirst().email();
    Template.Builder template = template((Content.Template) email.content());
    return SendBulkEmailRequest.builder()
        .configurationSetName(configurationSet)
        .tenantName(email.tenant())
        .fromEmailAddress(email.from().mailbox())
        .replyToAddresses(mailboxes(email.replyTo()))
        .defaultContent(
            content ->
                content.template(
                    template.templateData("{}").attachments(attachments(email)).build()))
        .bulkEmailEntries(units.stream().map(SesRequests::entry).toList())
        .build();
  }

  private static BulkEmailEntry entry(Delivery delivery) {
    return BulkEmailEntry.builder()
        .destination(destination(delivery.mailed()))
        .replacementTags(tags(delivery))
        .replacementHeaders(headers(delivery.mailed()))
        .replacementEmailContent(
            content ->
                content.replacementTemplate(
                    template -> template.replacementTemplateData(delivery.mailed().templateData())))
        .build();
  }

  private static EmailContent content(Delivery delivery) {
    EmailContent.Builder content = EmailContent.builder();
    switch (delivery.email().content()) {
      case Content.Simple simple -> content.simple(message(simple, delivery));
      case Content.Template template ->
          content.template(
              template(template)
                  .templateData(delivery.mailed().templateData())
                  .headers(headers(delivery.mailed()))
                  .attachments(attachments(delivery.email()))
                  .build());
    }
    return content.build();
  }

  private static Message message(Content.Simple simple, Delivery delivery) {
    return Message.builder()
        .subject(utf8(simple.subject()))
        .body(body -> body.text(utf8(simple.text())).html(utf8(simple.html())))
        .headers(headers(delivery.mailed()))
        .attachments(attachments(delivery.email()))
        .build();
  }

  private static Template.Builder template(Content.Template template) {
    return switch (template) {
      case Content.StoredTemplate(String name) -> Template.builder().templateName(name);
      case Content.InlineTemplate inline ->
          Template.builder()
              .templateContent(
                  content ->
                      content.subject(inline.subject()).text(inline.text()).html(inline.html()));
    };
  }

  private static software.amazon.awssdk.services.sesv2.model.@Nullable Content utf8(
      @Nullable String text) {
    return text == null
        ? null
        : software.amazon.awssdk.services.sesv2.model.Content.builder()
            .data(text)
            .charset(UTF_8)
            .build();
  }

  private static Destination destination(Email.Unit unit) {
    return Destination.builder()
        .toAddresses(mailboxes(unit.to()))
        .ccAddresses(mailboxes(unit.cc()))
        .bccAddresses(mailboxes(unit.bcc()))
        .build();
  }

  private static @Nullable List<String> mailboxes(List<Address> addresses) {
    return each(addresses, Address::mailbox);
  }

  private static @Nullable List<MessageHeader> headers(Email.Unit unit) {
    return each(unit.headers(), SesRequests::header);
  }

  /// Null instead of an empty list: SES is not sent what a mail does not have.
  private static <A, B> @Nullable List<B> each(List<A> parts, Function<A, B> made) {
    return parts.isEmpty() ? null : parts.stream().map(made).toList();
  }

  private static MessageHeader header(Header header) {
    return MessageHeader.builder().name(header.name()).value(header.value()).build();
  }

  private static List<MessageTag> tags(Delivery delivery) {
    List<MessageTag> tags = new ArrayList<>();
    tags.add(tag(ID_TAG, delivery.mailed().emailId()));
    delivery.mailed().entry().ifPresent(n -> tags.add(tag(ENTRY_TAG, Integer.toString(n))));
    tags.add(tag(STREAM_TAG, delivery.email().stream()));
    delivery.mailed().tags().forEach((name, value) -> tags.add(tag(name, value)));
    return tags;
  }

  private static MessageTag tag(String name, String value) {
    return MessageTag.builder().name(name).value(value).build();
  }

  private static @Nullable List<Attachment> attachments(Email email) {
    return each(email.attachments(), SesRequests::attachment);
  }

  private static Attachment attachment(dev.postrider.email.Attachment attachment) {
    return Attachment.builder()
        .fileName(attachment.filename())
        .contentType(attachment.contentType())
        .rawContent(SdkBytes.fromByteBuffer(attachment.content()))
        .contentId(attachment.contentId())
        .contentDisposition(
            switch (attachment.disposition()) {
              case ATTACHMENT -> AttachmentContentDisposition.ATTACHMENT;
              case INLINE -> AttachmentContentDisposition.INLINE;
            })
        .contentTransferEncoding(AttachmentContentTransferEncoding.BASE64)
        .build();
  }
}
