package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.email.Checked.Good;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Each class of characters, held against a regular expression over the whole basic plane.
class CharacterClassesTest {

  @Test
  void aTokenHoldsAsciiLettersDigitsUnderscoreAndHyphen() {
    assertPasses(TextRules.token(1), "[A-Za-z0-9_-]");
  }

  @Test
  void aLineHoldsAllButLineBreaksAndControlCharactersOtherThanTab() {
    assertPasses(TextRules.line(1), "[^\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
  }

  @Test
  void aBodyHoldsAllButNul() {
    assertPasses(TextRules::body, "(?s)[^\\x00]");
  }

  @Test
  void halfASurrogatePairIsFoundAnywhere() {
    assertThat(TextRules.unpairedSurrogate("a😀\ud800")).hasValue(3);
    assertThat(TextRules.unpairedSurrogate("\udfffa")).hasValue(0);
    assertThat(TextRules.unpairedSurrogate("\ud7ff😀\ue000")).isEmpty();
  }

  @Test
  void aContentIdHoldsPrintableAsciiWithoutSpaceAndAngleBrackets() {
    EmailDecoder decoder = new EmailDecoder(new Defaults(Address.parse("default@example.com")));
    for (int c = 0; c < 256; c++) {
      String message =
          "{\"to\":\"kim@example.net\",\"subject\":\"s\",\"text\":\"t\",\"attachments\":"
              + "[{\"filename\":\"a\",\"content\":\"QQ==\",\"contentId\":\"\\u%04x\"}]}"
                  .formatted(c);
      boolean passes = decoder.decode(message, "id") instanceof Decoded.WellFormed;
      assertThat(passes).as("U+%04X", c).isEqualTo(Pattern.matches("[!-;=?-~]", "" + (char) c));
    }
  }

  private static void assertPasses(Function<String, Checked<String>> rule, String regex) {
    Pattern pattern = Pattern.compile(regex);
    for (int c = 0; c <= 0xffff; c++) {
      String text = Character.toString(c);
      assertThat(rule.apply(text) instanceof Good<String>)
          .as("U+%04X", c)
          .isEqualTo(pattern.matcher(text).matches());
    }
  }
}
