package dev.postrider.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.LocalStack;
import dev.postrider.local.StackFile;
import dev.postrider.local.ses.StackAnswers;
import java.time.Instant;

/// The answers of the operator's commands about an embedded stack, in the same process.
record CommandAnswers(LocalStack stack, StackFile file) implements StackAnswers {
  @Override
  public String status() {
    return JsonAnswer.of("status", "--json", "--local-env", file.path().toString());
  }

  @Override
  public String ages() {
    ObjectNode seconds = CliJson.object();
    stack.sqs().ages(Instant.now()).forEach((queue, age) -> seconds.put(queue, age.toSeconds()));
    return seconds.toString();
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
