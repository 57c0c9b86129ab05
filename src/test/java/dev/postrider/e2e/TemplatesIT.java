package dev.postrider.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.local.ses.ReceivedMessage;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Mail of templates that are stored in SES, from the queue to the inbox or to its failure.
@ExtendWith(OperatedStack.Extension.class)
class TemplatesIT {
  private final OperatedStack stack;

  TemplatesIT(OperatedStack stack) {
    this.stack = stack;
  }

  private void store(String name, String text) {
    try (SesV2Client ses = stack.ses().client()) {
      ses.createEmailTemplate(
          c -> c.templateName(name).templateContent(t -> t.subject("Order").text(text)));
    }
  }

  private static String mail(String id, String template, String data) {
    return """
    {"id":"%s","to":"%s@example.net","template":{"name":"%s"},"data":%s}\
    """
        .formatted(id, id, template, data);
  }

  private ReceivedMessage received(String id) {
    return stack.ses().inbox().messages().stream()
        .filter(message -> message.submission().unit().orElse("").equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLoopAndAConditionReachTheInbox() {
    store("e2e-order", "{{#each lines}}{{what}};{{/each}}{{#if gift}} wrapped{{/if}}");
    stack.enqueue(
        mail(
            "e2e-loop",
            "e2e-order",
            "{\"lines\":[{\"what\":\"<tea>\"},{\"what\":\"cup & saucer\"}],\"gift\":true}"));
    stack.awaitShown("e2e-loop", "DELIVERED");

    assertThat(Objects.requireNonNull(received("e2e-loop").content()).text())
        .isEqualTo("<tea>;cup & saucer; wrapped");
  }

  @Test
  void aMailWhoseDataLacksANameIsAcceptedAndShownAsRejected() {
    store("e2e-pet", "{{name}} likes {{animal}}");
    stack.enqueue(mail("e2e-lack", "e2e-pet", "{\"name\":\"Ann\"}"));
    stack.awaitShown("e2e-lack", "REJECTED");
    Answer shown = stack.run("show", "e2e-lack");

    assertThat(shown.out()).doesNotContain("DELIVERED");
    assertThat(received("e2e-lack").renderingFailure())
        .isEqualTo("Attribute 'animal' is not present in the rendering data.");
    assertThat(stack.accepted("e2e-lack")).isEqualTo(1);
  }
}
