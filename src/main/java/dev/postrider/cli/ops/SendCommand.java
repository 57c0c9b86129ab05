package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.ops.ValidateCommand.ValidationAnswer;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Words;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `postrider send`: enqueues a message as a producer would.
@Command(
    name = "send",
    description = {
      "Checks a message and enqueues it.",
      "It is checked as the dispatcher does, and enqueued as a producer would.",
      "A message with an id can be enqueued again at any time: the ledger knows its id."
    },
    footer = {
      "",
      "Examples:",
      "  postrider send message.json",
      "  postrider send messages/plain.json --local --yes",
      "  postrider send - --yes < message.json"
    })
public final class SendCommand extends StackCommand {
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "FILE", description = "The message, or - for the standard input.")
  private Path file;

  private String body = "";

  @Override
  public Integer call() {
    body = ValidateCommand.read(file);
    return super.call();
  }

  @Override
  int run(StackConnection stack) {
    Instant now = stack.now();
    return switch (stack.decoder().decode(body, "")) {
      case Decoded.Malformed(var problems) -> {
        ValidationAnswer answer = ValidationAnswer.malformed(problems);
        int exitCode = output.answer(answer);
        answer.helpWithEvent(output);
        yield exitCode;
      }
      case Decoded.WellFormed(Email email) ->
          stack
              .lifetimes()
              .problem(email, now, now)
              .map(problem -> output.answer(ValidationAnswer.malformed(List.of(problem))))
              .orElseGet(() -> send(stack, email));
    };
  }

  private int send(StackConnection stack, Email email) {
    warnOfCopy(stack, email);
    int recipients = email.units().stream().mapToInt(Email.Unit::recipientCount).sum();
    if (!confirmation.given(
        "Send to " + Words.counted(recipients, "recipient"), stack.place(), output.err())) {
      return ExitCodes.NOT_RUN;
    }
    String messageId =
        stack
            .clients()
            .sqs()
            .sendMessage(
                m ->
                    m.queueUrl(stack.deployment().queues().mail())
                        .messageBody(body)
                        .messageGroupId(email.tenant()))
            .messageId();
    String id = email.id().isEmpty() ? messageId : email.id();
    String text =
        "Enqueued: " + id + "\nWhat became of it: " + stack.commands().of("show", id) + "\n";
    return output.answer(
        new EnqueuedMessage(id, messageId, email.stream(), email.units().size(), text),
        stack.place());
  }

  /// A copy is dropped without a word, so that who sends an example twice looks for it in vain.
  private void warnOfCopy(StackConnection stack, Email email) {
    if (!email.id().isEmpty()
        && !stack.ledgerReader().find(List.of(email.units().getFirst().key())).isEmpty()) {
      output.note(
          "postrider: the ledger knows the id "
              + email.id()
              + ": this is a copy, which the dispatcher drops if its mail has ended. Give it another"
              + " id to send it again.");
    }
  }

  private record EnqueuedMessage(
      String id, String messageId, String stream, int units, @JsonIgnore String text)
      implements CommandAnswer {}
}
