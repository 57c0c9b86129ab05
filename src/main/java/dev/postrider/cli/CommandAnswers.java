package dev.postrider.cli;

import dev.postrider.cli.output.CliJson;
import dev.postrider.local.LocalStack;
import dev.postrider.local.StackFile;
import dev.postrider.local.ses.StackAnswers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/// The answers of the operator's commands about an embedded stack, in the same process.
record CommandAnswers(LocalStack stack, StackFile file) implements StackAnswers {
  @Override
  public String status() {
    return answer("status", "--json", "--local-env", file.path().toString());
  }

  @Override
  public String suppressions() {
    return answer("suppressions", "list", "--json", "--local-env", file.path().toString());
  }

  @Override
  public String unit(String unit) {
    return answer("show", "--json", "--local-env", file.path().toString(), "--", unit);
  }

  @Override
  public String events(String id) {
    return CliJson.line(
        stack.events().events().stream()
            .filter(event -> event.path("detail").path("id").asText().equals(id))
            .toList());
  }

  /// What the command answers; of one that has no answer, why.
  private static String answer(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    var _ = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), command);
    return out.toString().isBlank()
        ? CliJson.line(Map.of("problem", err.toString()))
        : out.toString();
  }
}
