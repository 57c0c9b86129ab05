package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.email.Decoded.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of an inline template is sent. What is refused is in `src/test/resources/email/bad`.
class PlaceholderTest {
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("shop@example.com")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no placeholder",
        "{{a}} {{ a }} {{\ta\n}}",
        "@media print{.x{color:red}} {{a}}",
        "{ {a} } {a} }}",
        "{{a}} }"
      })
  void whatIsPlainIsSentWithoutAWarning(String text) {
    assertThat(Warnings.of(accepted(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x{{a.b}} | 1",
        "{{{a}}} | 0",
        "{{a}}} | 0",
        "{{a}}}} | 0",
        "{{\u3000a}} | 0",
        "{{&a}} | 0",
        "{{!-- a }} | 0",
        "{{~a~}} | 0",
        "{{! {{#if}} | 0",
        "{{!-- {{#if a}}{{/if}} --}} | 0",
        "{{a}}\\{{#if b}} | 6",
        "\\{{b}} | 1",
        "{{{{raw}}}} | 0",
        "{{}} | 0",
        "{{lookup a b}} | 0",
        "{{[a b]}} | 0",
        "{{../a}} | 0",
        "{{this}} | 0",
        "{{this.b}} | 0",
        "{{@root.a}} | 0",
        "{{true}} | 0",
        "{{elsewhere}} {{a.b}} | 14"
      })
  void whatSesMayRefuseIsSentWithAWarning(String text, int offset) {
    assertThat(Warnings.of(accepted(text)))
        .containsExactly(
            new Problem(
                "/template/text",
                "a placeholder that is not plain at offset " + offset,
                "{{name}}; SES promises no more than simple substitution, and may refuse paths,"
                    + " triple braces and the like"));
  }

  @Test
  void aValueOfNullIsAValue() {
    assertThat(decode("{{n}}", "{\"n\":null}")).isInstanceOf(Decoded.WellFormed.class);
  }

  @Test
  void aPathMayBeOneName() {
    assertThat(decode("{{x.y}}", "{\"x.y\":1}")).isInstanceOf(Decoded.WellFormed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":{\"b\":1}}", "{\"a.b\":1}", "{\"a\":null}"})
  void anEntryHoldsAPathByItsBeginningOrWhole(String data) {
    String message =
        """
        {"template": {"subject": "Hi", "text": "{{a.b}} {{week}}"}, "data": {"week": 1},
         "recipients": [{"to": "kim@example.net", "data": %s}]}
        """
            .formatted(data);

    assertThat(TestEmails.accepted(DECODER.decode(message, "id")).units()).hasSize(1);
  }

  @Test
  void aStoredTemplateIsNotRead() {
    Map<String, String> message = Map.of("to", "kim@example.net");

    assertThat(
            DECODER.decode(
                TestEmails.json(message).replace("}", ",\"template\":{\"name\":\"{{#if a}}\"}}"),
                "id"))
        .isInstanceOf(Decoded.WellFormed.class);
  }

  @Test
  void everyPartHasItsWarningAndEveryFileWithoutAnExtension() {
    String message =
        """
        {"to": "kim@example.net", "data": {"a": {"b": 1}},
         "template": {"subject": "{{a.b}}", "text": "{{a.b}} {{{a}}}", "html": "{{a}}{{{a}}}"},
         "attachments": [{"filename": "a.pdf", "content": "QQ=="},
                         {"filename": "README", "content": "QQ=="}]}
        """;

    assertThat(Warnings.of(TestEmails.accepted(DECODER.decode(message, "id"))))
        .extracting(Problem::pointer)
        .isEqualTo(
            List.of(
                "/template/subject",
                "/template/text",
                "/template/html",
                "/attachments/1/filename"));
  }

  private static Email accepted(String text) {
    return TestEmails.accepted(decode(text, "{\"a\":{\"b\":1},\"elsewhere\":1}"));
  }

  private static Decoded decode(String text, String data) {
    String template = TestEmails.json(Map.of("subject", "Hi", "text", text));
    return DECODER.decode(
        "{\"to\":\"kim@example.net\",\"template\":%s,\"data\":%s}".formatted(template, data), "id");
  }
}
