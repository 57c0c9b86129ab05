package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.require;
import static dev.postrider.local.ses.SesRequest.required;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.Body;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntry;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.Message;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.ReplacementEmailContent;
import software.amazon.awssdk.services.sesv2.model.ReplacementTemplate;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.Template;

/// One message as a SendEmail call or one entry of a SendBulkEmail call asks for it.
///
/// @param operation `SendEmail` or `SendBulkEmail`
/// @param mail the call, complete; of a bulk entry, the SendEmail call that asks for the same
/// @param tags of the mail, by name
public record Submission(String operation, SendEmailRequest mail, Map<String, String> tags) {

  /// The domain of SES's mailbox simulator.
  static final String SIMULATOR_DOMAIN = "simulator.amazonses.com";

  public Submission {
    tags = Map.copyOf(tags);
    if (mail.destination() == null) {
      mail = mail.toBuilder().destination(_ -> {}).build();
    }
  }

  /// The message of a SendEmail call.
  static Submission of(SendEmailRequest call) {
    return new Submission("SendEmail", call, tags(call.emailTags())).complete();
  }

  /// The messages of one SendBulkEmail call, in the order of its entries.
  static List<Submission> of(SendBulkEmailRequest call) {
    require(
        call.defaultContent() != null && call.defaultContent().template() != null,
        "DefaultContent.Template is required.");
    return call.bulkEmailEntries().stream().map(entry -> bulkEntry(call, entry)).toList();
  }

  private static Submission bulkEntry(SendBulkEmailRequest call, BulkEmailEntry entry) {
    Map<String, String> tags = tags(call.defaultEmailTags());
    tags.putAll(tags(entry.replacementTags()));
    Template common = call.defaultContent().template();
    Template template =
        common.toBuilder()
            .templateData(data(common, entry))
            .headers(headers(common, entry))
            .build();
    SendEmailRequest mail =
        SendEmailRequest.builder()
            .fromEmailAddress(call.fromEmailAddress())
            .replyToAddresses(call.replyToAddresses())
            .destination(entry.destination())
            .content(c -> c.template(template))
            .configurationSetName(call.configurationSetName())
            .tenantName(call.tenantName())
            .build();
    return new Submission("SendBulkEmail", mail, tags).complete();
  }

  /// This submission, or a refusal when it lacks what SES requires.
  private Submission complete() {
    EmailContent content = mail.content();
    require(
        content != null
            && Stream.of(content.simple(), content.raw(), content.template())
                    .filter(Objects::nonNull)
                    .count()
                == 1,
        "Content must be exactly one of Simple, Raw and Template.");
    if (content.raw() != null) {
      required("Data", content.raw().data());
    }
    if (content.simple() != null) {
      required("Data", written(content.simple()).subject());
    }
    for (MessageHeader header : headers()) {
      required("Name", header.name());
      required("Value", header.value());
    }
    for (Attachment attachment : attachments()) {
      required("FileName", attachment.fileName());
      required("RawContent", attachment.rawContent());
    }
    required("FromEmailAddress", mail.fromEmailAddress());
    return this;
  }

  /// An entry's own data, whole, or the common data when it has none or an empty object.
  private static @Nullable String data(Template common, BulkEmailEntry entry) {
    return Optional.ofNullable(entry.replacementEmailContent())
        .map(ReplacementEmailContent::replacementTemplate)
        .map(ReplacementTemplate::replacementTemplateData)
        .filter(data -> !data.strip().equals("{}"))
        .orElse(common.templateData());
  }

  /// The common headers that the entry does not replace, and then the entry's own.
  private static List<MessageHeader> headers(Template common, BulkEmailEntry entry) {
    List<MessageHeader> headers = new ArrayList<>(common.headers());
    headers.removeIf(
        h ->
            entry.replacementHeaders().stream()
                .anyMatch(r -> String.valueOf(h.name()).equalsIgnoreCase(r.name())));
    headers.addAll(entry.replacementHeaders());
    return headers;
  }

  private static Map<String, String> tags(List<MessageTag> tags) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (MessageTag tag : tags) {
      String name = required("Name", tag.name());
      require(
          byName.put(name, required("Value", tag.value())) == null,
          "Duplicate email tag <" + name + ">.");
    }
    return byName;
  }

  /// Subject and bodies of a mail that names no template.
  static EmailTemplateContent written(Message simple) {
    Optional<Body> body = Optional.ofNullable(simple.body());
    return EmailTemplateContent.builder()
        .subject(Optional.ofNullable(simple.subject()).map(Content::data).orElse(null))
        .text(body.map(Body::text).map(Content::data).orElse(null))
        .html(body.map(Body::html).map(Content::data).orElse(null))
        .build();
  }

  /// Extra headers, in the order of the call.
  List<MessageHeader> headers() {
    return parts(Message::headers, Template::headers);
  }

  /// The addresses of `Sender` headers, which SES verifies as it verifies From.
  Stream<String> senders() {
    return headers().stream()
        .filter(header -> header.name().equalsIgnoreCase("Sender"))
        .map(header -> HeaderMailbox.address(header.value()));
  }

  /// Files and inline parts, in the order of the call.
  List<Attachment> attachments() {
    return parts(Message::attachments, Template::attachments);
  }

  private <T> List<T> parts(
      Function<Message, List<T>> ofSimple, Function<Template, List<T>> ofTemplate) {
    return Optional.ofNullable(mail.content().simple())
        .map(ofSimple)
        .or(() -> Optional.ofNullable(mail.content().template()).map(ofTemplate))
        .orElse(List.of());
  }

  /// What the template is filled with, as text.
  String templateData() {
    return Optional.ofNullable(mail.content().template()).map(Template::templateData).orElse("{}");
  }

  /// The name of the stored template that the mail is made of; empty when it is made of none.
  Optional<String> storedTemplate() {
    Optional<Template> template = Optional.ofNullable(mail.content().template());
    return template
        .map(Template::templateArn)
        .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
        .or(() -> template.map(Template::templateName));
  }

  /// All recipients in the order to, cc, bcc, as bare addresses.
  public List<String> recipients() {
    return mailboxes().map(HeaderMailbox::address).toList();
  }

  /// All recipients in that order, in header form.
  Stream<String> mailboxes() {
    var to = mail.destination();
    return Stream.of(to.toAddresses(), to.ccAddresses(), to.bccAddresses()).flatMap(List::stream);
  }

  /// The recipients that count to the daily quota: all but the simulator's.
  List<String> quotaRecipients() {
    return recipients().stream()
        .filter(r -> !HeaderMailbox.domain(r).equals(SIMULATOR_DOMAIN))
        .toList();
  }

  /// The unit of mail that the dispatcher's tags name: `id` or `id#entry`.
  public Optional<String> unit() {
    String entry = tags.get("postrider-entry");
    return Optional.ofNullable(tags.get("postrider-id"))
        .map(id -> entry == null ? id : id + "#" + entry);
  }

  @Override
  public String toString() {
    return "Submission[" + operation + ", " + recipients().size() + " recipients]";
  }
}
