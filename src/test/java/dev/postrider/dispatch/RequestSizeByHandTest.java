package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.email.Address;
import dev.postrider.email.Attachment;
import dev.postrider.email.Attachment.Disposition;
import dev.postrider.email.Content;
import dev.postrider.email.Email;
import dev.postrider.email.Header;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The estimate of a request's bytes, counted by hand: 1,500 for the call, for each unit and for
/// each attachment, 40 for each mailbox, tag and header, and the bytes of each value. The tests of
/// the sender hold the estimate against what the SDK writes.
class RequestSizeByHandTest {
  private static final Address ANN = new Address("ann", "example.com", null); // 15 characters
  private static final Address BO = new Address("bo", "example.com", null); // 14
  private static final Address C = new Address("c", "example.com", null); // 13

  /// `"Dee" <d@example.com>` has 21 characters, of which the quotation marks count twice.
  private static final Address NAMED = new Address("d", "example.com", "Dee");

  private static Email email(
      Content content,
      List<Address> replyTo,
      @Nullable String tenant,
      List<Attachment> attachments) {
    return new Email(
        "m",
        "fp",
        ANN,
        replyTo,
        content,
        "transactional",
        attachments,
        tenant,
        null,
        null,
        List.of(unit(null)));
  }

  private static Email plain(Content content) {
    return email(content, List.of(), null, List.of());
  }

  private static Email attached(Attachment... attachments) {
    return email(new Content.StoredTemplate("t"), List.of(), null, List.of(attachments));
  }

  private static Email.Unit unit(@Nullable String data) {
    return new Email.Unit(
        "m", Optional.empty(), List.of(), List.of(), List.of(), data, Map.of(), List.of());
  }

  private static Attachment attachment(int bytes) {
    return new Attachment(
        "a", null, ByteBuffer.wrap(new byte[bytes]), null, Disposition.ATTACHMENT);
  }

  private static Delivery delivery(Email email, Email.Unit unit) {
    Received record = new Received("r", "", null, Instant.EPOCH, 1, Received.Carried.NOTHING);
    return new Delivery(record, Batch.Lane.MAIL, email, unit);
  }

  @Test
  void simpleContentCountsItsSubjectAndBothBodies() {
    assertThat(RequestSize.shared(plain(new Content.Simple("s", "t".repeat(10), "h".repeat(100)))))
        .isEqualTo(1_500 + 1 + 10 + 100);
    assertThat(RequestSize.shared(plain(new Content.Simple("s", null, "h")))).isEqualTo(1_502);
  }

  @Test
  void anInlineTemplateCountsItsSubjectAndBothBodies() {
    Content inline = new Content.InlineTemplate("su", "t".repeat(20), "h".repeat(200));

    assertThat(RequestSize.shared(plain(inline))).isEqualTo(1_500 + 2 + 20 + 200);
  }

  @Test
  void aStoredTemplateCountsItsNameAlone() {
    assertThat(RequestSize.shared(plain(new Content.StoredTemplate("welcome"))))
        .isEqualTo(1_500 + 7);
  }

  @Test
  void replyAddressesAndTheTenantCountOnceACall() {
    Email email = email(new Content.StoredTemplate("t"), List.of(ANN, NAMED), "acme", List.of());

    assertThat(RequestSize.shared(email)).isEqualTo(1_500 + 1 + (40 + 15) + (40 + 23) + 4);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 4", "2, 4", "3, 4", "4, 8", "6, 8", "300, 400"})
  void anAttachmentCountsFourCharactersForEachThreeBytesBegun(int bytes, int characters) {
    assertThat(RequestSize.shared(attached(attachment(bytes))))
        .isEqualTo(1_500 + 1 + (1_500 + characters + 1));
  }

  @Test
  void anAttachmentCountsItsNameItsTypeAndItsContentId() {
    Attachment image =
        new Attachment(
            "logo.png", "image/png", ByteBuffer.wrap(new byte[3]), "logo", Disposition.INLINE);

    assertThat(RequestSize.shared(attached(image, attachment(3))))
        .isEqualTo(1_500 + 1 + (1_500 + 4 + 8 + 9 + 4) + (1_500 + 4 + 1));
  }

  @Test
  void aUnitCountsItsRecipientsTagsHeadersAndData() {
    Email.Unit unit =
        new Email.Unit(
            "m",
            Optional.of(3),
            List.of(ANN),
            List.of(BO),
            List.of(C, NAMED),
            "{}",
            Map.of("kind", "receipt", "k", "v"),
            List.of(new Header("X-A", "value"), new Header("X-Long", "v")));

    assertThat(RequestSize.unit(unit))
        .isEqualTo(
            1_500
                + (40 + 15)
                + (40 + 14)
                + (40 + 13)
                + (40 + 23)
                + 2
                + (40 + 4 + 7)
                + (40 + 1 + 1)
                + (40 + 3 + 5)
                + (40 + 6 + 1));
  }

  @Test
  void aCallCountsWhatItsUnitsShareOnceAndEachUnit() {
    Email email = plain(new Content.StoredTemplate("welcome"));

    assertThat(RequestSize.of(List.of(delivery(email, unit("{}")))))
        .isEqualTo((1_500 + 7) + (1_500 + 2));
    assertThat(
            RequestSize.of(
                List.of(delivery(email, unit("{}")), delivery(email, unit("{\"a\":1}")))))
        .isEqualTo((1_500 + 7) + (1_500 + 2) + (1_500 + 7 + 2));
  }

  @Test
  void onlyWhoIsMailedCounts() {
    Email email = plain(new Content.StoredTemplate("welcome"));
    Email.Unit all =
        new Email.Unit(
            "m",
            Optional.empty(),
            List.of(ANN, BO),
            List.of(),
            List.of(),
            null,
            Map.of(),
            List.of());
    Email.Unit left =
        new Email.Unit(
            "m", Optional.empty(), List.of(BO), List.of(), List.of(), null, Map.of(), List.of());

    assertThat(RequestSize.of(List.of(delivery(email, all).mailing(left))))
        .isEqualTo((1_500 + 7) + (1_500 + 40 + 14));
  }

  /// As JSON in UTF-8, in which the SDK escapes surrogates: twelve bytes a pair.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "0061, 1", // a
        "0020, 1", // a space is the first that is not escaped
        "001F, 6",
        "000A, 6",
        "0022, 2", // a quotation mark
        "005C, 2", // a backslash
        "002F, 1",
        "007F, 1", // the last of one byte
        "0080, 3",
        "00E9, 3",
        "5C71, 3",
        "FFFD, 3",
        "1F600, 12"
      })
  void aCharacterCountsItsBytesInJson(String codePoint, int bytes) {
    String text = Character.toString(Integer.parseInt(codePoint, 16));

    assertThat(RequestSize.unit(unit(text))).isEqualTo(1_500 + bytes);
    assertThat(RequestSize.unit(unit(text.repeat(3)))).isEqualTo(1_500 + 3 * bytes);
  }
}
