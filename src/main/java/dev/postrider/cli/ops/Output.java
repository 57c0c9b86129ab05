package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.cli.domain.TerminalWriter;
import dev.postrider.local.http.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where a command writes, and in which form: `--json` for programs, text for people.
final class Output {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /// What was asked for.
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /// Questions, progress and errors.
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /// Writes the answer in the form that was asked for.
  ///
  /// @param text ends with a line break, or is empty
  void answer(JsonNode asJson, String text) {
    out().print(json ? Json.pretty(asJson) + "\n" : text);
    out().flush();
  }

  /// Writes a line about the command itself.
  void note(String line) {
    err().println(TerminalWriter.cell(line));
    err().flush();
  }
}
