package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.MailFromDomainNotVerifiedException;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/// What SendEmail refuses.
class SendEmailTest extends SesServerCase {

  @Test
  void anUnverifiedSenderIsRejected() {
    assertRefused(
            MessageRejectedException.class,
            mail("a@b.org", b -> b.fromEmailAddress("x@other.example")))
        .withMessageContaining("Email address is not verified.");
  }

  @Test
  void aSenderWhoseMailFromDomainFailsIsRefused() {
    ses.account().mailFromFailures(Set.of("example.com"));
    assertRefused(MailFromDomainNotVerifiedException.class, mail("a@example.org"));
  }

  @Test
  void theSandboxRejectsRecipientsThatAreNotVerified() {
    ses.account().sandbox();
    client.sendEmail(mail("friend@example.com"));
    client.sendEmail(mail("success@simulator.amazonses.com"));
    assertRefused(MessageRejectedException.class, mail("a@example.org"));
  }

  @Test
  void aMissingConfigurationSetOrTemplateIsNotFound() {
    assertRefused(NotFoundException.class, mail("a@b.org", b -> b.configurationSetName("none")));
    assertRefused(NotFoundException.class, templatedMail("none"));
    assertThat(ses.counters().acceptedMessages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-at-sign",
        "ü@example.org",
        "a@exämple.org",
        "a@-x.org",
        "a b@example.org",
        "Jürgen <a@b.org>"
      })
  void anAddressThatSesDoesNotTakeIsABadRequest(String recipient) {
    assertRefused(BadRequestException.class, mail(recipient));
  }

  @ParameterizedTest
  @CsvSource({"Bcc,x", "Subject,x", "X-Ä,x", "X-A,ä", "X A,x"})
  void aHeaderThatSesDoesNotTakeIsABadRequest(String name, String value) {
    assertRefused(
        BadRequestException.class,
        simpleMail(
            s ->
                s.subject(t -> t.data("s"))
                    .body(o -> o.text(t -> t.data("t")))
                    .headers(MessageHeader.builder().name(name).value(value).build())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann <ann@other.example>", "ann@example.net", "shop@notexample.com"})
  void aSenderHeaderIsVerifiedAsFromIs(String sender) {
    assertRefused(MessageRejectedException.class, headed("SENDER", sender))
        .withMessageContaining(
            "Email address is not verified. The following identities failed the check in region"
                + " EU-CENTRAL-1: "
                + HeaderMailbox.address(sender));
    client.sendEmail(headed("Sender", "Ann <ann@example.com>"));
    assertThat(ses.counters().acceptedMessages()).isEqualTo(1);
  }

  private static Consumer<SendEmailRequest.Builder> headed(String name, String value) {
    return simpleMail(
        s ->
            s.subject(t -> t.data("s"))
                .body(o -> o.text(t -> t.data("t")))
                .headers(MessageHeader.builder().name(name).value(value).build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Minutes 9:15.pdf",
        "a/b.txt",
        "what?.doc",
        "installer.exe",
        "macro.JS",
        "photo.jpg.vbs",
        "run.bat. "
      })
  void anAttachmentWhoseNameSesDoesNotTakeIsABadRequest(String name) {
    assertRefused(BadRequestException.class, attached(name))
        .withMessageContaining("An attachment's name has ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"installer.exe.pdf", "exe", "Größe 1,5 (neu).pdf", "notes"})
  void anAttachmentOfAnotherNameIsTaken(String name) {
    client.sendEmail(attached(name));
    assertThat(ses.counters().acceptedMessages()).isEqualTo(1);
  }

  private static Consumer<SendEmailRequest.Builder> attached(String name) {
    return simpleMail(
        s ->
            s.subject(t -> t.data("s"))
                .body(o -> o.text(t -> t.data("t")))
                .attachments(
                    Attachment.builder()
                        .fileName(name)
                        .rawContent(SdkBytes.fromUtf8String("x"))
                        .build()));
  }

  @Test
  void moreThanFiftyRecipientsOrABadTagAreABadRequest() {
    List<String> tooMany = Collections.nCopies(51, "a@b.org");
    assertRefused(
            BadRequestException.class,
            mail("a@b.org", b -> b.destination(d -> d.toAddresses(tooMany))))
        .withMessageContaining("Recipient count exceeds 50.");
    MessageTag tag = MessageTag.builder().name("ses:x").value("y").build();
    assertRefused(BadRequestException.class, mail("a@b.org", b -> b.emailTags(tag)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Content\":\"\" | Content is of another type.",
        "\"Content\":{\"Raw\":{\"Data\":\"!!!\"}} | Content.Raw.Data is not base64.",
        "\"Destination\":{\"ToAddresses\":[null]} | Destination.ToAddresses is of another type.",
        "\"EmailTags\":[null] | EmailTags is of another type."
      })
  void aBodyThatIsNotOfSesModelIsRefused(String field, String why) {
    assertThat(post("/v2/email/outbound-emails", "{" + field + "}").body()).contains(why);
  }
}
