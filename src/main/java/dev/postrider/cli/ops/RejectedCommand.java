package dev.postrider.cli.ops;

import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.dispatch.RejectReason;
import dev.postrider.ledger.State;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
public final class RejectedCommand extends Group {

  @Command(
      name = "list",
      description = "Lists rejected messages; consumes nothing.",
      footer = {
        "",
        "Examples:",
        "  postrider rejected list --reason MALFORMED",
        "  postrider rejected list --all --json"
      },
      mixinStandardHelpOptions = true)
  int list(@Mixin StackOptions stack, @Mixin Output output, @Mixin Selection selection) {
    try (Session session = stack.open()) {
      return new ShelfWork(session.rejected(), selection, output, session.clock()).list();
    }
  }

  @Command(
      name = "show",
      description = "Shows rejected messages, what is wrong with them and what to change.",
      footer = {
        "",
        "Examples:",
        "  postrider rejected show order-7",
        "  postrider rejected show order-7 --body"
      },
      mixinStandardHelpOptions = true)
  int show(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Selection selection,
      @Option(names = "--body", description = "The body too, with its addresses.") boolean body) {
    try (Session session = stack.open()) {
      return new ShelfWork(session.rejected(), selection, output, session.clock())
          .show(body, RejectedCommand::advice);
    }
  }

  @Command(
      name = "retry",
      description = {
        "Sends rejected messages again, as they are. Goes through the ledger: nothing is sent"
            + " twice.",
        "A message that is still malformed, or whose id belongs to another, stays."
      },
      footer = {
        "",
        "Examples:",
        "  postrider rejected retry order-7 --yes",
        "  postrider rejected retry --all --reason SES_REFUSED --yes"
      },
      mixinStandardHelpOptions = true)
  int retry(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Selection selection,
      @Mixin Confirmation confirmation) {
    try (Session session = stack.open()) {
      MailReturn mailReturn = session.mailReturn();
      return new ShelfWork(session.rejected(), selection, output, session.clock())
          .act("Send", confirmation, item -> mailReturn.release(item, State.REJECTED));
    }
  }

  private static String advice(Item item) {
    Optional<RejectReason> reason =
        Arrays.stream(RejectReason.values())
            .filter(r -> item.reason().filter(r.name()::equals).isPresent())
            .findFirst();
    return reason.map(RejectedCommand::advice).orElse("");
  }

  private static String advice(RejectReason reason) {
    return switch (reason) {
      case MALFORMED ->
          "The producer must change what is named above, and enqueue the message again under the"
              + " same id.";
      case ID_REUSED ->
          "The producer used one id for two messages. Enqueue this one under a new id.";
      case SES_REFUSED ->
          "SES refused it with the code above. Mend the cause, then: postrider rejected retry ID.";
    };
  }
}
