package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncodedWordTest {
  private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/]+=*)\\?=");
  private static final String[] ALPHABET = {
    "a",
    "Z",
    " ",
    "\"",
    "\\",
    ",",
    "é",
    "ß",
    "ö",
    "あ",
    "漢",
    "字",
    "😀",
    "👩‍👩‍👧",
    "🇯🇵",
    "=?",
    "?="
  };

  @ParameterizedTest
  @MethodSource("seeds")
  void aNameComesBackFromItsHeaderForm(long seed) {
    String name = name(new Random(seed));

    assertThat(decoded(EncodedWord.phrase(name))).isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theHeaderFormIsAsciiInWordsOfAtMost75Characters(long seed) {
    String phrase = EncodedWord.phrase(name(new Random(seed)) + "é");

    assertThat(phrase).matches("[ -~]+");
    assertThat(phrase.split(" ")).allMatch(word -> word.length() <= 75);
  }

  @Test
  void oneWordHolds45OctetsAndTheNextCharacterBeginsAnother() {
    assertThat(EncodedWord.phrase("é".repeat(22) + "a"))
        .isEqualTo("=?UTF-8?B?" + base64("é".repeat(22) + "a") + "?=");
    assertThat(EncodedWord.phrase("é".repeat(23)))
        .isEqualTo("=?UTF-8?B?" + base64("é".repeat(22)) + "?= =?UTF-8?B?" + base64("é") + "?=");
    assertThat(EncodedWord.phrase("é".repeat(46)))
        .isEqualTo(
            "=?UTF-8?B?%1$s?= =?UTF-8?B?%1$s?= =?UTF-8?B?%2$s?="
                .formatted(base64("é".repeat(22)), base64("éé")));
  }

  @Test
  void noCharacterBeyondTheBasicPlaneIsSplit() {
    assertThat(EncodedWord.phrase("a" + "😀".repeat(12)))
        .isEqualTo(
            "=?UTF-8?B?%s?= =?UTF-8?B?%s?=".formatted(base64("a" + "😀".repeat(11)), base64("😀")));
  }

  @Test
  void aLongAsciiNameStaysOneQuotedString() {
    assertThat(EncodedWord.phrase("~ ".repeat(100))).isEqualTo('"' + "~ ".repeat(100) + '"');
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    int length = 1 + random.nextInt(80);
    int kinds = 1 + random.nextInt(ALPHABET.length);
    for (int i = 0; i < length; i++) {
      name.append(ALPHABET[random.nextInt(kinds)]);
    }
    return name.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads a phrase as a mail reader does: a quoted string, or encoded words with the blanks
  /// between them dropped. Each word must be whole characters by itself (RFC 2047, 5 and 6.2).
  private static String decoded(String phrase) {
    if (phrase.startsWith("\"")) {
      assertThat(phrase).matches("\"([^\"\\\\]|\\\\.)*\"");
      return phrase.substring(1, phrase.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    StringBuilder name = new StringBuilder();
    Matcher words = WORD.matcher(phrase);
    int end = 0;
    while (words.find()) {
      assertThat(phrase.substring(end, words.start())).isEqualTo(end == 0 ? "" : " ");
      name.append(utf8(Base64.getDecoder().decode(words.group(1))));
      end = words.end();
    }
    assertThat(end).isEqualTo(phrase.length());
    return name.toString();
  }

  private static String utf8(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("a word splits a character", e);
    }
  }
}
