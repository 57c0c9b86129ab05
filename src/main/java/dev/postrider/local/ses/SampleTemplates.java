package dev.postrider.local.ses;

import java.util.List;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;

/// The stored templates that the messages in `events/` name, so that `sam local invoke` with them
/// sends mail.
public final class SampleTemplates {
  public static final List<String> NAMES = List.of("statement", "newsletter");

  private static final EmailTemplateContent STATEMENT =
      EmailTemplateContent.builder()
          .subject("Your statement of {{month}}")
          .text("Hello {{name}},\n\nyour total of {{month}} is {{total}}.\n")
          .html("<p>Hello {{name}},</p><p>your total of {{month}} is <b>{{total}}</b>.</p>")
          .build();

  private static final EmailTemplateContent NEWSLETTER =
      EmailTemplateContent.builder()
          .subject("News of week {{week}}")
          .text("Hello {{name}},\n\nthis is the news of week {{week}}.\n")
          .html("<p>Hello {{name}},</p><p>this is the news of week {{week}}.</p>")
          .build();

  private SampleTemplates() {}

  public static void store(SesAccount account) {
    account.templates().put("statement", STATEMENT);
    account.templates().put("newsletter", NEWSLETTER);
  }
}
