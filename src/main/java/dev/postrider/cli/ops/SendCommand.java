package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import dev.postrider.local.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  @Mixin private StackOptions stack;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "FILE", description = "The message, or - for the standard input.")
  private String file;

  @Override
  public Integer call() {
    String body = MessageFile.read(file);
    try (Session session = stack.open()) {
      Decoded decoded = session.decoder().decode(body, "");
      return switch (decoded) {
        case Decoded.Malformed _ -> {
          output.answer(Verdicts.json(decoded), Verdicts.text(decoded));
          yield ExitCodes.FAILED;
        }
        case Decoded.Accepted(Email email) -> {
          Instant now = session.clock().instant();
          Optional<Decoded.Problem> problem = session.lifetimes().problem(email, now, now);
          if (problem.isEmpty()) {
            yield send(session, body, email);
          }
          Decoded refused = new Decoded.Malformed(List.of(problem.get()));
          output.answer(Verdicts.json(refused), Verdicts.text(refused));
          yield ExitCodes.FAILED;
        }
      };
    }
  }

  private int send(Session session, String body, Email email) {
    int recipients = email.units().stream().mapToInt(Email.Unit::recipientCount).sum();
    if (!confirmation.given(
        "Send to " + (recipients == 1 ? "1 recipient" : recipients + " recipients"),
        output.err())) {
      return ExitCodes.NOT_RUN;
    }
    String messageId =
        session
            .sqs()
            .sendMessage(
                m ->
                    m.queueUrl(session.deployment().queues().mail())
                        .messageBody(body)
                        .messageGroupId(email.tenant()))
            .messageId();
    String id = email.id().isEmpty() ? messageId : email.id();
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("messageId", messageId)
            .put("stream", email.stream())
            .put("units", email.units().size());
    output.answer(json, "Enqueued: " + id + "\nWhat became of it: postrider show " + id + "\n");
    return ExitCodes.DONE;
  }
}
