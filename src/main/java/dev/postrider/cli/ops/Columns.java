package dev.postrider.cli.ops;

import dev.postrider.cli.domain.Table;
import java.util.ArrayList;
import java.util.List;

/// A table that grows row by row.
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
    return Table.of(rows);
  }
}
