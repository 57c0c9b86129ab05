package dev.postrider.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table that grows row by row. Its columns are as wide as their widest cell.
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /// Begins a table with its titles, one a column.
  public TextTable(String... titles) {
    row((Object[]) titles);
  }

  /// Adds a row, one cell a column.
  public void row(Object... cells) {
    rows.add(Stream.of(cells).map(String::valueOf).map(TerminalWriter::cell).toList());
  }

  /// Whether there are titles alone.
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /// Lines without trailing blanks; ends with a line break.
  public String text() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(
                i ->
                    rows.stream()
                        .mapToInt(row -> TerminalWriter.columns(row.get(i)))
                        .max()
                        .orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).repeat(' ', widths[i] - TerminalWriter.columns(row.get(i)) + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
