package dev.postrider.local.ses;

import dev.postrider.local.ses.MailContent.MailTemplate;
import java.util.List;

/// The stored templates that the messages in `events/` name, so that `sam local invoke` with them
/// sends mail.
public final class SampleTemplates {
  public static final List<String> NAMES = List.of("statement", "newsletter");

  private SampleTemplates() {}

  public static void store(SesAccount account) {
    account.template(
        "statement",
        new MailTemplate(
            "Your statement of {{month}}",
            "Hello {{name}},\n\nyour total of {{month}} is {{total}}.\n",
            "<p>Hello {{name}},</p><p>your total of {{month}} is <b>{{total}}</b>.</p>"));
    account.template(
        "newsletter",
        new MailTemplate(
            "News of week {{week}}",
            "Hello {{name}},\n\nthis is the news of week {{week}}.\n",
            "<p>Hello {{name}},</p><p>this is the news of week {{week}}.</p>"));
  }
}
