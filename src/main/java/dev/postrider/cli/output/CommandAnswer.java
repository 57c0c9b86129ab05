package dev.postrider.cli.output;

import dev.postrider.cli.output.TerminalWriter.Colour;
import java.util.Map;

/// What a command answers: a record that [Output] prints. Its components are the fields of the JSON
/// object; what is for the text alone is marked `@JsonIgnore`.
@FunctionalInterface
public interface CommandAnswer {
  /// For people; ends with a line break, or is empty.
  String text();

  /// The words of the text with a colour on a terminal, where they begin a line.
  default Map<String, Colour> colours() {
    return Map.of();
  }

  /// One of [ExitCodes].
  default int exitCode() {
    return ExitCodes.DONE;
  }
}
