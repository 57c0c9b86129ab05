package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

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
}
