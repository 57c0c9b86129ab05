package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.cli.Main;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  /// What picocli brings along, and what is about domains rather than a stack.
  private static final Set<String> EXEMPT = Set.of("help", "generate-completion");

  static Stream<List<String>> subcommands() {
    return Stream.of(
        List.of("held", "list"),
        List.of("held", "release"),
        List.of("held", "cancel"),
        List.of("rejected", "list"),
        List.of("rejected", "show"),
        List.of("rejected", "retry"),
        List.of("dead", "list"),
        List.of("dead", "explain"),
        List.of("dead", "retry"),
        List.of("suppressions", "list"),
        List.of("suppressions", "show"),
        List.of("suppressions", "add"),
        List.of("suppressions", "remove"),
        List.of("suppressions", "import"),
        List.of("suppressions", "export"),
        List.of("suppressions", "sync"));
  }

  /// Every command, also those that group others.
  static Stream<List<String>> commands() {
    return under(new CommandLine(new Main()), List.of());
  }

  private static Stream<List<String>> under(CommandLine command, List<String> path) {
    return command.getSubcommands().entrySet().stream()
        .filter(each -> !EXEMPT.contains(each.getKey()))
        .flatMap(
            each -> {
              List<String> words = Stream.concat(path.stream(), Stream.of(each.getKey())).toList();
              return Stream.concat(Stream.of(words), under(each.getValue(), words));
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamples(List<String> command) {
    Answer help =
        Answer.of(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new));

    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .containsPattern("Examples?:")
        .contains("  postrider " + String.join(" ", command));
  }

  /// A terminal of 80 columns: an example that is wrapped cannot be pasted.
  @ParameterizedTest
  @MethodSource("commands")
  void noLineIsWiderThanATerminalAndNoExampleIsWrapped(List<String> command) {
    String help =
        Answer.of(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new))
            .out();

    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(help.substring(help.indexOf("Example")).lines().filter(l -> l.startsWith("  ")))
        .allSatisfy(line -> assertThat(line.chars().filter(c -> c == '"').count() % 2).isZero());
  }

  /// A terminal of 24 lines, so that nothing that a person needs has left the screen.
  @ParameterizedTest
  @MethodSource("commands")
  void everyHelpFitsATerminalAndListsNoOptionThatAllCommandsHave(List<String> command) {
    String help = help(command);

    assertThat(help.lines().count()).isLessThanOrEqualTo(24);
    assertThat(help).doesNotContain("-V, --version", "-h, --help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyLabelIsAWordForPeople(List<String> command) {
    assertThat(help(command))
        .doesNotContainPattern("=\\S*[a-z][A-Z]")
        .doesNotContainPattern("<\\w+>");
  }

  private static String help(List<String> command) {
    return Answer.of(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new))
        .out();
  }

  @Test
  void theRootNamesEachCommandOnceOnALineOfItsGroup() {
    List<String> lines = Answer.of("--help").out().lines().toList();
    Set<String> names = new HashSet<>(new CommandLine(new Main()).getSubcommands().keySet());
    names.remove("help");

    assertThat(lines.size()).isLessThanOrEqualTo(names.size() + 6);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(names)
        .allSatisfy(
            name ->
                assertThat(lines)
                    .filteredOn(line -> line.matches("(?:[A-Z][a-z]+)? +" + name + "  +\\S.*\\."))
                    .hasSize(1));
  }

  @Test
  void aGroupNamesFirstWhatLooksAndThenWhatChanges() {
    String help = help(List.of("suppressions"));

    assertThat(
            Stream.of("list", "show", "export", "add", "remove", "import", "sync")
                .map(name -> help.indexOf("\n  " + name + "  "))
                .toList())
        .isSorted()
        .allSatisfy(place -> assertThat(place).isPositive());
  }

  @ParameterizedTest
  @MethodSource("subcommands")
  void everyCommandOnAStackAnswersInJsonAndFindsTheStackAsTheAwsCliDoes(List<String> command) {
    Answer help =
        Answer.of(Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new));

    assertThat(help.out()).contains("--json", "--stack", "--region", "--profile", "--local");
  }

  @Test
  void shellsCompleteTheCommands() {
    Answer script = Answer.of("generate-completion");

    assertThat(script.exitCode()).isZero();
    assertThat(script.out())
        .contains("suppressions", "--older-than")
        .contains("positionals=$( compgen -f -- \"${curr_word}\" ) # files");
  }
}
