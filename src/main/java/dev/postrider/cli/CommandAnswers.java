package dev.postrider.cli;

import dev.postrider.cli.output.CliJson;
import dev.postrider.local.LocalStack;
import dev.postrider.local.StackFile;
import dev.postrider.local.ses.StackAnswers;

/// The answers of the operator's commands about an embedded stack, in the same process.
record CommandAnswers(LocalStack stack, StackFile file) implements StackAnswers {
  @Override
  public String status() {
    return JsonAnswer.of("status", "--json", "--local-env", file.path().toString());
  }

  @Override
  public String suppressions() {
    return JsonAnswer.of("suppressions", "list", "--json", "--local-env", file.path().toString());
  }

  @Override
  public String unit(String unit) {
    return JsonAnswer.of("show", "--json", "--local-env", file.path().toString(), "--", unit);
  }

  @Override
  public String events(String id) {
    return CliJson.line(
        stack.events().events().stream()
            .filter(event -> event.path("detail").path("id").asText().equals(id))
            .toList());
  }
}
