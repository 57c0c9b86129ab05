package dev.postrider.cli.ops;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `postrider dead`: messages and events that failed again and again.
@Command(
    name = "dead",
    description = "Messages that failed five times, and events that could not be handled.",
    footer = {
      "",
      "Examples:",
      "  postrider dead list",
      "  postrider dead show order-7",
      "  postrider dead retry --all --yes",
      "  postrider dead retry --queue feedback --all --yes",
      "  postrider dead list --queue dmarc"
    },
    mixinStandardHelpOptions = true)
public final class DeadCommand extends QueueCommand {

  /// Whose dead letters.
  enum DeadLetters {
    MAIL,
    FEEDBACK,
    DMARC
  }

  @Option(
      names = "--queue",
      scope = ScopeType.INHERIT,
      defaultValue = "mail",
      description =
          "mail: messages of producers; feedback: events of SES; dmarc: mails with DMARC reports."
              + " Default: ${DEFAULT-VALUE}")
  private DeadLetters deadLetters;

  @Override
  WaitingQueue queue(StackConnection stack) {
    return switch (deadLetters) {
      case MAIL -> new DeadMailQueue(stack);
      case FEEDBACK -> new FeedbackDeadLetters(stack);
      case DMARC -> new DmarcDeadLetters(stack);
    };
  }
}
