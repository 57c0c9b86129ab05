package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;

/// Puts data into the template that a call carries: SES replaces `{{name}}` there and knows nothing
/// else, and does not escape.
///
/// Source: `TemplateContent` in the SES API v2 reference ("simple substitution"), and
/// aws/aws-sdk-js-v3#6657 for what SES answers to anything else.
final class InlineRenderer {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*+(?!else\\b|this\\b)([\\p{L}\\p{M}\\p{N}_-]++)\\s*+}}(?!})");

  private InlineRenderer() {}

  /// Refuses a template with a `{{` that does not begin a plain placeholder.
  static void check(EmailTemplateContent template) {
    Stream.of(template.subject(), template.text(), template.html())
        .filter(Objects::nonNull)
        .forEach(
            part ->
                require(
                    !PLACEHOLDER.matcher(part).replaceAll("").contains("{{"),
                    "Template contains unsupported operations."));
  }

  /// @param template one that [#check] took
  /// @throws RenderingFailure when the data lacks what the template names
  static EmailTemplateContent render(EmailTemplateContent template, JsonNode data) {
    return EmailTemplateContent.builder()
        .subject(filled(template.subject(), data))
        .text(filled(template.text(), data))
        .html(filled(template.html(), data))
        .build();
  }

  private static @Nullable String filled(@Nullable String part, JsonNode data) {
    return part == null
        ? null
        : PLACEHOLDER
            .matcher(part)
            .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), data)));
  }

  private static String value(String name, JsonNode data) {
    if (!data.hasNonNull(name)) {
      throw RenderingFailure.missing(name);
    }
    JsonNode found = data.get(name);
    return found.isValueNode() ? found.asText() : found.toString();
  }
}
