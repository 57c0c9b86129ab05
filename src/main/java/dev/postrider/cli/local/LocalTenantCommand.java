package dev.postrider.cli.local;

import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.ExitCodes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `postrider local tenant`: makes SES tenants in the embedded stack.
@Command(
    name = "tenant",
    description = {
      "Makes SES tenants in the embedded stack.",
      "Each of them may use everything in it."
    },
    footer = {"", "Example:", "  postrider local tenant acme"},
    mixinStandardHelpOptions = true)
public final class LocalTenantCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private EmbeddedStack stack;

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "1 to 64 of the characters A-Z, a-z, 0-9, _ and -.")
  private List<String> names;

  @Override
  public Integer call() {
    AdminDoor door = new AdminDoor(stack.find().endpoints().ses(), spec.commandLine());
    return names.stream()
        .mapToInt(
            name ->
                door.post("/admin/tenants", CliJson.line(Map.of("name", name)), "Made: " + name))
        .max()
        .orElse(ExitCodes.DONE);
  }
}
