package dev.postrider.cli.ops;

import dev.postrider.cli.output.Output;
import dev.postrider.dispatch.Received;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import dev.postrider.ledger.State;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `postrider dead`: messages and events that failed again and again.
@Command(
    name = "dead",
    description = {
      "Mail and events that failed again and again.",
      "Messages that failed five times, and events that the functions could not handle."
    },
    footer = {
      "",
      "Examples:",
      "  postrider dead list",
      "  postrider dead show order-7",
      "  postrider dead retry --all --yes",
      "  postrider dead retry --queue feedback --all --yes",
      "  postrider dead discard --queue feedback --all --reason MALFORMED",
      "  postrider dead list --queue dmarc"
    })
public final class DeadCommand extends QueueCommand {
  /// Whose dead letters.
  enum DeadLetters {
    MAIL,
    FEEDBACK,
    DMARC
  }

  @Option(
      names = "--queue",
      paramLabel = "mail|feedback|dmarc",
      scope = ScopeType.INHERIT,
      defaultValue = "mail",
      description = "Producers' mail (default), SES's events, reports.")
  private DeadLetters deadLetters;

  @Override
  WaitingQueue queue(StackConnection stack) {
    return switch (deadLetters) {
      case MAIL ->
          new WaitingQueue(
              stack.place(),
              stack.browser(stack.deployment().queues().mailDeadLetters()),
              "Send",
              message -> advice(stack, message.message()),
              new MailRedrive(stack)::resume,
              List.of());
      case FEEDBACK -> FailedInvocations.ofFeedback(stack);
      case DMARC -> FailedInvocations.ofDmarcReports(stack);
    };
  }

  /// What is malformed stays for ever otherwise, and with it the alarm.
  @Command(
      name = "discard",
      description = {
        "Deletes events that are malformed.",
        "No retry can bring them further. All others stay, each with the reason. Mail is never deleted: a retry moves malformed mail"
            + " to the rejected queue."
      },
      footer = {
        "",
        "Examples:",
        "  postrider dead discard --queue feedback a905c794-03f7-4307-9973-b315f692a904",
        "  postrider dead discard --queue feedback --all --reason MALFORMED --yes"
      },
      mixinStandardHelpOptions = true)
  public int discard(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Mixin MessageSelection selection,
      @Mixin Confirmation confirmation) {
    try (StackConnection stack = options.open()) {
      WaitingQueue queue = queue(stack);
      return new QueueActions(queue, selection, output, stack.now())
          .act("If malformed, delete", confirmation, queue.discard());
    }
  }

  private static String advice(StackConnection stack, Received message) {
    return switch (stack.decoder().decode(message.body(), message.fallbackId())) {
      case Decoded.Malformed malformed ->
          "It is malformed ("
              + malformed.reason()
              + "), which alone makes no dead letter: a retry moves it to the rejected queue.";
      case Decoded.WellFormed(Email email) -> {
        List<String> keys = email.units().stream().map(Email.Unit::key).toList();
        List<State> known =
            stack.ledgerReader().find(keys).values().stream()
                .map(unit -> unit.entry().state())
                .toList();
        int unknown = keys.size() - known.size();
        yield verdict(known, unknown)
            + " Command: "
            + stack.commands().of("dead retry", email.id())
            + ". Ledger: "
            + (known.isEmpty() ? "not one of its units" : UnitHistory.counts(known.stream()))
            + (unknown > 0 ? ", " + unknown + " unknown to it." : ".");
      }
    };
  }

  private static String verdict(List<State> known, int unknown) {
    if (unknown == 0 && known.stream().allMatch(State::ended)) {
      return "All of it has ended; only its copy is left over. A retry lets the dispatcher drop"
          + " it.";
    }
    return known.isEmpty()
        ? "It was never claimed: the function failed before, or could not write the ledger. See the"
            + " dispatch log, fix the cause, then retry."
        : "It was claimed and did not come to an end: instances died with it, or the ledger could"
            + " not be written. See the dispatch log for its id; a retry is safe.";
  }
}
