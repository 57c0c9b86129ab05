package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
    new CommandLine(new Main())
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
}
