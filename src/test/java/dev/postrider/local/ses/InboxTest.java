package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
}
