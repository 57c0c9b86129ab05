package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Typing a secret, at a real terminal that util-linux's `script` makes, with the command's output
/// redirected into a file.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretPromptTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String PASSWORD = "BF2PynzbSCAjX08zhZZnP/kW+T9P5zs/1Er0pi5vTEmd";
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /// What is started in the background may have Ctrl-C ignored, and a JVM keeps to that.
  private static final String SESSION =
      """
      trap : INT
      env --default-signal=INT "$JAVA" -cp "$JARS" dev.postrider.cli.Main smtp-password --region us-west-2 >"$OUT"
      echo "ended with $?"
      stty -a </dev/tty | grep -qE '(^| )-echo( |$)' && echo echo off || echo echo on
      """;

  private final List<Process> processes = new ArrayList<>();
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aSecretThatIsTypedIsNotShownThoughTheOutputGoesIntoAFile() throws IOException {
    Process terminal = terminal();

    String asked = readUntil(terminal.getInputStream(), "Secret access key: ");
    type(terminal, SECRET + "\n");
    String rest = readUntil(terminal.getInputStream(), "echo o");

    assertThat(asked + rest).contains("ended with 0").doesNotContain(SECRET);
    assertThat(readUntil(terminal.getInputStream(), "\n")).as("echo").startsWith("n");
    assertThat(directory.resolve("out")).hasContent(PASSWORD);
  }

  @Test
  void whoInterruptsThePromptGetsTheEchoBack() throws IOException {
    Process terminal = terminal();

    readUntil(terminal.getInputStream(), "Secret access key: ");
    type(terminal, "\u0003");

    assertThat(readUntil(terminal.getInputStream(), "echo o")).contains("ended with 130");
    assertThat(readUntil(terminal.getInputStream(), "\n")).as("echo").startsWith("n");
  }

  @Test
  void whereThereIsNoTerminalTheStandardInputIsRead() throws IOException {
    Process command =
        start(List.of(java(), "-cp", jars(), "dev.postrider.cli.Main", "smtp-password"));
    type(command, SECRET + "\n");
    command.getOutputStream().close();

    assertThat(command.getInputStream().readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(PASSWORD + "\n");
  }

  @Test
  void aTerminalWhoseEchoCannotBeSwitchedOffIsNotAsked() throws IOException {
    Path file = Files.writeString(directory.resolve("tty"), SECRET + "\n");

    assertThatThrownBy(() -> new TtyPrompt(file).ask("Secret access key"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the secret would be shown while it is typed, since the terminal's echo cannot be"
                + " switched off: pipe it into the standard input");
    assertThat(file).hasContent(SECRET);
  }

  private Process terminal() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "this is not Linux");
    assumeTrue(Files.isExecutable(SCRIPT), "util-linux's script is not here");
    Path session = Files.writeString(directory.resolve("session"), SESSION);
    return start(List.of(SCRIPT.toString(), "-qec", "sh " + session, "/dev/null"));
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA", java());
    builder.environment().put("JARS", jars());
    builder.environment().put("OUT", directory.resolve("out").toString());
    builder.environment().put("AWS_REGION", "us-west-2");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String jars() {
    return System.getProperty("java.class.path");
  }

  private static void type(Process process, String text) throws IOException {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write(text.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /// What is shown up to and with `end`, or all of it when that never comes.
  private static String readUntil(InputStream screen, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = screen.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    return text.toString();
  }
}
