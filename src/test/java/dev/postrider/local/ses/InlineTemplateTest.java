package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntry;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/// A template that the call carries: SES replaces `{{name}}` in it and refuses the rest.
class InlineTemplateTest extends SesServerCase {

  private static Consumer<SendEmailRequest.Builder> inline(String text, String data) {
    return mail(
        "a@example.org",
        b ->
            b.content(
                c ->
                    c.template(
                        t ->
                            t.templateContent(i -> i.subject("s").text(text)).templateData(data))));
  }

  private List<BulkEmailEntryResult> bulk(EmailTemplateContent template, String... replacements) {
    return client
        .sendBulkEmail(
            b ->
                b.fromEmailAddress("shop@example.com")
                    .configurationSetName("postrider")
                    .defaultContent(
                        d ->
                            d.template(
                                t ->
                                    t.templateContent(template).templateData("{\"n\":\"friend\"}")))
                    .bulkEmailEntries(
                        List.of(replacements).stream().map(InlineTemplateTest::entry).toList()))
        .bulkEmailEntryResults();
  }

  private static BulkEmailEntry entry(String data) {
    return BulkEmailEntry.builder()
        .destination(d -> d.toAddresses("a@example.org"))
        .replacementEmailContent(c -> c.replacementTemplate(t -> t.replacementTemplateData(data)))
        .build();
  }

  private String text(String messageId) {
    return Objects.requireNonNull(ses.inbox().find(messageId).orElseThrow().content()).text();
  }

  @Test
  void namesAreReplacedWithoutEscaping() {
    String id =
        client
            .sendEmail(
                inline(
                    "{{first_name}}, {{ total-2 }}: {{\n名\t}} } }} {",
                    "{\"first_name\":\"<Ann> & $1 {{x}}\",\"total-2\":12,\"名\":true}"))
            .messageId();
    assertThat(text(id)).isEqualTo("<Ann> & $1 {{x}}, 12: true } }} {");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{#if n}}{{n}}{{/if}}",
        "{{#each n}}x{{/each}}",
        "{{else}}",
        "{{^n}}x{{/n}}",
        "{{> n}}",
        "{{{n}}}",
        "{{n}}}",
        "{{&n}}",
        "{{n.first}}",
        "{{this}}",
        "{{! n }}",
        "{{n",
        "{{n}",
        "{{}}"
      })
  void everythingElseIsRefused(String text) {
    assertRefused(BadRequestException.class, inline(text, "{\"n\":\"x\"}"))
        .withMessageContaining("Template contains unsupported operations.");
    EmailTemplateContent inSubject = EmailTemplateContent.builder().subject(text).text("t").build();
    assertThatExceptionOfType(BadRequestException.class)
        .as("a bulk call is refused whole")
        .isThrownBy(() -> bulk(inSubject, "{\"n\":\"x\"}", "{\"n\":\"y\"}"))
        .withMessageContaining("Template contains unsupported operations.");
    assertThat(ses.counters().acceptedMessages()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Hi {{nme}} | nme", "{{name}} {{Name}} | Name", "{{none}} | none"})
  void aNameWithoutDataIsARenderingFailure(String text, String missing) {
    client.sendEmail(inline(text, "{\"name\":\"x\",\"none\":null}"));
    assertThat(eventTypes()).containsExactly("Rendering Failure");
    assertThat(events.getFirst().at("/failure/errorMessage").asText())
        .isEqualTo("Attribute '" + missing + "' is not present in the rendering data.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"n\":}", "\"n\"", "{} x"})
  void dataThatIsNoJsonObjectIsRefused(String data) {
    assertRefused(BadRequestException.class, inline("t", data))
        .withMessageContaining("TemplateData is not a JSON object.");
  }

  @Test
  void theCommonDataStandInForAnEntryWithoutAnyAndAreNeverMerged() {
    EmailTemplateContent template =
        EmailTemplateContent.builder().subject("s").text("{{n}}").build();
    List<BulkEmailEntryResult> results = bulk(template, "{\"n\":\"Ann\"}", "{}", "{\"m\":1}");

    assertThat(text(results.get(0).messageId())).isEqualTo("Ann");
    assertThat(text(results.get(1).messageId())).isEqualTo("friend");
    assertThat(ses.inbox().find(results.get(2).messageId()).orElseThrow().renderingFailure())
        .contains("'n'");
  }
}
