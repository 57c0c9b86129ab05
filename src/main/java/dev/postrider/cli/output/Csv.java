package dev.postrider.cli.output;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Comma-separated values (RFC 4180): quoted fields may hold commas, quotes and line breaks.
///
/// What is written can be opened in a spreadsheet and printed on a terminal (decision 0084): a
/// field that a spreadsheet would evaluate gets an apostrophe before it, and control and format
/// characters are escaped as [TerminalWriter] does. Reading undoes both.
public final class Csv {
  private static final int END = -1;
  private static final char MARK = '\uFEFF';

  /// The beginning of a formula, after blanks and in the wide characters of Japanese too, or what
  /// [#line] writes before one.
  private static final Pattern FORMULA = Pattern.compile("^'*\\s*[=+@\\-＝＋＠－]");

  private static final Pattern GUARDED = Pattern.compile("^'(?='*\\s*[=+@\\-＝＋＠－])");
  private static final Pattern ESCAPE = Pattern.compile("\\\\u(\\p{XDigit}{4})");

  private final PushbackReader in;

  public Csv(Reader in) throws IOException {
    this.in = new PushbackReader(in, 1);
    int first = this.in.read();
    if (first != MARK && first != END) {
      this.in.unread(first);
    }
  }

  /// One record as a line, with its line break. Semicolons are quoted too: where the comma is a
  /// decimal point, spreadsheets split there.
  public static String line(List<String> fields) {
    return fields.stream().map(Csv::guarded).map(Csv::quoted).collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String guarded(String field) {
    String visible = TerminalWriter.cell(ESCAPE.matcher(field).replaceAll("\\\\u005cu$1"));
    return FORMULA.matcher(visible).find() ? "'" + visible : visible;
  }

  private static String unguarded(String field) {
    return ESCAPE
        .matcher(GUARDED.matcher(field).replaceFirst(""))
        .replaceAll(
            e -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(e.group(1), 16))));
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> ",;\"\r\n".indexOf(c) >= 0);
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  /// The next record that is not an empty line; empty at the end.
  public Optional<List<String>> next() throws IOException {
    int c = in.read();
    while (c == '\r' || c == '\n') {
      c = in.read();
    }
    if (c == END) {
      return Optional.empty();
    }
    in.unread(c);
    List<String> fields = new ArrayList<>();
    do {
      StringBuilder field = new StringBuilder();
      c = field(field);
      fields.add(unguarded(field.toString()));
    } while (c == ',');
    return Optional.of(fields);
  }

  /// @return what ended the field
  private int field(StringBuilder field) throws IOException {
    int c = in.read();
    boolean quoted = c == '"';
    if (quoted) {
      c = in.read();
    }
    for (; c != END && (quoted || (c != ',' && c != '\n')); c = in.read()) {
      if (quoted && c == '"') {
        c = in.read();
        quoted = c == '"';
        if (!quoted) {
          if (c != END) {
            in.unread(c);
          }
          continue;
        }
      }
      if (quoted || c != '\r') {
        field.append((char) c);
      }
    }
    return c;
  }
}
