package dev.postrider.cli.bench;

import dev.postrider.cli.output.TextTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One table of figures, for a terminal and for `docs/benchmarks.md`.
///
/// @param title what was measured, in one sentence
/// @param rows each as long as the head
public record BenchTable(String title, List<String> head, List<List<String>> rows) {
  public BenchTable {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
  }

  String text() {
    TextTable table = new TextTable(head.toArray(String[]::new));
    rows.forEach(row -> table.row(row.toArray()));
    return title + "\n\n" + table.text() + "\n";
  }

  /// As GitHub reads it.
  String markdown() {
    Stream<String> lines =
        Stream.concat(
            Stream.of(line(head), line(head.stream().map(_ -> "---").toList())),
            rows.stream().map(BenchTable::line));
    return title + "\n\n" + lines.collect(Collectors.joining()) + "\n";
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
