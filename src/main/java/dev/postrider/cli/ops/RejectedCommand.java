package dev.postrider.cli.ops;

import dev.postrider.dispatch.RejectReason;
import dev.postrider.ledger.State;
import dev.postrider.local.CommandLines;
import java.util.stream.Stream;
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
    })
public final class RejectedCommand extends QueueCommand {
  @Override
  WaitingQueue queue(StackConnection stack) {
    return new WaitingQueue(
        stack.place(),
        stack.browser(stack.deployment().queues().rejected()).withReasons(),
        "Send",
        message ->
            Stream.of(RejectReason.values())
                .filter(reason -> message.reason().filter(reason.name()::equals).isPresent())
                .findFirst()
                .map(reason -> advice(reason, WaitingMessage.of(message).id(), stack.commands()))
                .orElse(""),
        message -> new MailRedrive(stack).release(message, State.REJECTED),
        Stream.of(RejectReason.values()).map(Enum::name).toList());
  }

  private static String advice(RejectReason reason, String id, CommandLines commands) {
    String retry = commands.of("rejected retry", id) + ".";
    return switch (reason) {
      case MALFORMED ->
          "The producer must change what is named above, and enqueue the message again under the"
              + " same id.";
      case ID_REUSED ->
          "The producer used one id for two messages. Enqueue this one under a new id.";
      case SES_REFUSED -> "SES refused it with the code above. Fix the cause, then: " + retry;
      case MISCONFIGURED ->
          "It waited too long for something that is set up wrongly. Fix what is named above, then: "
              + retry;
    };
  }
}
