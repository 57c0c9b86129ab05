package dev.postrider.cli;

import dev.postrider.cli.output.CliJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/// What a command answers that runs in this process.
final class JsonAnswer {
  private JsonAnswer() {}

  /// Its JSON; of one that has no answer `problem`, in words.
  ///
  /// @param command with `--json`
  static String of(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    var _ = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), command);
    return out.toString().isBlank()
        ? CliJson.line(Map.of("problem", sentence(err.toString())))
        : out.toString();
  }

  /// Lines for a terminal as a text.
  private static String sentence(String lines) {
    return lines.replaceAll("(?m)^postrider: ", "").strip().replaceAll("\\s*\n\\s*", " ");
  }
}
