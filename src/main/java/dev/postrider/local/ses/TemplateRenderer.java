package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.http.HttpJson;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;

/// Puts data into a template: `{{name}}` and `{{outer.inner}}`, without escaping, as SES does.
///
/// The block helpers of stored templates (`{{#if}}`, `{{#each}}`) are not rendered here: such a
/// message ends in a Rendering Failure that says so.
final class TemplateRenderer {
  private static final Pattern EXPRESSION =
      Pattern.compile("\\{\\{\\{?\\s*(?<name>[^{}]*?)\\s*}?}}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z0-9_.-]+");

  private TemplateRenderer() {}

  /// SES accepts such a message all the same, and then publishes a Rendering Failure.
  static final class RenderingFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    RenderingFailure(String message) {
      super(message, null, false, false);
    }
  }

  /// @param data a JSON object as text; null when there is none
  /// @throws RenderingFailure when the data lacks what the template names
  static EmailTemplateContent render(EmailTemplateContent template, @Nullable String data) {
    JsonNode values = HttpJson.readObject(data == null ? "" : data).orElseGet(HttpJson::object);
    return EmailTemplateContent.builder()
        .subject(filled(template.subject(), values))
        .text(filled(template.text(), values))
        .html(filled(template.html(), values))
        .build();
  }

  private static @Nullable String filled(@Nullable String part, JsonNode values) {
    return part == null
        ? null
        : EXPRESSION
            .matcher(part)
            .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), values)));
  }

  private static String value(String name, JsonNode values) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new RenderingFailure(
          "The local stand-in renders only {{name}}; found {{" + name + "}}.");
    }
    JsonNode found = values;
    for (String step : name.split("\\.", -1)) {
      found = found.path(step);
    }
    if (found.isMissingNode()) {
      throw new RenderingFailure("Attribute '" + name + "' is not present in the rendering data.");
    }
    return found.isValueNode() ? found.asText() : found.toString();
  }
}
