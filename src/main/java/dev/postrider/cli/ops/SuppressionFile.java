package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.cli.output.CliJson;
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
import java.util.function.BiConsumer;
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

  /// The rows one by one, each a field's text by its name; empty at the end.
  private interface Rows {
    Optional<Function<String, Optional<String>>> next() throws IOException;
  }

  /// Reads all rows. Both consumers take a row's number too: 1 for the first row; the line of
  /// titles is none.
  ///
  /// @param now when a row without `since` begins
  /// @param good takes the good rows
  /// @param bad takes what is wrong with a bad row; holds no address
  /// @return how many rows there are
  /// @throws IllegalArgumentException when the file is not of that form
  int read(Instant now, BiConsumer<Integer, SuppressionRow> good, BiConsumer<Integer, String> bad) {
    try (BufferedReader in = Files.newBufferedReader(path)) {
      Rows rows =
          switch (format) {
            case CSV -> csv(in);
            case JSON -> json(in);
          };
      int number = 0;
      for (var fields = rows.next(); fields.isPresent(); fields = rows.next()) {
        number++;
        SuppressionRow row;
        try {
          row = SuppressionRow.read(fields.get(), now);
        } catch (IllegalArgumentException e) {
          bad.accept(number, String.valueOf(e.getMessage()));
          continue;
        }
        good.accept(number, row);
      }
      return number;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no file " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be read", e);
    }
  }

  private Rows csv(Reader in) throws IOException {
    Csv csv = new Csv(in);
    List<String> titles = csv.next().orElse(List.of());
    if (!titles.contains("address")) {
      throw new IllegalArgumentException(
          path + ": the first line must name the columns, of " + SuppressionRow.FIELDS);
    }
    return () -> csv.next().map(fields -> name -> field(titles, fields, name));
  }

  private static Optional<String> field(List<String> titles, List<String> fields, String name) {
    int column = titles.indexOf(name);
    return column < 0 || column >= fields.size() || fields.get(column).isEmpty()
        ? Optional.empty()
        : Optional.of(fields.get(column));
  }

  private static Rows json(Reader in) throws IOException {
    MappingIterator<JsonNode> rows = MAPPER.readerFor(JsonNode.class).readValues(in);
    return () -> {
      if (!rows.hasNextValue()) {
        return Optional.empty();
      }
      JsonNode row = rows.nextValue();
      return Optional.of(name -> CliJson.text(row, name).filter(text -> !text.isEmpty()));
    };
  }
}
