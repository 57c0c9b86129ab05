package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("default@example.com")));

  @Test
  void itIsTheSha256OfTheSortedJsonWithoutTheId() throws Exception {
    String canonical =
        "{\"data\":{\"a\":[1.5,{\"x\":100,\"y\":null}],\"b\":\"é\\n\"},\"template\":{\"name\":\"t\"},"
            + "\"to\":\"kim@example.net\"}";
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));

    String message =
        """
        { "id": "one", "to": "kim@example.net", "template": { "name": "t" },
          "data": { "b": "\\u00e9\\n", "a": [1.50, { "y": null, "x": 1e2 }] } }
        """;
    assertThat(fingerprint(message))
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itDoesNotDependOnTheOrderOfFieldsOrOnWhiteSpace(long seed) {
    String data = json(new Random(seed), new Random(0), 0);

    assertThat(fingerprint(message(json(new Random(seed), new Random(seed + 1), 0))))
        .isEqualTo(fingerprint(message(data)));
  }

  @Test
  void itDoesNotDependOnTheId() {
    String message = "{\"id\":\"%s\",\"to\":\"a@b.c\",\"subject\":\"s\",\"text\":\"t\"}";

    assertThat(fingerprint(message.formatted("one")))
        .isEqualTo(fingerprint(message.formatted("two")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 | 1.01",
        "1e2 | 1e3",
        "12.5 | 125",
        "[1,2] | [2,1]",
        "\"1\" | 1",
        "\"12.50\" | \"12.5\"",
        "null | {}",
        "[] | {}",
        "[\"x\"] | \"x\""
      })
  void itDependsOnEveryValue(String one, String other) {
    assertThat(fingerprint(message("{\"v\":" + one + "}")))
        .isNotEqualTo(fingerprint(message("{\"v\":" + other + "}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "12.50 | 12.5",
        "1e2 | 100",
        "-0.0 | 0",
        "1E+30 | 1e30",
        "[1.0,{\"a\":2.10}] | [1,{\"a\":2.1}]"
      })
  void itDoesNotDependOnHowANumberWasWritten(String one, String other) {
    assertThat(fingerprint(message("{\"v\":" + one + "}")))
        .isEqualTo(fingerprint(message("{\"v\":" + other + "}")));
  }

  /// What a library writes that has defaults, lists and time zones of its own.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "`to`:`a@b.cc` | `to`:[`a@b.cc`]",
        "`to`:`a@b.cc` | `to`:`a@b.cc`,`cc`:[],`bcc`:[],`replyTo`:[],`attachments`:[]",
        "`bcc`:`a@b.cc` | `to`:[],`bcc`:[`a@b.cc`]",
        "`to`:`a@b.cc`,`replyTo`:`c@d.ee` | `replyTo`:[`c@d.ee`],`to`:`a@b.cc`",
        "`to`:`a@b.cc` | `to`:`a@b.cc`,`stream`:`transactional`,`tags`:{},`headers`:{}",
        "`to`:`a@b.cc` | `$schema`:`email-v1.schema.json`,`to`:`a@b.cc`",
        "`to`:`a@b.cc`,`sendAt`:`2026-11-24T09:00:00Z`"
            + " | `to`:`a@b.cc`,`sendAt`:`2026-11-24T18:00:00.000+09:00`",
        "`to`:`a@b.cc`,`attachments`:[{`filename`:`a`,`content`:`QQ==`}]"
            + " | `to`:`a@b.cc`,`attachments`:[{`content`:`QQ==`,`filename`:`a`,`disposition`:`ATTACHMENT`}]"
      })
  void itDoesNotDependOnTheLibraryThatWroteTheMessage(String one, String other) {
    assertThat(fingerprint(simple(one))).isEqualTo(fingerprint(simple(other)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "`to`:`a@b.cc` | `to`:[`a@b.cc`],`data`:{},`headers`:{},`tags`:{}",
        "`to`:[`a@b.cc`],`data`:{`n`:1.0} | `data`:{`n`:1},`to`:`a@b.cc`"
      })
  void itDoesNotDependOnTheLibraryThatWroteAnEntry(String one, String other) {
    String message = "{`template`:{`name`:`t`},`recipients`:[{%s}]}".replace('`', '"');

    assertThat(fingerprint(message.formatted(one.replace('`', '"'))))
        .isEqualTo(fingerprint(message.formatted(other.replace('`', '"'))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "`to`:`a@b.cc` | `cc`:`a@b.cc`",
        "`to`:[`a@b.cc`,`c@d.ee`] | `to`:[`c@d.ee`,`a@b.cc`]",
        "`to`:`a@b.cc` | `to`:`a@b.cc`,`stream`:`marketing`",
        "`to`:`a@b.cc`,`sendAt`:`2026-11-24T09:00:00Z` | `to`:`a@b.cc`,`sendAt`:`2026-11-24T09:00:01Z`",
        "`to`:`a@b.cc` | `to`:`a@b.cc`,`headers`:{`X-A`:`1`}",
        "`to`:`a@b.cc` | `to`:`a@b.cc`,`from`:`default@example.com`"
      })
  void itDependsOnWhatTheMessageSays(String one, String other) {
    assertThat(fingerprint(simple(one))).isNotEqualTo(fingerprint(simple(other)));
  }

  private static String simple(String fields) {
    return "{%s,\"subject\":\"s\",\"text\":\"t\"}".formatted(fields.replace('`', '"'));
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static String message(String data) {
    return "{\"to\":\"kim@example.net\",\"template\":{\"name\":\"t\"},\"data\":" + data + "}";
  }

  private static String fingerprint(String message) {
    return TestEmails.accepted(DECODER.decode(message, "id")).fingerprint();
  }

  /// An object: its content from the first source, its order and white space from the second.
  private static String json(Random content, Random order, int depth) {
    List<String> fields = new ArrayList<>();
    int size = content.nextInt(5);
    for (int i = 0; i < size; i++) {
      String value =
          depth < 3 && content.nextInt(3) == 0
              ? json(content, order, depth + 1)
              : List.of("1.10", "-0", "\"é\"", "null", "true", "[1, 2]").get(content.nextInt(6));
      fields.add("\"k" + i + "\"" + blank(order) + ":" + blank(order) + value);
    }
    Collections.shuffle(fields, order);
    return "{" + String.join(blank(order) + ",", fields) + "}";
  }

  private static String blank(Random random) {
    return " \n\t".substring(random.nextInt(3));
  }
}
