package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import dev.postrider.email.Decoded.Malformed;
import dev.postrider.email.Decoded.WellFormed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in a body, the decoder answers; it shows nothing that is private, and it accepts
/// nothing that the schema refuses. Every seed makes a hundred messages.
class DecoderRobustnessTest {
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("default@example.com")));
  private static final Schema SCHEMA = EmailExamplesTest.schema();
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "null",
          "-1e9",
          "@",
          ".",
          "<",
          ">",
          " ",
          "\\n",
          "\\u0000",
          "\\ud83d",
          "é",
          "😀",
          "\ud83d",
          "\u0000",
          "=",
          "x-ses-",
          "{}",
          "\"to\":",
          "\"a\"",
          "\"data\":{}",
          "2026-02-30T00:00:00Z",
          "ß",
          "\"recipients\":[{}],",
          "\"headers\":{\"To\":1},");

  @ParameterizedTest
  @MethodSource("seeds")
  void aChangedMessageIsAnsweredAndNothingPrivateIsShown(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      String body = mutated(example(random), random);
      switch (DECODER.decode(body, "id")) {
        case WellFormed accepted ->
            assertThat(SCHEMA.validate(body, InputFormat.JSON)).as(body).isEmpty();
        case Malformed malformed -> {
          assertThat(malformed.problems()).hasSizeBetween(1, 10);
          assertThat(malformed.reason()).as(body).doesNotContain("zqkim", "zqtext", "zqacme");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void garbageIsMalformed(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      StringBuilder body = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        body.append(piece(random));
      }
      assertThat(DECODER.decode(body.toString(), "id")).isInstanceOf(Malformed.class);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aMailboxThatIsAcceptedKeepsTheSchemaAndHasAnAsciiForm(long seed) {
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "a",
            "B",
            "9",
            ".",
            "-",
            "_",
            "@",
            "<",
            ">",
            "\"",
            "\\",
            " ",
            "\t",
            "\n",
            "é",
            "ß",
            "山",
            "。",
            "😀",
            "\u200d",
            "\u00ad",
            "\u3000",
            "\u0085",
            "=?a?B?",
            "xn--",
            "example.com",
            ",",
            "kim@example.net",
            "Kim ",
            "[",
            "+");
    int accepted = 0;
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "Kim <kim@example.net>");
      for (int n = random.nextInt(6); n >= 0; n--) {
        text.insert(random.nextInt(text.length() + 1), pieces.get(random.nextInt(pieces.size())));
      }
      accepted += acceptedWell(text.toString()) ? 1 : 0;
    }
    assertThat(accepted).isPositive();
  }

  private static boolean acceptedWell(String mailbox) {
    String body = TestEmails.json(Map.of("to", mailbox, "subject", "s", "text", "t"));
    if (!(DECODER.decode(body, "id") instanceof WellFormed(Email email))) {
      return false;
    }
    assertThat(SCHEMA.validate(body, InputFormat.JSON)).as(body).isEmpty();
    Address address = email.units().getFirst().to().getFirst();
    assertThat(address.mailbox()).as(body).matches("[ -~]+");
    assertThat(Address.parse(address.addrSpec()).key()).isEqualTo(Address.keyOf(address.mailbox()));
    return true;
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /// A good example in which private text is marked.
  private static String example(Random random) {
    List<String> names = List.of("everything", "recipients", "template", "inline-template");
    String name = names.get(random.nextInt(names.size()));
    try {
      return Files.readString(Path.of("src/test/resources/email/good/" + name + ".json"))
          .replace("kim@", "zqkim@")
          .replace("Hello", "zqtext")
          .replace("Acme", "zqacme");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String mutated(String body, Random random) {
    String text = body;
    for (int n = random.nextInt(3); n >= 0; n--) {
      int start = random.nextInt(text.length());
      int end = Math.min(text.length(), start + (random.nextBoolean() ? 0 : random.nextInt(12)));
      String middle = random.nextInt(4) == 0 ? "" : piece(random);
      text = text.substring(0, start) + middle + text.substring(end);
    }
    return text;
  }

  private static String piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }
}
