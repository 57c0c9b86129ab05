package dev.postrider.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What we write instead of words that a newcomer stumbles over: in documents, comments, help
/// texts, messages and alarm descriptions. Decisions keep the words of their day.
final class PlainWordsTest {

  /// @param found as a regular expression
  /// @param instead for the one who reads the failure
  private record Word(Pattern found, String instead) {
    static Word of(String found, String instead) {
      return new Word(Pattern.compile(found), instead);
    }
  }

  private static final List<Word> NOT_WRITTEN =
      List.of(
          Word.of("(?i)\\b(?<!\\bthere )(is|are) no (?!longer\\b)", "is not a …"),
          Word.of("(?i)\\bso many\\b", "the number, or its name"),
          Word.of("(?i)\\bgravest\\b", "most severe"),
          Word.of("(?i)\\banew\\b", "again"),
          Word.of("(?i)\\bmend(s|ed|ing)?\\b", "fix"),
          Word.of("(?i)\\b(needs?|has|have|gives?|without) leave\\b", "permission"),
          Word.of("(?i)\\bfails nothing\\b", "never fails the invocation"),
          Word.of("(?i)\\b(un)?burn(s|t)?\\b", "use up"),
          Word.of("(?i)\\bleaves you blind\\b", "you will not see …"),
          Word.of("(?i)\\bfor want of\\b", "because … is missing"),
          Word.of("(?i)\\bweather\\b", "faults"),
          Word.of("(?<!LockSupport\\.)\\b(un)?[Pp]ark(ed|s|ing)?\\b", "deferred"));

  private static final List<String> ROOTS =
      List.of(
          "src/main",
          "docs",
          "schema",
          "README.md",
          "ARCHITECTURE.md",
          "template.yaml",
          "monitoring.yaml",
          "samconfig.toml");

  @Test
  void nothingThatPeopleReadHoldsAWordOfTheList() throws IOException {
    List<Path> texts = new ArrayList<>();
    for (String root : ROOTS) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.filter(PlainWordsTest::isRead).forEach(texts::add);
      }
    }
    List<String> found = new ArrayList<>();
    for (Path text : texts) {
      found(Files.readString(text)).forEach(hit -> found.add(text + ", " + hit));
    }
    assertThat(texts).hasSizeGreaterThan(400);
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "It is no failure., 1",
    "There is no queue., 0",
    "It is no longer there., 0",
    "asked anew, 1",
    "so many days, 1",
    "Mended by hand, 1",
    "a recommendation, 0",
    "it needs no leave, 0",
    "producers need leave to use it, 1",
    "mail is parked, 1",
    "LockSupport.park(this), 0",
  })
  void aWordOfTheListIsFound(String text, int times) {
    assertThat(found(text)).hasSize(times);
  }

  private static boolean isRead(Path file) {
    return file.toString().matches(".*\\.(md|ya?ml|toml|json|java|properties|xml)")
        && !file.startsWith(Path.of("docs", "decisions"));
  }

  private static List<String> found(String text) {
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(i -> NOT_WRITTEN.stream().flatMap(word -> found(word, i + 1, lines.get(i))))
        .toList();
  }

  private static Stream<String> found(Word word, int number, String line) {
    Matcher matcher = word.found().matcher(line);
    return matcher
        .results()
        .map(hit -> "line " + number + ": '" + hit.group() + "', write: " + word.instead());
  }
}
