package dev.postrider.cli.domain;

import java.util.List;

/// Columns of text, as wide as their widest cell.
public final class Table {
  private Table() {}

  /// Lines without trailing blanks; the last column is not padded.
  ///
  /// @param titlesAndRows at least one, all of the same length
  public static String of(List<List<String>> titlesAndRows) {
    List<List<String>> rows =
        titlesAndRows.stream().map(r -> r.stream().map(TerminalWriter::cell).toList()).toList();
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i));
        line.repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
