package dev.postrider.cli.ops;

import dev.postrider.cli.output.TerminalWriter;
import java.io.Console;
import java.util.Optional;

/// The person at the keyboard, if there is one.
interface Terminal {

  /// What the person answers; empty when nobody can be asked.
  Optional<String> ask(String question);

  /// The terminal of this process.
  static Terminal ofProcess() {
    return question -> {
      Optional<Console> console = console();
      return console.map(c -> c.readLine("%s", TerminalWriter.cell(question)));
    };
  }

  /// Whether this process writes to a screen.
  static boolean isScreen() {
    return console().isPresent();
  }

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }
}
