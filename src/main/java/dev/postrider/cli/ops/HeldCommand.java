package dev.postrider.cli.ops;

import dev.postrider.cli.output.Output;
import dev.postrider.ledger.State;
import dev.postrider.local.CommandLines;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `postrider held`: mail whose outcome stayed unknown, which an operator sends again or ends.
@Command(
    name = "held",
    description = {
      "Mail that SES may or may not have accepted.",
      "Its stream is not sent twice by itself."
    },
    footer = {
      "",
      "Examples:",
      "  postrider held list",
      "  postrider held retry newsletter-7 --yes",
      "  postrider held cancel --all --stream marketing"
    })
public final class HeldCommand extends QueueCommand {
  @Override
  WaitingQueue queue(StackConnection stack) {
    return new WaitingQueue(
        stack.place(),
        stack.browser(stack.deployment().queues().held()),
        "Send",
        message -> advice(WaitingMessage.of(message).id(), stack.commands()),
        message -> new MailRedrive(stack).release(message, State.HELD),
        List.of());
  }

  private static String advice(String id, CommandLines commands) {
    return "SES may or may not have accepted it. Send it after all: "
        + commands.of("held retry", id)
        + ". End it: "
        + commands.of("held cancel", id)
        + ".";
  }

  /// The ledger ends units by their key alone, which a rejected message may share with another.
  @Command(
      name = "cancel",
      description = "Ends held messages without sending them again.",
      footer = {
        "",
        "Examples:",
        "  postrider held cancel newsletter-7 --yes",
        "  postrider held cancel --all --stream marketing --older-than 2d"
      },
      mixinStandardHelpOptions = true)
  public int cancel(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Mixin MessageSelection selection,
      @Mixin Confirmation confirmation) {
    try (StackConnection stack = options.open()) {
      return new QueueActions(queue(stack), selection, output, stack.now())
          .act("Cancel", confirmation, new MailRedrive(stack)::cancel);
    }
  }
}
