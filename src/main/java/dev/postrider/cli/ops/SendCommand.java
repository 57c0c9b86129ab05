package dev.postrider.cli.ops;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.Words;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `postrider send`: enqueues a message as a producer would.
@Command(
    name = "send",
    description = {
      "Checks a message as the dispatcher does, and enqueues it as a producer would.",
      "A message with an id can be sent again at will: the ledger knows it."
    },
    footer = {
      "",
      "Examples:",
      "  postrider send message.json",
      "  postrider send - --yes < message.json"
    },
    mixinStandardHelpOptions = true)
public final class SendCommand implements Callable<Integer> {
  @Mixin private StackOptions options;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "FILE", description = "The message, or - for the standard input.")
  private String file;

  @Override
  public Integer call() {
    String body = MessageFile.read(file);
    try (StackConnection stack = options.open()) {
      return switch (stack.decoder().decode(body, "")) {
        case Decoded.Malformed(List<Decoded.Problem> problems) -> refused(problems);
        case Decoded.WellFormed(Email email) -> {
          Instant now = stack.now();
          List<Decoded.Problem> problems =
              stack.lifetimes().problem(email, now, now).stream().toList();
          yield problems.isEmpty() ? send(stack, body, email) : refused(problems);
        }
      };
    }
  }

  private int refused(List<Decoded.Problem> problems) {
    output.answer(ValidationAnswer.malformed(problems));
    return ExitCodes.FAILED;
  }

  private int send(StackConnection stack, String body, Email email) {
    int recipients = email.units().stream().mapToInt(Email.Unit::recipientCount).sum();
    if (!confirmation.given("Send to " + Words.counted(recipients, "recipient"), output.err())) {
      return ExitCodes.NOT_RUN;
    }
    String messageId =
        stack
            .sqs()
            .sendMessage(
                m ->
                    m.queueUrl(stack.deployment().queues().mail())
                        .messageBody(body)
                        .messageGroupId(email.tenant()))
            .messageId();
    String id = email.id().isEmpty() ? messageId : email.id();
    output.answer(new EnqueuedMessage(id, messageId, email.stream(), email.units().size()));
    return ExitCodes.DONE;
  }

  private record EnqueuedMessage(String id, String messageId, String stream, int units)
      implements CommandAnswer {
    @Override
    public String text() {
      return "Enqueued: " + id + "\nWhat became of it: postrider show " + id + "\n";
    }
  }
}
