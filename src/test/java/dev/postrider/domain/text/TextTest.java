package dev.postrider.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each sentence of the check and the advice can be said in each language. The patterns are those
/// that the sources write.
class TextTest {
  private static final Path BUNDLE =
      Path.of("src/main/resources/dev/postrider/domain/text/texts_ja.properties");

  private static final String LITERAL = "\"(?:[^\"\\\\\n]|\\\\.)*+\"";
  private static final String LITERALS = LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*+";

  /// The first argument of `Text.of`, or the pattern of an enum's constant.
  private static final Pattern PATTERN =
      Pattern.compile(
          "(?:Text\\.of\\(|(?m:^ {4}[A-Z][A-Z0-9_]*+\\()(?:\\s*Treatment\\.\\w+,)?)\\s*("
              + LITERALS
              + ")");

  private static final Pattern ARGUMENT = Pattern.compile("%(?:(\\d)\\$)?s");

  @Test
  void everySentenceHasItsJapanese() throws IOException {
    Properties japanese = japanese();

    assertThat(japanese.stringPropertyNames())
        .as("no sentence without its Japanese, no Japanese without its sentence")
        .containsExactlyInAnyOrderElementsOf(
            patterns().stream().map(Language::key).collect(Collectors.toSet()));
    assertThat(patterns())
        .allSatisfy(
            english ->
                assertThat(arguments(Language.JA.pattern(english)))
                    .as(english)
                    .isEqualTo(arguments(english)));
  }

  @Test
  void noTwoSentencesHaveOneKey() {
    assertThat(patterns()).extracting(Language::key).doesNotHaveDuplicates();
  }

  @Test
  void theBundleHasEachKeyOnce() throws IOException {
    assertThat(
            Files.readAllLines(BUNDLE).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('='))))
        .doesNotHaveDuplicates();
  }

  @Test
  void japaneseIsJapanese() throws IOException {
    assertThat(japanese().values())
        .allSatisfy(
            value -> assertThat(value.toString()).containsPattern("\\p{IsHan}|[\\u3041-\\u30ff]"));
  }

  @Test
  void whatIsSaidToBeTheSameInEveryLanguageHasNoWords() {
    assertThat(found("Text\\.verbatim\\(\\s*(" + LITERAL + ")").map(text -> text.group(1)))
        .isNotEmpty()
        .noneMatch(literal -> literal.matches(".*[a-z].*"));
  }

  @Test
  void textsAreRenderedInsideOthers() {
    Text text =
        Text.of(
            "Correct the record at %s: %s",
            Text.of("%s, where the CNAME at %s leads", "b.example", "a.example"),
            Text.joined("; ", List.of(Text.of("'%s' is given twice", "p"), Text.verbatim("100%"))));

    assertThat(text.in(Language.EN))
        .isEqualTo(
            "Correct the record at b.example, where the CNAME at a.example leads: 'p' is given"
                + " twice; 100%");
    assertThat(text.in(Language.JA))
        .isEqualTo("a.example の CNAME が指す b.example のレコードを直してください: 'p' が二度ある; 100%");
    assertThat(text).hasToString(text.in(Language.EN));
  }

  private static Set<String> patterns() {
    return found(PATTERN.pattern())
        .map(match -> match.group(1).replaceAll("\"\\s*\\+\\s*\"", ""))
        .map(literal -> literal.substring(1, literal.length() - 1))
        .filter(english -> english.replace("%s", "").matches(".*[A-Za-z].*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Which arguments a pattern shows; each of them once.
  private static List<Integer> arguments(String pattern) {
    List<MatchResult> found = ARGUMENT.matcher(pattern).results().toList();
    return Stream.iterate(0, i -> i + 1)
        .limit(found.size())
        .map(i -> found.get(i).group(1) == null ? i + 1 : Integer.valueOf(found.get(i).group(1)))
        .sorted()
        .toList();
  }

  private static Stream<MatchResult> found(String pattern) {
    return Stream.of("src/main/java/dev/postrider/domain", "src/main/java/dev/postrider/cli/domain")
        .flatMap(TextTest::sources)
        .flatMap(source -> Pattern.compile(pattern).matcher(source).results());
  }

  private static Stream<String> sources(String directory) {
    try (Stream<Path> files = Files.walk(Path.of(directory))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(TextTest::read)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties japanese() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(BUNDLE)));
    return properties;
  }
}
