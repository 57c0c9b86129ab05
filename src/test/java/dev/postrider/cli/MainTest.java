package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.output.Durations;
import dev.postrider.cli.output.TerminalWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void helpNamesTheCommandsAndTheExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("local", "Exit codes:", "could not run");
  }

  @Test
  void wrongUsageExitsWithTwoAndShowsHowToUseIt() {
    assertThat(run("loccal")).isEqualTo(2);
    assertThat(err.toString()).contains("Unmatched argument", "local");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("A command is missing.");
    assertThat(run("local", "--port-base", "many")).isEqualTo(2);
  }

  /// A sub-command is made alone, whose class the name tells.
  @Test
  void eachCommandIsTheSameAloneAsAmongAll() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("postrider ");
    Main.commandLine()
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .getSubcommands()
        .forEach(
            (name, command) -> {
              out.getBuffer().setLength(0);
              assertThat(run(name, "--help")).as(name).isZero();
              assertThat(out.toString()).isEqualTo(command.getUsageMessage());
              assertThat(Main.alone(name).isPresent())
                  .as(name)
                  .isNotEqualTo(Set.of("help", "generate-completion").contains(name));
            });
  }

  @Test
  void aWordThatBeginsWithAnAtIsNoFileOfWords(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("words"), "--version");

    assertThat(run("@" + file)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anErrorStandsAloneWithoutTheNamesOfJavasTypes() {
    assertThat(run("local", "--instances", "many")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            """
            postrider: Invalid value for option '--instances': 'many' is not a whole number
            Usage: postrider local --help
            """);
  }

  @Test
  void aWordThatThereIsNotIsRefusedWithThoseThatThereAre() {
    assertThat(run("deferred", "list", "--reason", "pase")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "postrider: Invalid value for option '--reason': 'pase' is not one of SCHEDULED");
  }

  @Test
  void aHelpHasColoursOnATerminalAndNoneElsewhere() {
    assertThat(Main.run(new TerminalWriter(out, true), new TerminalWriter(err), "held", "--help"))
        .isZero();
    assertThat(out.toString()).contains("\u001b[").doesNotContain("\\u001b");
    out.getBuffer().setLength(0);
    assertThat(run("held", "--help")).isZero();
    assertThat(out.toString()).contains("Usage: postrider held").doesNotContain("\u001b");
  }

  @Test
  void aGroupWithoutACommandShowsItsCommandsAndTheErrorBelow() {
    assertThat(run("held")).isEqualTo(2);
    assertThat(err.toString())
        .contains("  list  ", "  show, explain  ", "  retry, release  ", "  cancel  ")
        .endsWith("postrider: A command is missing.\nUsage: postrider held --help\n");
    List<Integer> places =
        Stream.of("  list  ", "  show, ", "  retry, ", "  cancel  ")
            .map(err.toString()::indexOf)
            .toList();
    assertThat(places).isSorted();
  }

  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S",
    "5m, PT5M",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "PT0.05S, PT0.05S",
    "P2D, PT48H"
  })
  void aDurationIsWrittenAsPeopleWriteItOrInIso8601(String text, Duration duration) {
    assertThat(new Durations().convert(text)).isEqualTo(duration);
  }

  @Test
  void whatIsNoDurationIsRefusedWithExamples() {
    assertThat(run("held", "list", "--older-than", "soon")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "postrider: Invalid value for option '--older-than': found \"soon\", allowed"
                + " is a duration such as 30s, 5m, 1h, 2d or PT1H\n");
  }
}
