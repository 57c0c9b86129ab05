package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A waiting message in full.
///
/// @param body with its addresses; null unless it was asked for
record ShownMessage(@JsonUnwrapped WaitingMessage message, String advice, @Nullable String body) {
  private static final int WIDTH = 13;

  /// In the order in which they came.
  record AllShown(@JsonValue List<ShownMessage> messages, Instant now) implements CommandAnswer {
    @Override
    public String text() {
      return messages.isEmpty()
          ? "No message.\n"
          : messages.stream().map(message -> message.text(now)).collect(Collectors.joining());
    }
  }

  private String text(Instant now) {
    return line("Id", message.name())
        + line("SQS message", message.messageId())
        + line("Event", message.event())
        + line("Stream", message.stream())
        + line("Enqueued", Times.at(message.firstSeen()))
        + line("Has waited", Times.span(message.age(now)))
        + line("Reason", message.reason())
        + problems()
        + line("What to do", advice)
        + "\n"
        + (body == null ? "" : "Body:\n" + body + "\n");
  }

  private String problems() {
    // Of what SES or another service said, a semicolon is its own.
    String[] problems =
        message.reason().equals("MALFORMED")
            ? message.problems().split("; ", -1)
            : new String[] {message.problems()};
    StringBuilder text = new StringBuilder(line("Problems", problems[0]));
    for (int i = 1; i < problems.length; i++) {
      text.append(line("", problems[i]));
    }
    return text.toString();
  }

  private static String line(String label, String value) {
    return value.isEmpty() ? "" : Words.labelled(label, WIDTH, value);
  }
}
