package dev.postrider.email;

import dev.postrider.email.Content.InlineTemplate;
import dev.postrider.email.Content.Simple;
import dev.postrider.email.Content.StoredTemplate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what the message says: `subject` with `text` and `html`, or `template`.
final class ContentReader {
  private static final List<String> PARTS = List.of("subject", "text", "html");
  private static final List<String> TEMPLATE = List.of("name", "subject", "text", "html");
  private static final String SUBJECT = "a subject of " + TextRules.lineForm(Limits.SUBJECT);

  private static final Function<String, Checked<String>> SUBJECT_LINE =
      TextRules.line(Limits.SUBJECT);
  private static final Function<String, Checked<String>> NAME =
      TextRules.line(Limits.TEMPLATE_NAME);

  private ContentReader() {}

  static Optional<Content> read(Node message) {
    if (!message.has("template")) {
      return parts(
          message, SUBJECT_LINE, TextRules::body, SUBJECT + ", or a template", Simple::new);
    }
    refuseParts(message, "either template, or subject with text or html");
    return message
        .field("template")
        .flatMap(template -> template.object(TEMPLATE))
        .flatMap(ContentReader::template);
  }

  private static Optional<Content> template(Node template) {
    if (!template.has("name")) {
      return parts(
          template,
          ContentReader::templateSubject,
          text -> TextRules.body(text).then(Placeholders::sendable),
          SUBJECT + ", or the name of a stored template",
          InlineTemplate::new);
    }
    refuseParts(template, "either the name of a stored template, or subject with text or html");
    return template.text("name", NAME).map(StoredTemplate::new);
  }

  /// The rule for an inline template's subject.
  static Checked<String> templateSubject(String text) {
    return SUBJECT_LINE.apply(text).then(Placeholders::plain);
  }

  private static void refuseParts(Node node, String allowed) {
    PARTS.stream()
        .filter(node::has)
        .forEach(part -> node.problem(part, "both ways of giving the content", allowed));
  }

  private static Optional<Content> parts(
      Node node,
      Function<String, Checked<String>> subjectRule,
      Function<String, Checked<String>> bodyRule,
      String subjectAllowed,
      OfParts content) {
    Optional<String> subject = node.requiredText("subject", subjectRule, subjectAllowed);
    Optional<String> text = node.text("text", bodyRule);
    Optional<String> html = node.text("html", bodyRule);
    if (!node.has("text") && !node.has("html")) {
      node.missing("text", "text, html or both");
    }
    return subject.map(line -> content.of(line, text.orElse(null), html.orElse(null)));
  }

  /// Makes the content of a message, or of an inline template, from a subject and its bodies.
  private interface OfParts {
    Content of(String subject, @Nullable String text, @Nullable String html);
  }
}
