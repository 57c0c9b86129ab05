package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.email.Address;
import dev.postrider.email.RecipientHash;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `postrider hash`: what stands for an address in the ledger, in the logs and in status events.
@Command(
    name = "hash",
    description = {
      "Prints the hash that stands for an address.",
      "It stands in this stack's ledger, log lines and status events.",
      "It is keyed: each stack has its own key, and one must be allowed to read the ledger to compute it."
    },
    footer = {"", "Example:", "  postrider hash jane@example.com"})
public final class HashCommand extends StackCommand {
  @Parameters(paramLabel = "ADDRESS", description = "local@domain; case does not matter.")
  private String address;

  @Override
  public Integer call() {
    try {
      var _ = Address.parse(address);
    } catch (IllegalArgumentException e) {
      return output.notRun("not an address: " + e.getMessage() + ".");
    }
    return super.call();
  }

  @Override
  int run(StackConnection stack) {
    Optional<RecipientHash> keyed = stack.recipientHash();
    if (keyed.isEmpty()) {
      output.note("The stack has no key yet: its functions make it with the first mail.");
      return ExitCodes.FAILED;
    }
    String hash = keyed.get().of(Address.keyOf(address));
    return output.answer(new AddressHash(hash, hash + "\n"));
  }

  private record AddressHash(String hash, @JsonIgnore String text) implements CommandAnswer {}
}
