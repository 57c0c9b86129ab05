package dev.postrider.email;

import static dev.postrider.email.TestEmails.accepted;
import static dev.postrider.email.TestEmails.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.email.Attachment.Disposition;
import dev.postrider.email.Content.InlineTemplate;
import dev.postrider.email.Content.Simple;
import dev.postrider.email.Content.StoredTemplate;
import dev.postrider.email.Decoded.Problem;
import dev.postrider.email.Email.Unit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailDecoderTest {
  private static final Address SENDER = new Address("default", "example.com", "Postrider");
  private static final EmailDecoder DECODER = new EmailDecoder(new Defaults(SENDER));
  private static final Address KIM = new Address("kim", "example.net", null);

  @Test
  void everyFieldOfAMessageIsDecoded() throws IOException {
    Email email = decode(example("everything"));

    assertThat(email)
        .usingRecursiveComparison()
        .ignoringFields("fingerprint")
        .isEqualTo(
            new Email(
                "newsletter_2026-11",
                "",
                new Address("news", "mail.example.com", "Acme, \"the\" Shop"),
                List.of(new Address("support", "example.com", "Support")),
                new Simple(
                    "こんにちは 🎉", "Line one\nLine two\n", "<p>Hello <img src=\"cid:logo\"></p>"),
                "newsletter",
                List.of(
                    new Attachment(
                        "請求書.pdf",
                        "application/pdf",
                        ByteBuffer.wrap("%PDF-1.4".getBytes(StandardCharsets.US_ASCII)),
                        null,
                        Disposition.ATTACHMENT),
                    new Attachment(
                        "logo.png",
                        "image/png; name=logo",
                        ByteBuffer.wrap(new byte[] {(byte) 0x89, 'P', 'N', 'G'}),
                        "logo",
                        Disposition.INLINE)),
                "customer-17",
                Instant.parse("2026-11-24T09:00:00Z"),
                Instant.parse("2026-11-24T09:00:00.001Z"),
                List.of(
                    new Unit(
                        "newsletter_2026-11",
                        Optional.empty(),
                        List.of(
                            new Address("taro", "xn--r8jz45g.jp", "山田太郎"),
                            new Address("joerg", "xn--bcher-kva.example", "Müller, Jörg 🎉"),
                            new Address("o'neil+tag", "example.org", null)),
                        List.of(new Address("copy", "example.com", null)),
                        List.of(),
                        null,
                        Map.of("campaign", "spring-2026", "Team_1", "x"),
                        List.of(
                            new Header("X-Trace", "a b c"),
                            new Header("List-Unsubscribe", "<https://example.com/u/1>"))))));
  }

  @Test
  void eachEntryOfRecipientsIsAUnitWithTheMessagesDataTagsAndHeadersUnderItsOwn()
      throws IOException {
    Email email = decode(example("recipients"));

    assertThat(email.content()).isEqualTo(new StoredTemplate("weekly-digest"));
    assertThat(email.units())
        .containsExactly(
            new Unit(
                "digest-2026-48",
                Optional.of(0),
                List.of(KIM),
                List.of(),
                List.of(),
                "{\"week\":48,\"name\":\"Kim\"}",
                Map.of("campaign", "digest", "variant", "a"),
                List.of(
                    new Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                    new Header("List-Unsubscribe", "<https://example.com/u/1>"))),
            new Unit(
                "digest-2026-48",
                Optional.of(1),
                List.of(new Address("taro", "example.jp", "山田太郎")),
                List.of(),
                List.of(),
                "{\"week\":48,\"name\":\"friend\"}",
                Map.of("campaign", "digest"),
                List.of(new Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))));
  }

  @Test
  void anEntrysHeaderReplacesTheMessagesHeaderOfThatNameInAnyCase() {
    Unit unit =
        decode(
                """
                {"template": {"name": "t"}, "headers": {"X-A": "1", "X-B": "2"}, "tags": {"a": "1"},
                 "recipients": [{"to": "kim@example.net", "headers": {"x-a": "3"}, "tags": {"a": "2"}}]}
                """)
            .units()
            .getFirst();

    assertThat(unit.headers()).containsExactly(new Header("x-a", "3"), new Header("X-B", "2"));
    assertThat(unit.tags()).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void whatAMessageLeavesOutHasItsDefault() {
    Email email = decode("{\"to\":\"kim@example.net\",\"subject\":\"s\",\"html\":\"h\"}");

    assertThat(email.id()).isEqualTo("sqs-id");
    assertThat(email.from()).isEqualTo(SENDER);
    assertThat(email.replyTo()).isEmpty();
    assertThat(email.content()).isEqualTo(new Simple("s", null, "h"));
    assertThat(email.stream()).isEqualTo("transactional");
    assertThat(email.attachments()).isEmpty();
    assertThat(email.tenant()).isNull();
    assertThat(email.sendAt()).isNull();
    assertThat(email.expiresAt()).isNull();
    assertThat(email.units())
        .containsExactly(
            new Unit(
                "sqs-id",
                Optional.empty(),
                List.of(KIM),
                List.of(),
                List.of(),
                null,
                Map.of(),
                List.of()));
  }

  @ParameterizedTest
  @CsvSource({"cc, 1", "bcc, 1"})
  void aCopyAloneIsMail(String field, int recipients) {
    Unit unit = simple("\"" + field + "\":[\"kim@example.net\"]").units().getFirst();

    assertThat(unit.to()).isEmpty();
    assertThat(unit.recipientCount()).isEqualTo(recipients);
    assertThat(simple("\"to\":[],\"" + field + "\":\"kim@example.net\"").units())
        .containsExactly(simple("\"" + field + "\":\"kim@example.net\"").units().getFirst());
  }

  @Test
  void aByteOrderMarkIsSkippedAndAnEditorsSchemaIsNotRead() {
    String message = "{\"to\":\"kim@example.net\",\"subject\":\"s\",\"text\":\"t\"}";
    Email email = decode(message);

    assertThat(decode("\uFEFF" + message)).usingRecursiveComparison().isEqualTo(email);
    assertThat(decode("\uFEFF \n" + message)).usingRecursiveComparison().isEqualTo(email);
    assertThat(decode(message.replace("{", "{\"$schema\":\"../email-v1.schema.json\",")))
        .usingRecursiveComparison()
        .isEqualTo(email);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.exe.pdf",
        "exe",
        "README",
        "résumé (2).docx",
        "請求書.pdf",
        ".profile",
        "a.",
        "a b,c;d.txt",
        "x.exec",
        "archive.tar.gz",
        "O'Neil & Söhne #1 [final] 100%.xlsx"
      })
  void aNameThatSesTakesPasses(String filename) {
    Email email =
        simple(
            "\"to\":\"kim@example.net\",\"attachments\":[{\"filename\":\"%s\",\"content\":\"QQ==\"}]"
                .formatted(filename));

    assertThat(email.attachments().getFirst().filename()).isEqualTo(filename);
  }

  @Test
  void aMessageMustNameItsSenderWhenThereIsNoDefault() {
    String message = "{\"to\":\"kim@example.net\",\"subject\":\"s\",\"text\":\"t\"%s}";
    EmailDecoder decoder = new EmailDecoder(new Defaults(null));

    assertThat(problems(decoder.decode(message.formatted(""), "id")))
        .containsExactly(
            new Problem("/from", "nothing", "a mailbox, since there is no default sender"));
    assertThat(
            accepted(decoder.decode(message.formatted(",\"from\":\"kim@example.net\""), "id"))
                .from())
        .isEqualTo(KIM);
  }

  @Test
  void templateDataKeepsItsOrderAndItsNumbersAsTheyWereWritten() {
    String data =
        "{\"z\":12.50,\"a\":1e400,\"m\":-0,\"big\":123456789012345678901234567890,\"n\":null}";

    assertThat(templated(data).templateData()).isEqualTo(data);
  }

  @Test
  void aTemplateWithoutDataIsFilledWithAnEmptyObject() throws IOException {
    Email email = decode(example("template-without-data"));

    assertThat(email.content()).isEqualTo(new StoredTemplate("monthly notice"));
    assertThat(email.units().getFirst().templateData()).isEqualTo("{}");
  }

  @Test
  void anInlineTemplateIsCarriedByTheMessage() throws IOException {
    assertThat(decode(example("inline-template")).content())
        .isEqualTo(
            new InlineTemplate(
                "Hello {{name}}", "Welcome, {{name}}.", "<p>Welcome, {{name}}.</p>"));
  }

  @Test
  void templateDataOf262144CharactersPassesAndOneMoreDoesNot() {
    String most = "{\"a\":\"" + "x".repeat(262_144 - 8) + "\"}";
    String more = "{\"a\":\"" + "x".repeat(262_144 - 7) + "\"}";

    assertThat(templated(most).templateData()).hasSize(262_144);
    assertThat(problems(DECODER.decode(template(more), "id")))
        .containsExactly(
            new Problem(
                "/data",
                "template data of 262,145 characters",
                "at most 262,144, the message's data included"));
  }

  @Test
  void theDataOfAnEntryIsMeasuredWithTheMessagesData() {
    String message =
        """
        {"template": {"name": "t"}, "data": {"a": "%s"},
         "recipients": [{"to": "kim@example.net"}, {"to": "kim@example.net", "data": {"b": "%s"}}]}
        """
            .formatted("x".repeat(200_000), "y".repeat(100_000));

    assertThat(problems(DECODER.decode(message, "id")))
        .containsExactly(
            new Problem(
                "/recipients/1/data",
                "template data of 300,015 characters",
                "at most 262,144, the message's data included"));
  }

  @Test
  void theDataOfAllEntriesTogetherIsBounded() {
    String entry = "{\"to\":\"kim@example.net\",\"data\":{\"b\":1}}";
    String message = "{\"template\":{\"name\":\"t\"},\"data\":{\"a\":\"%s\"},\"recipients\":[%s]}";
    String defaults = "x".repeat((1_048_576 / 16) - 14);

    assertThat(decode(message.formatted(defaults, entries(entry, 16))).units()).hasSize(16);
    assertThat(problems(DECODER.decode(message.formatted(defaults, entries(entry, 20)), "id")))
        .containsExactly(
            new Problem(
                "/recipients/16/data",
                "template data of 1,114,112 characters up to this entry",
                "at most 1,048,576 in all entries together, the message's data merged into each"));
  }

  @Test
  void entriesWithoutDataOfTheirOwnShareTheMessagesData() {
    String message =
        "{\"template\":{\"name\":\"t\"},\"data\":{\"a\":\""
            + "x".repeat(200_000)
            + "\"},\"recipients\":["
            + entries("{\"to\":\"kim@example.net\"}", 500)
            + "]}";
    List<Unit> units = decode(message).units();

    assertThat(units).hasSize(500);
    assertThat(units.getLast().templateData()).isSameAs(units.getFirst().templateData());
  }

  @Test
  void fiveHundredEntriesPassAndOneMoreDoesNot() {
    String message = "{\"template\":{\"name\":\"t\"},\"recipients\":[%s]}";
    String entry = "{\"to\":\"kim@example.net\"}";

    assertThat(decode(message.formatted(entries(entry, 500))).units()).hasSize(500);
    assertThat(problems(DECODER.decode(message.formatted(entries(entry, 501)), "id")))
        .containsExactly(
            new Problem("/recipients", "an array of 501 elements", "an array of 1 to 500 entries"));
  }

  @Test
  void fiftyRecipientsPass() {
    String fifty = "[" + entries("\"kim@example.net\"", 50) + "]";

    assertThat(simple("\"to\":" + fifty).units().getFirst().recipientCount()).isEqualTo(50);
    assertThat(simple("\"replyTo\":" + fifty + ",\"to\":\"kim@example.net\"").replyTo())
        .hasSize(50);
  }

  @Test
  void aHundredAttachmentsPassAndOneMoreDoesNot() {
    String file = "{\"filename\":\"a\",\"content\":\"QQ==\"}";
    String field = "\"to\":\"kim@example.net\",\"attachments\":[%s]";

    assertThat(simple(field.formatted(entries(file, 100))).attachments()).hasSize(100);
    assertThat(problems(DECODER.decode(message(field.formatted(entries(file, 101))), "id")))
        .containsExactly(
            new Problem(
                "/attachments", "an array of 101 elements", "an array of up to 100 attachments"));
  }

  @Test
  void namesAndTextsOfTheGreatestLengthPass() {
    String header = "\"X" + "y".repeat(125) + "\":\"" + "z".repeat(870) + "\"";
    Email email =
        decode(
            """
            {"id": "%s", "to": "kim@example.net", "subject": "%s", "text": "t", "stream": "%s",
             "tenant": "%s", "tags": {"%s": "%s"}, "headers": {%s, "X": "%s"},
             "attachments": [{"filename": "%s", "content": "QQ==", "contentType": "a/%s",
                              "contentId": "%s"}]}
            """
                .formatted(
                    "i".repeat(128),
                    "é".repeat(998),
                    "s".repeat(64),
                    "t".repeat(64),
                    "n".repeat(256),
                    "v".repeat(256),
                    header,
                    "z".repeat(995),
                    "😀".repeat(255),
                    "b".repeat(76),
                    "c".repeat(78)));

    assertThat(email.units().getFirst().headers()).hasSize(2);
    assertThat(email.attachments()).hasSize(1);
    assertThat(templatedBy("n".repeat(128)).content())
        .isEqualTo(new StoredTemplate("n".repeat(128)));
  }

  @Test
  void fortyTagsAndFifteenHeadersPass() {
    StringBuilder tags = new StringBuilder("\"t0\":\"v\"");
    for (int i = 1; i < 40; i++) {
      tags.append(",\"t").append(i).append("\":\"v\"");
    }
    StringBuilder headers = new StringBuilder("\"X-0\":\"v\"");
    for (int i = 1; i < 15; i++) {
      headers.append(",\"X-").append(i).append("\":\"v\"");
    }
    Unit unit =
        simple("\"to\":\"kim@example.net\",\"tags\":{" + tags + "},\"headers\":{" + headers + "}")
            .units()
            .getFirst();

    assertThat(unit.tags()).hasSize(40);
    assertThat(unit.headers()).hasSize(15);
    assertThat(unit.headers().getLast()).isEqualTo(new Header("X-14", "v"));
  }

  @ParameterizedTest
  @CsvSource({"39, 14, true", "40, 15, false"})
  void fortyTagsAndFifteenHeadersPassWithThoseOfTheMessage(
      int ownTags, int ownHeaders, boolean passes) {
    Decoded decoded =
        DECODER.decode(
            """
            {"template": {"name": "t"}, "tags": {"t": "v"}, "headers": {"X": "v"},
             "recipients": [{"to": "kim@example.net", "tags": {%s}, "headers": {%s}}]}
            """
                .formatted(members("t", ownTags), members("X-", ownHeaders)),
            "id");

    if (passes) {
      Unit unit = accepted(decoded).units().getFirst();
      assertThat(unit.tags()).hasSize(40);
      assertThat(unit.headers()).hasSize(15);
    } else {
      assertThat(problems(decoded))
          .extracting(Problem::pointer, Problem::found)
          .containsExactlyInAnyOrder(
              tuple("/recipients/0/tags", "41 tags"), tuple("/recipients/0/headers", "16 headers"));
    }
  }

  @Test
  void theFirstAndTheLastPrintableCharacterMayBeInAHeadersName() {
    Unit unit = simple("\"to\":\"kim@example.net\",\"headers\":{\"!~\":\"v\"}").units().getFirst();

    assertThat(unit.headers()).containsExactly(new Header("!~", "v"));
  }

  private static String members(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + name + i + "\": \"v\"")
        .collect(Collectors.joining(","));
  }

  @Test
  void aBodyMayFillWhatSqsTakesLessTheRoomForAttributes() {
    String frame = message("\"to\":\"kim@example.net\",\"html\":\"é%s\"");
    int room = 1_032_192 - frame.getBytes(StandardCharsets.UTF_8).length + 2;

    assertThat(decode(frame.formatted("x".repeat(room)))).isNotNull();
    assertThat(problems(DECODER.decode(frame.formatted("x".repeat(room + 1)), "id")))
        .containsExactly(
            new Problem(
                "",
                "1,032,193 bytes",
                "at most 1,032,192: what SQS takes, less the room for a deferred message's attributes"));
  }

  @Test
  void deepNestingIsRefusedBeforeItCanHarm() {
    String deep = "{\"data\":" + "[".repeat(500_000);

    assertThat(problems(DECODER.decode(deep, "id")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).startsWith("/data/0/0/");
              assertThat(problem.found())
                  .isEqualTo("a value too deep or too long at line 1, column 73");
            });
  }

  @Test
  void sixtyFourLevelsOfNestingPass() {
    String data = "{\"a\":" + "[".repeat(62) + "]".repeat(62) + "}";

    assertThat(templated(data).templateData()).isEqualTo(data);
  }

  @Test
  void aNumberOfMoreThanAThousandDigitsIsRefused() {
    assertThat(templated("{\"a\":" + "1".repeat(1_000) + "}")).isNotNull();
    assertThat(problems(DECODER.decode(template("{\"a\":" + "1".repeat(1_001) + "}"), "id")))
        .extracting(Problem::pointer, Problem::allowed)
        .containsExactly(
            tuple(
                "/data/a",
                "at most 64 levels of nesting, 1,000 characters a field name and 1,000 a number"));
  }

  @Test
  void aReasonNamesThePlaceWhatWasFoundAndWhatIsAllowed() {
    Decoded decoded = DECODER.decode("{\"to\":\"kim\",\"subject\":\"s\",\"text\":null}", "id");

    assertThat(((Decoded.Malformed) decoded).reason())
        .isEqualTo(
            "/text: found null, allowed is a string; /to: found a string of 3 characters without @,"
                + " allowed is local@domain or Display Name <local@domain>");
    assertThat(new Problem("", "nothing", "an object"))
        .hasToString("the message: found nothing, allowed is an object");
  }

  @Test
  void noValueShowsAnAddressOrATextWhenPrinted() throws IOException {
    for (String name : List.of("everything", "recipients", "inline-template")) {
      Email email = decode(example(name));
      String printed =
          email + " " + email.content() + email.units() + email.attachments() + email.from();
      assertThat(printed).doesNotContain("@", "Hello", "Line", "Acme", "taro");
    }
  }

  private static Email decode(String body) {
    return accepted(DECODER.decode(body, "sqs-id"));
  }

  private static String message(String fields) {
    return "{\"subject\":\"s\",\"text\":\"t\"," + fields + "}";
  }

  private static Email simple(String fields) {
    return decode(message(fields));
  }

  private static String template(String data) {
    return "{\"to\":\"kim@example.net\",\"template\":{\"name\":\"t\"},\"data\":" + data + "}";
  }

  private static Unit templated(String data) {
    return decode(template(data)).units().getFirst();
  }

  private static Email templatedBy(String name) {
    return decode("{\"to\":\"kim@example.net\",\"template\":{\"name\":\"" + name + "\"}}");
  }

  private static String entries(String entry, int count) {
    return String.join(",", Collections.nCopies(count, entry));
  }

  private static String example(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/email/good/" + name + ".json"));
  }
}
