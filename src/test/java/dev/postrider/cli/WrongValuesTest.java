package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Whoever gives an option a wrong value reads which one, and no name of Java's.
class WrongValuesTest {
  private static final String JAVAS_NAMES =
      "java\\.|javax\\.|Exception|dev\\.postrider|picocli|\\b(?:int|long|double|Instant|enum)\\b"
          + "|case-insensitive|<\\w+>";

  /// Each option whose value is neither any text nor the name of a file, as a line.
  static Stream<List<String>> options() {
    return under(Main.commandLine(), List.of());
  }

  private static Stream<List<String>> under(CommandLine command, List<String> path) {
    Stream<List<String>> own =
        command.getCommandSpec().options().stream()
            .filter(option -> option.arity().max() > 0 && isTyped(option))
            .map(option -> joined(path, option.longestName(), "x-wrong"));
    Stream<List<String>> below =
        command.getSubcommands().entrySet().stream()
            .flatMap(each -> under(each.getValue(), joined(path, each.getKey())));
    return Stream.concat(own, below);
  }

  private static List<String> joined(List<String> path, String... words) {
    return Stream.concat(path.stream(), Stream.of(words)).toList();
  }

  private static boolean isTyped(OptionSpec option) {
    Class<?>[] types = option.auxiliaryTypes();
    return !Set.of(String.class, Path.class, boolean.class).contains(types[types.length - 1]);
  }

  @ParameterizedTest
  @MethodSource("options")
  void aWrongValueIsNamedWithItsOption(List<String> words) {
    Answer answer = Answer.of(words.toArray(String[]::new));

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .contains(words.get(words.size() - 2), "Usage: ")
        .doesNotContainPattern(JAVAS_NAMES);
    // What is given to send-test may be a secret.
    assertThat(answer.err().contains("x-wrong")).isEqualTo(!words.contains("--way"));
    assertThat(answer.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate x-wrong",
        "status --local-env x-wrong",
        "local env --local-env x-wrong",
        "suppressions import x-wrong.csv --dry-run",
        "suppressions import x-wrong --dry-run",
        "dmarc read x-wrong"
      })
  void aFileThatIsNotThereIsNamed(String line) {
    Answer answer = Answer.of(line.split(" "));

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("x-wrong").doesNotContainPattern(JAVAS_NAMES);
  }
}
