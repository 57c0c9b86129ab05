package dev.postrider.email;

import dev.postrider.email.Content.InlineTemplate;
import dev.postrider.email.Content.Simple;
import dev.postrider.email.Content.StoredTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Reads what the message says: `subject` with `text` and `html`, or `template`.
final class ContentReader {
  private static final List<String> PARTS = List.of("subject", "text", "html");
  private static final List<String> TEMPLATE = List.of("name", "subject", "text", "html");
  private static final String SUBJECT =
      String.format(
          Locale.ROOT,
          "a subject of 1 to %d characters, without line breaks and control characters but tab",
          Limits.SUBJECT);

  private static final Function<String, Checked<String>> SUBJECT_LINE =
      TextRules.line(Limits.SUBJECT);
  private static final Function<String, Checked<String>> NAME =
      TextRules.line(Limits.TEMPLATE_NAME);

  private ContentReader() {}

  static Optional<Content> read(Node message) {
    if (!message.has("template")) {
      return parts(message, SUBJECT_LINE, SUBJECT + ", or a template").map(Parts::simple);
    }
    refuseParts(message, "either template, or subject with text or html");
    return message
        .field("template")
        .flatMap(template -> template.object(TEMPLATE))
        .flatMap(ContentReader::template);
  }

  private static Optional<? extends Content> template(Node template) {
    if (!template.has("name")) {
      return parts(
              template,
              ContentReader::templateSubject,
              SUBJECT + ", or the name of a stored template")
          .map(Parts::template);
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

  private static Optional<Parts> parts(
      Node node, Function<String, Checked<String>> subjectRule, String subjectAllowed) {
    Optional<String> subject = node.requiredText("subject", subjectRule, subjectAllowed);
    Optional<String> text = node.text("text", TextRules::body);
    Optional<String> html = node.text("html", TextRules::body);
    if (!node.has("text") && !node.has("html")) {
      node.missing("text", "text, html or both");
    }
    return subject.map(line -> new Parts(line, text, html));
  }

  /// A subject and its bodies, of the message or of an inline template.
  private record Parts(String subject, Optional<String> text, Optional<String> html) {
    Content simple() {
      return new Simple(subject, text.orElse(null), html.orElse(null));
    }

    Content template() {
      return new InlineTemplate(subject, text.orElse(null), html.orElse(null));
    }
  }
}
