package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import java.time.Instant;
import java.util.List;

/// What waits in a queue, the oldest first.
record WaitingList(
    @JsonUnwrapped Coverage coverage, List<WaitingMessage> messages, @JsonIgnore Instant now)
    implements CommandAnswer {
  private static final int REASON_SHOWN = 80;

  @Override
  public String text() {
    TextTable table = new TextTable("ID", "STREAM", "WAITS FOR", "BYTES", "REASON");
    messages.forEach(
        message ->
            table.row(
                message.name(),
                message.stream(),
                Times.span(message.age(now)),
                Integer.toString(message.bytes()),
                reason(message)));
    return (table.isEmpty() ? "" : table.text())
        + Words.counted(messages.size(), "message")
        + (coverage.partial() ? ". The list is partial: " + coverage.leftOut() + "\n" : ".\n");
  }

  /// On one line; `show` has it all.
  private static String reason(WaitingMessage message) {
    String all = message.reason() + (message.problems().isEmpty() ? "" : ": " + message.problems());
    return all.codePointCount(0, all.length()) <= REASON_SHOWN
        ? all
        : all.substring(0, all.offsetByCodePoints(0, REASON_SHOWN - 1)) + "…";
  }
}
