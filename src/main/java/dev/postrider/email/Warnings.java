package dev.postrider.email;

import dev.postrider.email.Content.InlineTemplate;
import dev.postrider.email.Decoded.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the dispatcher lets pass although SES may refuse it: what one report says, or what AWS's
/// guide asks for without saying that it is refused (docs/stand-ins.md).
public final class Warnings {
  private static final String PLAIN =
      "{{name}}; SES promises no more than simple substitution, and may refuse paths, triple braces"
          + " and the like";

  private Warnings() {}

  /// One warning for each part of an inline template, and for each attachment.
  public static List<Problem> of(Email email) {
    List<Problem> warnings = new ArrayList<>();
    if (email.content() instanceof InlineTemplate(String subject, String text, String html)) {
      warn(warnings, "/template/subject", subject);
      warn(warnings, "/template/text", text);
      warn(warnings, "/template/html", html);
    }
    for (int i = 0; i < email.attachments().size(); i++) {
      if (AttachmentNames.extension(email.attachments().get(i).filename()).isEmpty()) {
        warnings.add(
            new Problem(
                "/attachments/" + i + "/filename",
                "a file name without an extension",
                "one with an extension, as SES's guide asks for"));
      }
    }
    return List.copyOf(warnings);
  }

  private static void warn(List<Problem> warnings, String pointer, @Nullable String text) {
    if (text != null) {
      Placeholder.first(
              text,
              placeholder ->
                  placeholder.kind() == Placeholder.Kind.DOUBTFUL
                      ? Optional.of(
                          "a placeholder that is not plain at offset "
                              + text.codePointCount(0, placeholder.offset()))
                      : Optional.empty())
          .ifPresent(found -> warnings.add(new Problem(pointer, found, PLAIN)));
    }
  }
}
