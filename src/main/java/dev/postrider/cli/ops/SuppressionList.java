package dev.postrider.cli.ops;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Words;
import java.util.List;

/// Suppressions that are in force.
///
/// @param partial whether there are more
record SuppressionList(boolean partial, List<SuppressionRow> suppressions)
    implements CommandAnswer {

  @Override
  public String text() {
    TextTable table = new TextTable("ADDRESS", "SCOPE", "REASON", "SINCE", "UNTIL", "NOTE");
    suppressions.forEach(row -> table.row(row.texts().toArray(String[]::new)));
    return (table.isEmpty() ? "" : table.text())
        + Words.counted(suppressions.size(), "suppression")
        + (partial ? ". There are more: --limit.\n" : ".\n");
  }
}
