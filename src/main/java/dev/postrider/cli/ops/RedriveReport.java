package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.cli.ops.WaitingQueue.Coverage;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TextTable;
import java.util.List;

/// What became of the selected messages, in the order in which they came.
///
/// @param notTried how many selected messages were left alone, since all before them had failed
record RedriveReport(@JsonUnwrapped Coverage coverage, int notTried, List<RedrivenMessage> messages)
    implements CommandAnswer {
  /// A message, and what became of it.
  record RedrivenMessage(
      @JsonUnwrapped WaitingMessage message, @JsonUnwrapped RedriveOutcome outcome) {}

  @Override
  public String text() {
    TextTable table = new TextTable("ID", "OUTCOME", "DETAIL");
    messages.forEach(
        each ->
            table.row(each.message().name(), each.outcome().outcome(), each.outcome().detail()));
    String nothing =
        coverage.seen() == 0 ? "No message.\n" : "0 of " + coverage.seen() + " match.\n";
    return (table.isEmpty() ? nothing : table.text())
        + (notTried == 0
            ? ""
            : notTried
                + " more were not tried, after three failures in a row: repeat the command.\n")
        + coverage.remainder();
  }

  /// Done when every message was looked at, and all that were selected have left.
  @Override
  public int exitCode() {
    return !coverage.partial()
            && notTried == 0
            && messages.stream().allMatch(each -> each.outcome().left())
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }
}
