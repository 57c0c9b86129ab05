package dev.postrider.cli.ops;

import dev.postrider.cli.output.CommandGroup;
import dev.postrider.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands about messages that wait for a person: `postrider held`, `rejected` and `dead` have
/// the same verbs and options (decision 0087).
public abstract class QueueCommand extends CommandGroup {
  abstract WaitingQueue queue(StackConnection stack);

  @Command(
      name = "list",
      description = "Lists ${PARENT-COMMAND-NAME} messages; consumes nothing.",
      footer = {
        "",
        "Examples:",
        "  ${COMMAND-FULL-NAME}",
        "  ${COMMAND-FULL-NAME} --stream marketing --older-than 1h",
        "  ${COMMAND-FULL-NAME} --all --json"
      },
      mixinStandardHelpOptions = true)
  public int list(
      @Mixin StackOptions options, @Mixin Output output, @Mixin MessageSelection selection) {
    try (StackConnection stack = options.open()) {
      return new QueueActions(queue(stack), selection, output, stack.now()).list();
    }
  }

  @Command(
      name = "show",
      aliases = "explain",
      description = {"Shows messages in full, and what to do.", "Its other name is explain."},
      footer = {
        "",
        "Examples:",
        "  ${COMMAND-FULL-NAME} order-7",
        "  ${COMMAND-FULL-NAME} order-7 --body",
        "  ${PARENT-COMMAND-FULL-NAME} explain --all"
      },
      mixinStandardHelpOptions = true)
  public int show(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Mixin MessageSelection selection,
      @Option(names = "--body", description = "The body too, with its addresses.") boolean body) {
    try (StackConnection stack = options.open()) {
      return new QueueActions(queue(stack), selection, output, stack.now()).show(body);
    }
  }

  @Command(
      name = "retry",
      aliases = "release",
      description = {
        "Sends messages back, unchanged, to their function.",
        "What SES has confirmed is not sent again; its copy is removed. Of held mail, who got the"
            + " first copy gets a second one. Rejected mail that is still malformed, or has the id of"
            + " another message, stays. Its other name: release."
      },
      footer = {
        "",
        "Examples:",
        "  ${COMMAND-FULL-NAME} order-7 --yes",
        "  ${COMMAND-FULL-NAME} --all --stream receipts",
        "  ${PARENT-COMMAND-FULL-NAME} release order-7 --yes"
      },
      mixinStandardHelpOptions = true)
  public int retry(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Mixin MessageSelection selection,
      @Mixin Confirmation confirmation) {
    try (StackConnection stack = options.open()) {
      WaitingQueue queue = queue(stack);
      return new QueueActions(queue, selection, output, stack.now())
          .act(queue.verb(), confirmation, queue.retry());
    }
  }
}
