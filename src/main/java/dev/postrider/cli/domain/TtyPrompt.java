package dev.postrider.cli.domain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Asks at a terminal's device when the command's output goes elsewhere, where the JDK has no
/// console to offer. The echo is off while somebody types, and comes back even when they interrupt.
///
/// @param tty the device; `/dev/tty` is the terminal that the process was started from
record TtyPrompt(Path tty) implements SecretPrompt {
  private static final String SHOWN =
      "the secret would be shown while it is typed, since the terminal's echo cannot be switched"
          + " off: pipe it into the standard input";

  /// Whether the standard input is a terminal. What cannot be told counts as one, so that no
  /// secret is read where it may be shown.
  static boolean isStandardInput() {
    try {
      return exitCode(
              new ProcessBuilder("sh", "-c", "[ -t 0 ]")
                  .redirectInput(ProcessBuilder.Redirect.INHERIT)
                  .start())
          == 0;
    } catch (IOException e) {
      return true;
    }
  }

  /// Throws `IllegalStateException`, before anything is asked, when the echo cannot be switched
  /// off.
  @Override
  public String ask(String prompt) {
    String before = stty("-g");
    Thread restore = new Thread(() -> stty(before));
    Runtime.getRuntime().addShutdownHook(restore);
    try {
      stty("-echo");
      return answer(prompt);
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be read", e);
    } finally {
      stty(before);
      Runtime.getRuntime().removeShutdownHook(restore);
    }
  }

  private String answer(String prompt) throws IOException {
    show(prompt + ": ");
    String line = line();
    show("\n");
    return line.strip();
  }

  private void show(String text) throws IOException {
    Files.writeString(tty, text, StandardOpenOption.WRITE);
  }

  /// One line, byte by byte: what was typed beyond it is for the next question.
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = Files.newInputStream(tty)) {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /// Runs `stty` on the device, and returns what it prints.
  private String stty(String argument) {
    try {
      Process stty = new ProcessBuilder("stty", argument).redirectInput(tty.toFile()).start();
      byte[] printed = stty.getInputStream().readAllBytes();
      if (exitCode(stty) != 0) {
        throw new IllegalStateException(SHOWN);
      }
      return new String(printed, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalStateException(SHOWN, e);
    }
  }

  private static int exitCode(Process process) {
    return process.onExit().join().exitValue();
  }
}
