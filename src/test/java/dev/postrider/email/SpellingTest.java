package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> NAMES =
      List.of("id", "to", "cc", "from", "replyTo", "subject", "template", "contentType");

  @ParameterizedTest
  @CsvSource(
      nullValues = "nothing",
      value = {
        "form, from",
        "FROM, from",
        "reply-to, replyTo",
        "reply_to, replyTo",
        "replayTo, replyTo",
        "sbuject, subject",
        "subj, nothing",
        "tmplate, template",
        "templates, template",
        "content_type, contentType",
        "mimetype, nothing",
        "tt, nothing",
        "bc, nothing",
        "x, nothing",
        "'', nothing"
      })
  void theNameThatIsCloseEnoughIsMeant(String written, String meant) {
    assertThat(Spelling.closest(written, NAMES).orElse(null)).isEqualTo(meant);
  }
}
