package dev.postrider.cli.ops;

import dev.postrider.email.Address;
import dev.postrider.local.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `postrider hash`: what stands for an address in the ledger and in the logs.
@Command(
    name = "hash",
    description = "Prints the hash that stands for an address in the ledger and in log lines.",
    footer = {"", "Example:", "  postrider hash jane@example.com"},
    mixinStandardHelpOptions = true)
public final class HashCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(paramLabel = "ADDRESS", description = "local@domain; case does not matter.")
  private String address;

  @Override
  public Integer call() {
    String hash = Address.hashOf(Address.keyOf(address));
    output.answer(Json.object().put("hash", hash), hash + "\n");
    return ExitCodes.DONE;
  }
}
