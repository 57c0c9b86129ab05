package dev.postrider.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  private static List<List<String>> read(String text) throws IOException {
    Csv csv = new Csv(new StringReader(text));
    List<List<String>> records = new ArrayList<>();
    Optional<List<String>> record = csv.next();
    while (record.isPresent()) {
      records.add(record.get());
      record = csv.next();
    }
    return records;
  }

  @Test
  void what_is_written_is_read_again() throws IOException {
    List<String> record = List.of("a", "", "b,c", "say \"hi\"", "two\nlines", "ü");

    assertThat(read(Csv.line(record) + Csv.line(record))).containsExactly(record, record);
  }

  @Test
  void line_breaks_byte_order_marks_and_empty_lines_are_no_content() throws IOException {
    assertThat(read("\uFEFFa,b\r\n\r\n\nc,d"))
        .containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(read("")).isEmpty();
    assertThat(read("a,\n,b\n")).containsExactly(List.of("a", ""), List.of("", "b"));
  }

  @Test
  void a_quote_that_is_never_closed_ends_with_the_file() throws IOException {
    assertThat(read("a,\"b\nc")).containsExactly(List.of("a", "b\nc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=cmd|' /C calc'!A0@example.com",
        "+jane@example.com",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "' =1",
        "'=jane@example.com",
        "''+",
        "'jane'@example.com",
        "\u001b[2J \u202e \u200b \u2028",
        "a literal \\u202e and C:\\users",
        "=\"quoted\", with a comma"
      })
  void a_spreadsheet_evaluates_nothing_and_what_is_read_is_what_was_written(String field)
      throws IOException {
    String line = Csv.line(List.of(field, "next"));

    assertThat(line).doesNotContainPattern("^\"?\\s*[=+@-]");
    assertThat(line.strip().codePoints()).noneMatch(c -> Character.isISOControl(c) || c > 0x7f);
    assertThat(read(line)).containsExactly(List.of(field, "next"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"＝1", "＋1", "－1", "＠SUM(A1)", " ＝1"})
  void wide_characters_begin_a_formula_too(String field) throws IOException {
    assertThat(Csv.line(List.of(field))).startsWith("'");
    assertThat(read(Csv.line(List.of(field)))).containsExactly(List.of(field));
  }

  @Test
  void a_spreadsheet_that_splits_at_semicolons_finds_no_formula_behind_one() throws IOException {
    assertThat(Csv.line(List.of("a;=1", "b"))).isEqualTo("\"a;=1\",b\r\n");
    assertThat(read("\"a;=1\",b")).containsExactly(List.of("a;=1", "b"));
  }

  @Test
  void only_an_apostrophe_before_a_formula_is_taken_off() throws IOException {
    assertThat(read("'=a@example.com,'t@example.com,''\n"))
        .containsExactly(List.of("=a@example.com", "'t@example.com", "''"));
  }
}
