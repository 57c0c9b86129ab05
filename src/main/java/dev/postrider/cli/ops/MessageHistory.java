package dev.postrider.cli.ops;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Times;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is known of a message.
///
/// @param units in the order of the message's entries
/// @param copies bodies by the queue that they wait in; null unless they were asked for
record MessageHistory(String id, List<UnitHistory> units, @Nullable Map<String, String> copies)
    implements CommandAnswer {
  /// More units than this are shown as a table.
  private static final int IN_FULL = 3;

  @Override
  public String text() {
    String history =
        units.size() <= IN_FULL
            ? units.stream().map(UnitHistory::text).collect(Collectors.joining("\n"))
            : units.size()
                + " units: "
                + UnitHistory.counts(units.stream().map(UnitHistory::state))
                + "\n"
                + table();
    return copies == null
        ? history
        : history
            + copies.entrySet().stream()
                .map(copy -> "Copy in the " + copy.getKey() + " queue:\n" + copy.getValue() + "\n")
                .collect(Collectors.joining());
  }

  private String table() {
    TextTable table = new TextTable("UNIT", "STATE", "REASON", "ATTEMPTS", "CHANGED", "RECIPIENTS");
    for (UnitHistory unit : units) {
      table.row(
          unit.key(),
          unit.state().name(),
          unit.reason(),
          Integer.toString(unit.attempts()),
          unit.updatedAt() == null ? "" : Times.at(unit.updatedAt()),
          unit.recipients().values().stream()
              .map(Enum::name)
              .sorted()
              .collect(Collectors.joining(" ")));
    }
    return table.text();
  }
}
