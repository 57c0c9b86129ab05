package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.Await;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;

/// What a stored template comes to: Handlebars, as SES renders it.
class StoredTemplateTest extends SesServerCase {
  private static final String DATA =
      """
      {"name": "Ann", "vip": true, "none": null, "zero": 0, "no": false, "empty": [],
       "order": {"number": 7, "ship": {"city": "Bonn"}},
       "lines": [{"what": "tea", "cost": 3}, {"what": "cup", "cost": 12.5}],
       "tags": ["red", "blue"]}
      """;

  private void store(String text) {
    client.createEmailTemplate(
        c -> c.templateName("t").templateContent(t -> t.subject("s").text(text)));
  }

  private ReceivedMessage send(String data) {
    String id =
        client
            .sendEmail(
                mail(
                    "success@simulator.amazonses.com",
                    b -> b.content(c -> c.template(t -> t.templateName("t").templateData(data)))))
            .messageId();
    return ses.inbox().find(id).orElseThrow();
  }

  private String rendered(String text, String data) {
    store(text);
    EmailTemplateContent content = send(data).content();
    return content == null ? "" : content.text();
  }

  private String failure(String text, String data) {
    store(text);
    send(data);
    assertThat(eventTypes()).containsExactly("Rendering Failure");
    assertThat(events.getFirst().at("/failure/templateName").asText()).isEqualTo("t");
    return events.getFirst().at("/failure/errorMessage").asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "{{name}} {{ name }} {{{name}}} | Ann Ann Ann",
        "{{order.number}} {{order.ship.city}} | 7 Bonn",
        "{{#if vip}}yes{{else}}no{{/if}} | yes",
        "{{#if no}}yes{{else}}no{{/if}}{{#if zero}}0{{/if}}{{#if empty}}[]{{/if}} | no",
        "{{#if gone}}yes{{else}}gone{{/if}} {{#if none}}yes{{else}}null{{/if}} | gone null",
        "{{#if no}}a{{else if vip}}b{{else}}c{{/if}} | b",
        "{{#unless no}}not{{/unless}} | not",
        "{{#with order}}{{number}}{{/with}} | 7",
        "{{#each lines}}{{@index}}:{{what}}={{this.cost}};{{/each}} | 0:tea=3;1:cup=12.5;",
        "{{#each lines}}{{what}}{{#unless @last}}, {{/unless}}{{/each}} | tea, cup",
        "{{#each tags}}{{this}} for {{../name}};{{/each}} | red for Ann;blue for Ann;",
        "{{#each lines}}{{#if @first}}{{name}}!{{/if}}{{/each}} | Ann!",
        "{{#each empty}}x{{else}}nothing{{/each}} {{#each gone}}x{{else}}gone{{/each}} | nothing gone",
        "{{lines.[1].what}} {{lookup order 'number'}} | cup 7",
        "{{#lines}}{{what}}{{/lines}}{{^empty}} none{{/empty}} | teacup none",
        "{{#* inline 'row'}}<{{what}}>{{/inline}}{{#each lines}}{{> row}}{{/each}} | <tea><cup>",
        "{{! not shown }}a{{!-- {{nor}} this --}}b {{~name~}} c | abAnnc"
      })
  void blocksPathsAndPartialsAreRendered(String text, String expected) {
    assertThat(rendered(text, DATA)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<b>x</b> Tom & \\\"Co\\\"",
        "one\\ttwo\\\\three\\nfour",
        "{{vip}} $1 \\\\1 &amp; ' ` = 絵文字 🎉"
      })
  void nothingIsEscapedAndDataIsNoTemplate(String json) {
    String plain =
        json.replace("\\\"", "\"")
            .replace("\\\\", "\u0000")
            .replace("\\t", "\t")
            .replace("\\n", "\n")
            .replace("\u0000", "\\");
    assertThat(rendered("<p>{{who}}</p>", "{\"who\":\"" + json + "\"}"))
        .isEqualTo("<p>" + plain + "</p>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi {{name}}, {{colour}} | colour",
        "{{order.sum}} | order.sum",
        "{{#each lines}}{{what}} {{weight}}{{/each}} | weight",
        "{{none}} | none",
        "{{#if vip}}{{none}}{{/if}} | none",
        "{{#IF vip}}x{{/IF}} | IF",
        "{{#eq zero 0}}x{{/eq}} | eq",
        "{{i18n 'x'}} | i18n",
        "{{name.class}} | name.class",
        "{{#each lines}}{{this.getClass}}{{/each}} | this.getClass"
      })
  void whatTheDataLacksIsNamedByARenderingFailure(String text, String missing) {
    assertThat(failure(text, DATA))
        .isEqualTo("Attribute '" + missing + "' is not present in the rendering data.");
  }

  @Test
  void aMailThatCannotBeRenderedIsAcceptedAndDeliveredToNobody() {
    store("Hi {{name}}");
    ReceivedMessage message = send("{\"name\":null}");
    assertThat(message.content()).isNull();
    assertThat(message.renderingFailure()).contains("'name'");
    assertThat(ses.counters().acceptedMessages()).isEqualTo(1);
    assertThat(eventTypes()).containsExactly("Rendering Failure");
  }

  /// A template reaches no file, and comes to an end.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{> other}} | could not be found",
        "{{> ../../etc/passwd}} | could not be found",
        "{{#* inline 'p'}}{{> p}}{{/inline}}{{> p}} | a partial calls itself",
        "{{#each l}}{{#each ../l}}{{#each ../../l}}{{/each}}{{/each}}{{/each}} | more than 1000000 steps"
      })
  void aTemplateReadsNoFileAndEnds(String text, String expected) {
    String list = "[" + "1,".repeat(2_000) + "1]";
    assertThat(failure(text, "{\"l\":" + list + "}")).contains(expected);
  }

  @Test
  void partialsThatCallEachOtherManyTimesEnd() {
    StringBuilder text = new StringBuilder("{{#* inline 'p0'}}{{/inline}}");
    IntStream.range(0, 40)
        .forEach(
            i ->
                text.append("{{#* inline 'p%d'}}".formatted(i + 1))
                    .append("{{> p%d}}{{> p%d}}{{/inline}}".formatted(i, i)));
    assertThat(failure(text + "{{> p40}}", "{}")).contains("more than 1000000 steps");
  }

  @Test
  void subjectTextAndHtmlAreRenderedEach() {
    client.createEmailTemplate(
        c ->
            c.templateName("t")
                .templateContent(
                    t ->
                        t.subject("{{#if vip}}Dear{{else}}Hi{{/if}} {{name}}")
                            .text("{{name}}")
                            .html("<p>{{name}}</p>")));
    ReceivedMessage message = send(DATA);
    assertThat(message.subject()).isEqualTo("Dear Ann");
    assertThat(Objects.requireNonNull(message.content()).html()).isEqualTo("<p>Ann</p>");
    Await.until("events", () -> ses.pendingEvents() == 0);
  }
}
