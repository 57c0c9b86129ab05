package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
  static Stream<String> commands() {
    return Stream.of(
        "status",
        "show",
        "send",
        "validate",
        "cancel",
        "pause",
        "resume",
        "held",
        "rejected",
        "dead",
        "suppressions",
        "hash");
  }

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

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamples(String command) {
    Answer help = Answer.of(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).containsPattern("Examples?:").contains("  postrider " + command);
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
    assertThat(script.out()).contains("suppressions", "--older-than");
  }
}
