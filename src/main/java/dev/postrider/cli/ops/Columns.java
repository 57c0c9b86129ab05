package dev.postrider.cli.ops;

import java.util.ArrayList;
import java.util.List;

/// Lines of text in columns, as wide as their widest cell.
final class Columns {
  private final List<List<String>> rows = new ArrayList<>();

  /// @param titles one a column
  Columns(String... titles) {
    rows.add(List.of(titles));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /// Without trailing blanks; ends with a line break.
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        line.append(cell);
        line.repeat(' ', width(i) - cell.length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
