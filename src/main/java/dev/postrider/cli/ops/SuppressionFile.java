package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.cli.output.Csv;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A file of suppressions, read row by row: CSV with a line of titles, or JSON objects, in an array
/// or one after the other.
record SuppressionFile(Path path, RowFormat format) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// How the rows are written.
  enum RowFormat {
    CSV,
    JSON;

    /// By the name of a file.
    static RowFormat of(Path path) {
      return path.toString().toLowerCase(Locale.ROOT).matches(".*\\.jsonl?") ? JSON : CSV;
    }
  }

  /// What takes the rows.
  interface RowVisitor {
    /// Takes a good row.
    ///
    /// @param number 1 for the first row; the line of titles is none
    void row(int number, SuppressionRow row);

    /// Takes notice of a bad row.
    ///
    /// @param problem what is wrong with it; holds no address
    void bad(int number, String problem);
  }

  /// Reads all rows.
  ///
  /// @param now when a row without `since` begins
  /// @throws IllegalArgumentException when the file is not of that form
  void read(Instant now, RowVisitor visitor) {
    try (BufferedReader in = Files.newBufferedReader(path)) {
      switch (format) {
        case CSV -> csv(in, now, visitor);
        case JSON -> json(in, now, visitor);
      }
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no file " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be read", e);
    }
  }

  private void csv(Reader in, Instant now, RowVisitor visitor) throws IOException {
    Csv csv = new Csv(in);
    List<String> titles = csv.next().orElse(List.of());
    if (!titles.contains("address")) {
      throw new IllegalArgumentException(
          path + ": the first line must name the columns, of " + SuppressionRow.FIELDS);
    }
    int number = 0;
    Optional<List<String>> record = csv.next();
    while (record.isPresent()) {
      List<String> fields = record.get();
      visit(++number, name -> field(titles, fields, name), now, visitor);
      record = csv.next();
    }
  }

  private static Optional<String> field(List<String> titles, List<String> fields, String name) {
    int column = titles.indexOf(name);
    return column < 0 || column >= fields.size() || fields.get(column).isEmpty()
        ? Optional.empty()
        : Optional.of(fields.get(column));
  }

  private static void json(Reader in, Instant now, RowVisitor visitor) throws IOException {
    int number = 0;
    try (MappingIterator<JsonNode> rows = MAPPER.readerFor(JsonNode.class).readValues(in)) {
      while (rows.hasNextValue()) {
        JsonNode row = rows.nextValue();
        visit(++number, name -> SuppressionRow.field(row, name), now, visitor);
      }
    }
  }

  private static void visit(
      int number, Function<String, Optional<String>> field, Instant now, RowVisitor visitor) {
    SuppressionRow row;
    try {
      row = SuppressionRow.read(field, now);
    } catch (IllegalArgumentException e) {
      visitor.bad(number, String.valueOf(e.getMessage()));
      return;
    }
    visitor.row(number, row);
  }
}
