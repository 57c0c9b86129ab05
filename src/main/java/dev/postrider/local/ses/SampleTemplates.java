package dev.postrider.local.ses;

import java.util.List;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;

/// The stored templates that the messages in `events/` name, so that `sam local invoke` with them
/// sends mail.
public final class SampleTemplates {
  public static final List<String> NAMES = List.of("statement", "newsletter");

  private SampleTemplates() {}

  public static void store(SesAccount account) {
    store(
        account,
        "statement",
        "Your statement of {{month}}",
        "Hello {{name}},\n\nyour total of {{month}} is {{total}}.\n",
        "<p>Hello {{name}},</p><p>your total of {{month}} is <b>{{total}}</b>.</p>");
    store(
        account,
        "newsletter",
        "News of week {{week}}",
        "Hello {{name}},\n\nthis is the news of week {{week}}.\n",
        "<p>Hello {{name}},</p><p>this is the news of week {{week}}.</p>");
  }

  private static void store(
      SesAccount account, String name, String subject, String text, String html) {
    account
        .templates()
        .put(name, EmailTemplateContent.builder().subject(subject).text(text).html(html).build());
  }
}
