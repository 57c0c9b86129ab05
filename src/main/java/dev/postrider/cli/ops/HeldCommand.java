package dev.postrider.cli.ops;

import dev.postrider.ledger.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `postrider held`: mail whose outcome stayed unknown, which an operator sends again or lets be.
@Command(
    name = "held",
    description = "Mail that SES may or may not have accepted, and whose stream is not sent twice.",
    footer = {
      "",
      "Examples:",
      "  postrider held list",
      "  postrider held release newsletter-7 --yes",
      "  postrider held cancel --all --stream marketing"
    },
    mixinStandardHelpOptions = true)
public final class HeldCommand extends Group {

  @Command(
      name = "list",
      description = "Lists held messages; consumes nothing.",
      footer = {
        "",
        "Examples:",
        "  postrider held list",
        "  postrider held list --stream marketing --older-than PT1H",
        "  postrider held list --all --json"
      },
      mixinStandardHelpOptions = true)
  int list(@Mixin StackOptions stack, @Mixin Output output, @Mixin Selection selection) {
    try (Session session = stack.open()) {
      return new ShelfWork(session.held(), selection, output, session.clock()).list();
    }
  }

  @Command(
      name = "release",
      description = {
        "Sends held messages after all. Whoever got the first copy gets a second one.",
        "What SES has confirmed meanwhile is not sent: its copy is removed."
      },
      footer = {
        "",
        "Examples:",
        "  postrider held release newsletter-7 --yes",
        "  postrider held release --all --stream receipts"
      },
      mixinStandardHelpOptions = true)
  int release(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Selection selection,
      @Mixin Confirmation confirmation) {
    try (Session session = stack.open()) {
      MailReturn mailReturn = session.mailReturn();
      return new ShelfWork(session.held(), selection, output, session.clock())
          .act("Send", confirmation, item -> mailReturn.release(item, State.HELD));
    }
  }

  @Command(
      name = "cancel",
      description = "Ends held messages without sending them again.",
      footer = {
        "",
        "Examples:",
        "  postrider held cancel newsletter-7 --yes",
        "  postrider held cancel --all --stream marketing --older-than P2D"
      },
      mixinStandardHelpOptions = true)
  int cancel(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Selection selection,
      @Mixin Confirmation confirmation) {
    try (Session session = stack.open()) {
      MailReturn mailReturn = session.mailReturn();
      return new ShelfWork(session.held(), selection, output, session.clock())
          .act("Cancel", confirmation, mailReturn::cancel);
    }
  }
}
