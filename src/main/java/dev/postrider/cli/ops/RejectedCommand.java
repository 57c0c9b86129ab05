package dev.postrider.cli.ops;

import picocli.CommandLine.Command;

/// `postrider rejected`: mail that can never be sent as it is.
@Command(
    name = "rejected",
    description = "Mail that was refused, with the reason.",
    footer = {
      "",
      "Examples:",
      "  postrider rejected list --reason MALFORMED",
      "  postrider rejected show order-7 --body",
      "  postrider rejected retry --all --reason SES_REFUSED --yes"
    },
    mixinStandardHelpOptions = true)
public final class RejectedCommand extends QueueCommand {

  @Override
  WaitingQueue queue(StackConnection stack) {
    return new RejectedQueue(stack);
  }
}
