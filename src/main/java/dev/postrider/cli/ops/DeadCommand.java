package dev.postrider.cli.ops;

import dev.postrider.aws.SqsShelf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postrider dead`: messages and SES events that failed again and again.
@Command(
    name = "dead",
    description = "Messages that failed five times, and events that could not be handled.",
    footer = {
      "",
      "Examples:",
      "  postrider dead list",
      "  postrider dead explain order-7",
      "  postrider dead retry --all --yes",
      "  postrider dead retry --queue feedback --all --yes"
    },
    mixinStandardHelpOptions = true)
public final class DeadCommand extends Group {

  /// Whose dead letters.
  enum Queue {
    MAIL,
    FEEDBACK,
    DMARC
  }

  private static final String QUEUE =
      "mail: messages of producers; feedback: events of SES; dmarc: mails with DMARC reports."
          + " Default: ${DEFAULT-VALUE}";

  @Command(
      name = "list",
      description = "Lists dead letters; consumes nothing.",
      footer = {
        "",
        "Examples:",
        "  postrider dead list",
        "  postrider dead list --queue feedback",
        "  postrider dead list --queue dmarc"
      },
      mixinStandardHelpOptions = true)
  int list(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Selection selection,
      @Option(names = "--queue", defaultValue = "mail", description = QUEUE) Queue queue) {
    try (Session session = stack.open()) {
      return new ShelfWork(shelf(session, queue), selection, output, session.clock()).list();
    }
  }

  @Command(
      name = "explain",
      description = "Says what is known of dead letters, and what to do.",
      footer = {
        "",
        "Examples:",
        "  postrider dead explain order-7",
        "  postrider dead explain --all",
        "  postrider dead explain --queue feedback --all --body"
      },
      mixinStandardHelpOptions = true)
  int explain(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Selection selection,
      @Option(names = "--queue", defaultValue = "mail", description = QUEUE) Queue queue,
      @Option(names = "--body", description = "The body too, with its addresses.") boolean body) {
    try (Session session = stack.open()) {
      ShelfWork work = new ShelfWork(shelf(session, queue), selection, output, session.clock());
      return switch (queue) {
        case MAIL ->
            work.show(body, new DeadMail(session.ledgerReader(), session.decoder())::explanation);
        case FEEDBACK -> work.show(body, DeadFeedback::explanation);
        case DMARC -> work.show(body, DeadReports::explanation);
      };
    }
  }

  @Command(
      name = "retry",
      description = {
        "Brings dead letters back: messages to the mail queue, events to the feedback function,"
            + " DMARC reports to the function that counts them.",
        "The ledger knows how far each message came: nothing is sent twice."
      },
      footer = {
        "",
        "Examples:",
        "  postrider dead retry order-7 --yes",
        "  postrider dead retry --all --yes",
        "  postrider dead retry --queue feedback --all --yes"
      },
      mixinStandardHelpOptions = true)
  int retry(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Selection selection,
      @Mixin Confirmation confirmation,
      @Option(names = "--queue", defaultValue = "mail", description = QUEUE) Queue queue) {
    try (Session session = stack.open()) {
      ShelfWork work = new ShelfWork(shelf(session, queue), selection, output, session.clock());
      return switch (queue) {
        case MAIL -> work.act("Retry", confirmation, session.mailReturn()::resume);
        case FEEDBACK ->
            work.act(
                "Retry",
                confirmation,
                new DeadFeedback(session.function(session.deployment().feedbackFunction()))::retry);
        case DMARC ->
            work.act("Retry", confirmation, new DeadReports(session.reportFunction())::retry);
      };
    }
  }

  private static SqsShelf shelf(Session session, Queue queue) {
    return switch (queue) {
      case MAIL -> session.dead();
      case FEEDBACK -> session.feedbackDead();
      case DMARC -> session.dmarcDead();
    };
  }
}
