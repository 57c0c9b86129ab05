package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.AttachmentContentDisposition;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;

/// What `/inbox` shows of accepted mail.
class InboxTest extends SesServerCase {

  @Test
  void anAcceptedMessageIsInTheInboxAndOnTheCounters() {
    String id = client.sendEmail(mail("a@example.org")).messageId();

    assertThat(ses.inbox().find(id).orElseThrow().subject()).isEqualTo("ご注文 🎉");
    assertThat(ses.inbox().to("a@example.org")).hasSize(1);
    assertThat(ses.counters().acceptedUnits()).isEqualTo(Map.of("m-1", 1));
    assertThat(ses.counters().requests("SendEmail")).isEqualTo(1);
    assertThat(get("/inbox")).contains(id, "ご注文 🎉");
    assertThat(get("/inbox/" + id)).contains("<p>");
  }

  @Test
  void anAcceptedMessageCanBeReadAsMime() {
    Attachment logo =
        Attachment.builder()
            .fileName("übersicht.png")
            .contentType("image/png")
            .contentId("logo")
            .contentDisposition(AttachmentContentDisposition.INLINE)
            .rawContent(SdkBytes.fromUtf8String("PNG"))
            .build();
    String id =
        client
            .sendEmail(
                simpleMail(
                    s ->
                        s.subject(t -> t.data("Größe"))
                            .body(o -> o.html(h -> h.data("<img src=cid:logo>")))
                            .headers(MessageHeader.builder().name("List-Id").value("x").build())
                            .attachments(logo)))
            .messageId();

    assertThat(get("/inbox/" + id + ".eml"))
        .contains(
            "From: Shop <shop@example.com>\r\n",
            "To: a@example.org\r\n",
            "Subject: =?UTF-8?B?R3LDtsOfZQ==?=\r\n",
            "List-Id: x\r\n",
            "Content-Type: multipart/related;",
            "filename*=UTF-8''%C3%BCbersicht.png\r\n",
            "Content-ID: <logo>\r\n\r\nUE5H\r\n")
        .matches(text -> text.chars().allMatch(c -> c < 128));
  }

  @Test
  void theInboxKeepsTheNewestAndTheCountersKeepAll() {
    ses.inbox().bounds(2, Long.MAX_VALUE);
    for (String to : List.of("a@example.org", "b@example.org", "c@example.org")) {
      client.sendEmail(mail(to));
    }

    assertThat(ses.inbox().messages())
        .extracting(m -> m.submission().recipients().getFirst())
        .containsExactly("b@example.org", "c@example.org");
    assertThat(ses.counters().acceptedMessages()).isEqualTo(3);
  }

  @Test
  void aPageInTheBrowserShowsTheInboxUnderAStrictPolicy() {
    var page = answer("/");

    assertThat(page.body()).contains("<title>Inbox");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';");
    assertThat(get("/inbox.js")).doesNotContain("innerHTML");
    assertThat(get("/page.css")).contains("max-width: 700px");
  }

  @Test
  void theHtmlOfAMailRunsNoScriptAndLoadsNothingUntilAsked() {
    Attachment logo =
        Attachment.builder()
            .fileName("a ü;.png")
            .contentType("image/png")
            .contentId("logo")
            .rawContent(SdkBytes.fromUtf8String("PNG"))
            .build();
    String id =
        client
            .sendEmail(
                simpleMail(
                    s ->
                        s.subject(t -> t.data("Hello"))
                            .body(o -> o.html(h -> h.data("<img src=cid:logo>")))
                            .attachments(logo)))
            .messageId();

    var html = answer("/inbox/" + id + "/html");
    assertThat(html.body()).isEqualTo("<img src=data:image/png;base64,UE5H>");
    assertThat(html.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;");
    assertThat(
            answer("/inbox/" + id + "/html?remote=true")
                .headers()
                .firstValue("content-security-policy")
                .orElseThrow())
        .startsWith("sandbox; default-src 'none'; style-src 'unsafe-inline' https: http:;");
    var file = answer("/inbox/" + id + "/attachments/0");
    assertThat(file.headers().map())
        .containsEntry(
            "content-disposition", List.of("attachment; filename*=UTF-8''a%20%C3%BC%3B.png"))
        .containsEntry("x-content-type-options", List.of("nosniff"));
    assertThat(answer("/inbox/" + id + "/attachments/1").statusCode()).isEqualTo(404);
  }

  @Test
  void aTestFindsItsMailBySubjectAddressAndUnit() {
    String id = client.sendEmail(mail("a@example.org")).messageId();

    assertThat(get("/inbox?to=a@example.org&id=m-1&wait=5s")).contains(id);
    assertThat(get("/inbox?to=b@example.org")).doesNotContain(id);
    assertThat(get("/inbox?id=m-2")).doesNotContain(id);
    assertThat(get("/inbox?subject=nothing")).doesNotContain(id);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, 'limit: found \"0\", allowed is a whole number from 1 on'",
    "wait=long, 'wait: found \"long\", allowed is a number of seconds to 60, such as 5s'",
    "wait=61s, 'wait: found \"61s\", allowed is a number of seconds to 60, such as 5s'",
  })
  void aWrongParameterIsRefusedWithASentence(String query, String sentence) {
    var answer = answer("/inbox?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(sentence + "\n");
  }

  @Test
  void theInboxCanBeEmptiedAndThePageHearsOfIt() {
    client.sendEmail(mail("a@example.org"));
    String before = get("/inbox-changes?after=-1");

    assertThat(call("/inbox", HttpRequest.Builder::DELETE).statusCode()).isEqualTo(204);

    assertThat(get("/inbox-changes?after=" + before)).isNotEqualTo(before);
    assertThat(ses.inbox().messages()).isEmpty();
    assertThat(ses.counters().acceptedMessages()).isEqualTo(1);
  }

  @Test
  void thePageAsksForWhatIsKnownOfTheStack() {
    assertThat(answer("/stack/status").statusCode()).isEqualTo(404);

    ses.show(
        new StackAnswers() {
          @Override
          public String status() {
            return "{\"queues\":[]}";
          }

          @Override
          public String ages() {
            return "{\"MailQueue\":310}";
          }

          @Override
          public String suppressions() {
            return "{\"suppressions\":[]}";
          }

          @Override
          public String unit(String unit) {
            return "[\"" + unit + "\"]";
          }

          @Override
          public String events(String id) {
            return "[\"of " + id + "\"]";
          }
        });

    assertThat(get("/stack/status")).isEqualTo("{\"queues\":[]}");
    assertThat(get("/stack/ages")).isEqualTo("{\"MailQueue\":310}");
    assertThat(get("/stack/suppressions")).isEqualTo("{\"suppressions\":[]}");
    assertThat(get("/stack/units/m-1%23041")).isEqualTo("[\"m-1#041\"]");
    assertThat(get("/stack/events/m-1")).isEqualTo("[\"of m-1\"]");
    assertThat(answer("/stack/status").headers().firstValue("x-content-type-options"))
        .hasValue("nosniff");
  }
}
