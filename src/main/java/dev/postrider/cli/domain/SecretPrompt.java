package dev.postrider.cli.domain;

import dev.postrider.cli.output.TerminalWriter;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Asks for a secret. It is never shown, and never taken from the command line, where other users
/// of the machine could read it.
@FunctionalInterface
public interface SecretPrompt {
  /// The secret, without white space around it; empty when none was given.
  String ask(String prompt);

  /// At a terminal: asks without echo, or refuses to ask. Otherwise: reads lines of the standard
  /// input, one a secret. Which of them is found out at the first question.
  static SecretPrompt ofProcess() {
    SecretPrompt[] found = new SecretPrompt[1];
    return prompt -> {
      found[0] = found[0] == null ? find() : found[0];
      return found[0].ask(prompt);
    };
  }

  /// There is no console as soon as the output is redirected, though somebody may still be typing.
  private static SecretPrompt find() {
    return TerminalWriter.console()
        .map(SecretPrompt::ofConsole)
        .orElseGet(
            () ->
                TtyPrompt.isStandardInput()
                    ? new TtyPrompt(Path.of("/dev/tty"))
                    : ofStream(System.in));
  }

  private static SecretPrompt ofConsole(Console console) {
    return prompt -> {
      char[] typed = console.readPassword("%s: ", prompt);
      return typed == null ? "" : new String(typed).strip();
    };
  }

  /// Lines of a stream.
  static SecretPrompt ofStream(InputStream stream) {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    return _ -> {
      try {
        String line = lines.readLine();
        return line == null ? "" : line.strip();
      } catch (IOException e) {
        throw new UncheckedIOException("the standard input cannot be read", e);
      }
    };
  }
}
