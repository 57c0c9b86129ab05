package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.MailContent.MailAttachment;
import dev.postrider.local.ses.MailContent.MailHeader;
import dev.postrider.local.ses.MailContent.MailTemplate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the JSON bodies of SendEmail and SendBulkEmail.
final class SubmissionReader {
  private SubmissionReader() {}

  static Submission sendEmail(JsonNode call) {
    return submission(
        "SendEmail", call, call, content(call.path("Content")), tags(call.path("EmailTags")));
  }

  private static Submission submission(
      String operation,
      JsonNode call,
      JsonNode entry,
      MailContent content,
      Map<String, String> tags) {
    JsonNode destination = entry.path("Destination");
    return new Submission(
        operation,
        required(call, "FromEmailAddress"),
        Json.texts(call.path("ReplyToAddresses")),
        Json.texts(destination.path("ToAddresses")),
        Json.texts(destination.path("CcAddresses")),
        Json.texts(destination.path("BccAddresses")),
        content,
        tags,
        optional(call, "ConfigurationSetName"),
        optional(call, "TenantName"));
  }

  /// The messages of one SendBulkEmail call, in the order of its entries.
  static List<Submission> sendBulkEmail(JsonNode call) {
    JsonNode template = call.path("DefaultContent").path("Template");
    if (!template.isObject()) {
      throw Refusal.badRequest("DefaultContent.Template is required.");
    }
    return Json.elements(call.path("BulkEmailEntries")).stream()
        .map(entry -> bulkEntry(call, template, entry))
        .toList();
  }

  private static Submission bulkEntry(JsonNode call, JsonNode template, JsonNode entry) {
    Map<String, String> tags = tags(call.path("DefaultEmailTags"));
    tags.putAll(tags(entry.path("ReplacementTags")));
    return submission("SendBulkEmail", call, entry, entryContent(template, entry), tags);
  }

  private static MailContent entryContent(JsonNode template, JsonNode entry) {
    MailContent.Templated common = templated(template);
    String data =
        Json.text(
                entry.path("ReplacementEmailContent").path("ReplacementTemplate"),
                "ReplacementTemplateData")
            .orElse(common.data());
    List<MailHeader> replacements = headers(entry.path("ReplacementHeaders"));
    List<MailHeader> kept =
        common.headers().stream()
            .filter(h -> replacements.stream().noneMatch(r -> r.name().equalsIgnoreCase(h.name())))
            .toList();
    return new MailContent.Templated(
        common.name(),
        common.inline(),
        data,
        Stream.concat(kept.stream(), replacements.stream()).toList(),
        common.attachments());
  }

  private static MailContent content(JsonNode content) {
    List<String> kinds =
        Stream.of("Simple", "Raw", "Template").filter(content::hasNonNull).toList();
    if (kinds.size() != 1) {
      throw Refusal.badRequest("Content must be exactly one of Simple, Raw and Template.");
    }
    return switch (kinds.getFirst()) {
      case "Simple" -> simple(content.path("Simple"));
      case "Raw" -> new MailContent.Raw(base64(required(content.path("Raw"), "Data"), "Raw.Data"));
      default -> templated(content.path("Template"));
    };
  }

  private static MailContent.SimpleMail simple(JsonNode simple) {
    return new MailContent.SimpleMail(
        required(simple.path("Subject"), "Data"),
        optional(simple.path("Body").path("Text"), "Data"),
        optional(simple.path("Body").path("Html"), "Data"),
        headers(simple.path("Headers")),
        attachments(simple.path("Attachments")));
  }

  private static MailContent.Templated templated(JsonNode template) {
    JsonNode inline = template.path("TemplateContent");
    return new MailContent.Templated(
        templateName(template),
        inline.isObject() ? template(inline) : null,
        Json.text(template, "TemplateData").orElse("{}"),
        headers(template.path("Headers")),
        attachments(template.path("Attachments")));
  }

  private static @Nullable String templateName(JsonNode template) {
    String arn = optional(template, "TemplateArn");
    return arn == null
        ? optional(template, "TemplateName")
        : arn.substring(arn.lastIndexOf('/') + 1);
  }

  static MailTemplate template(JsonNode content) {
    return new MailTemplate(
        Json.text(content, "Subject").orElse(""),
        optional(content, "Text"),
        optional(content, "Html"));
  }

  private static List<MailHeader> headers(JsonNode headers) {
    return Json.elements(headers).stream()
        .map(h -> new MailHeader(required(h, "Name"), required(h, "Value")))
        .toList();
  }

  private static List<MailAttachment> attachments(JsonNode attachments) {
    return Json.elements(attachments).stream()
        .map(
            a ->
                new MailAttachment(
                    required(a, "FileName"),
                    Json.text(a, "ContentDisposition").orElse("ATTACHMENT"),
                    optional(a, "ContentType"),
                    optional(a, "ContentId"),
                    base64(required(a, "RawContent"), "Attachments.RawContent")))
        .toList();
  }

  private static Map<String, String> tags(JsonNode tags) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (JsonNode tag : Json.elements(tags)) {
      String name = required(tag, "Name");
      if (byName.put(name, required(tag, "Value")) != null) {
        throw Refusal.badRequest("Duplicate email tag <" + name + ">.");
      }
    }
    return byName;
  }

  private static byte[] base64(String text, String field) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(field + " is not base64.");
    }
  }

  static String required(JsonNode object, String field) {
    return Json.text(object, field).orElseThrow(() -> Refusal.badRequest(field + " is required."));
  }

  private static @Nullable String optional(JsonNode object, String field) {
    return Json.text(object, field).orElse(null);
  }

  static ObjectNode body(byte[] body) {
    return Json.readObject(body)
        .orElseThrow(() -> Refusal.badRequest("The body is not a JSON object."));
  }
}
