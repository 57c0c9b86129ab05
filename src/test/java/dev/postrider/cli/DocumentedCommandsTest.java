package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents and the alarms tell a person to type can be typed.
class DocumentedCommandsTest {
  private static final Pattern IN_AN_ALARM = Pattern.compile("\\./(postrider [a-z][^.,;()]*)");

  /// What stands for a value: no command line is meant by these.
  private static final List<String> PATTERNS = List.of("COMMAND", "…", "|");

  static Stream<String> commands() {
    return Stream.concat(
            documents()
                .flatMap(file -> DocumentedCommands.in(DocumentedCommands.read(file)).stream()),
            inAlarms())
        .filter(command -> PATTERNS.stream().noneMatch(command::contains))
        .distinct()
        .sorted();
  }

  private static Stream<Path> documents() {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
          Stream.of(Path.of("README.md"), Path.of("ARCHITECTURE.md")),
          docs.filter(file -> file.toString().endsWith(".md")))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first thing to do, as the descriptions of the alarms say it.
  private static Stream<String> inAlarms() {
    return DocumentedCommands.read(Path.of("monitoring.yaml"))
        .lines()
        .filter(line -> line.contains(" First: "))
        .flatMap(
            line ->
                IN_AN_ALARM
                    .matcher(line.replace("${DomainName}", "DOMAIN"))
                    .results()
                    .map(found -> found.group(1)))
        .map(command -> command.replaceFirst(" (says which|then .*)$", ""))
        .map(command -> command.replaceFirst("^postrider ", ""));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandThatIsShownIsOne(String command) {
    Main.commandLine().parseArgs(DocumentedCommands.words(command).toArray(String[]::new));
  }

  @Test
  void manyAreFoundInTextAndInBlocks() {
    assertThat(commands().toList())
        .hasSizeGreaterThan(40)
        .contains("status", "held list", "suppressions list --reason COMPLAINT");
    assertThat(DocumentedCommands.inSection("dead-letters"))
        .contains("dead explain --all", "dead retry --all");
  }
}
