package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateMetadata;
import software.amazon.awssdk.services.sesv2.model.ListEmailTemplatesResponse;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;

/// Stored templates: what is kept, listed, rendered for a look, and refused.
class TemplateOperationsTest extends SesServerCase {

  private void create(String name, Consumer<EmailTemplateContent.Builder> content) {
    client.createEmailTemplate(c -> c.templateName(name).templateContent(content));
  }

  private String render(String data) {
    return client
        .testRenderEmailTemplate(r -> r.templateName("welcome").templateData(data))
        .renderedTemplate();
  }

  @Test
  void aTemplateIsRenderedAsAMessageWithoutSendingIt() {
    create(
        "welcome",
        t ->
            t.subject("Hello {{name}}")
                .text("{{#if vip}}Dear {{/if}}{{name}}")
                .html("<p>{{name}} & {{order.sum}}</p>"));

    assertThat(render("{\"name\":\"<Ann>\",\"vip\":1,\"order\":{\"sum\":\"7 EUR\"}}"))
        .contains("Date: ", "Subject: Hello <Ann>", "MIME-Version: 1.0", "multipart/alternative")
        .contains("text/plain; charset=UTF-8", "\r\nDear <Ann>\r\n", "<p><Ann> & 7 EUR</p>")
        .doesNotContain("Message-ID");
    assertThat(ses.counters().acceptedMessages()).isZero();
    assertThat(eventTypes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Attribute 'name' is not present in the rendering data.",
        "{\"name\":null} | Attribute 'name' is not present in the rendering data.",
        "[] | TemplateData is not a JSON object.",
        "{ | TemplateData is not a JSON object."
      })
  void whatCannotBeRenderedIsRefusedAtOnce(String data, String why) {
    create("welcome", t -> t.subject("s").text("{{name}}"));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> render(data))
        .withMessageContaining(why);
  }

  @Test
  void aTemplateThatIsNotThereIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> render("{}"))
        .withMessageContaining("Template welcome does not exist");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                client.updateEmailTemplate(
                    u -> u.templateName("welcome").templateContent(c -> c.subject("s"))));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.deleteEmailTemplate(d -> d.templateName("welcome")));
  }

  @Test
  void aNameIsTakenOnce() {
    create("welcome", t -> t.subject("s").text("one"));
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> create("welcome", t -> t.subject("s").text("two")))
        .withMessageContaining("Template welcome already exists for account id 000000000000");
    client.updateEmailTemplate(
        u -> u.templateName("welcome").templateContent(c -> c.subject("s").text("three")));
    assertThat(client.getEmailTemplate(g -> g.templateName("welcome")).templateContent().text())
        .isEqualTo("three");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "größe", "a.b", "a/b"})
  void aNameThatCloudFormationWouldNotTakeIsRefused(String name) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> create(name, t -> t.subject("s").text("t")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{#if a}}b", "{{a", "{{/if}}", "{{#if a}}b{{/each}}", "{{}}"})
  void whatIsNoHandlebarsIsRefusedWhenItIsStored(String text) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> create("welcome", t -> t.subject("s").text(text)))
        .withMessageContaining("found: '");
    create("welcome", t -> t.subject("s").text("t"));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                client.updateEmailTemplate(
                    u -> u.templateName("welcome").templateContent(c -> c.html(text))));
    assertThat(client.getEmailTemplate(g -> g.templateName("welcome")).templateContent().text())
        .isEqualTo("t");
  }

  @Test
  void aTemplateHasAtMost500KilobytesAndAtLeastOnePart() {
    String half = "é".repeat(128_000);
    create("welcome", t -> t.subject("s").text(half).html(half));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> create("more", t -> t.subject("s").text(half + "x").html(half)))
        .withMessageContaining("longer than 512000 bytes");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> create("none", _ -> {}))
        .withMessageContaining("needs Subject, Text or Html");
  }

  @Test
  void templatesAreListedByPages() {
    for (int i = 0; i < 12; i++) {
      create("t%02d".formatted(i), t -> t.subject("s").text("t"));
    }
    ListEmailTemplatesResponse first = client.listEmailTemplates(_ -> {});
    assertThat(first.templatesMetadata()).hasSize(10);
    assertThat(
            client.listEmailTemplatesPaginator(l -> l.pageSize(5)).stream()
                .flatMap(page -> page.templatesMetadata().stream()))
        .extracting(EmailTemplateMetadata::templateName)
        .hasSize(12)
        .isSorted()
        .doesNotHaveDuplicates();
  }
}
