package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.cli.Answer;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.TextTable;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.Point;
import dev.postrider.domain.Target;
import dev.postrider.domain.Verdict;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.report.ExampleReport;
import dev.postrider.domain.text.Language;
import dev.postrider.domain.text.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalWriterTest {
  private static String written(String text) {
    StringWriter out = new StringWriter();
    new TerminalWriter(out).print(text);
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x061C, 0x200B, 0x200D, 0x200E, 0x200F,
        0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xE0001
      })
  void whatCouldSteerATerminalIsVisibleAndStaysTheSameInJson(int c) throws IOException {
    String value = "a" + Character.toString(c) + "b";
    String json = "\"" + value + "\"";

    assertThat(written(value)).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
    assertThat(TerminalWriter.cell(value)).isEqualTo(written(value));
    assertThat(new ObjectMapper().readValue(written(json), String.class)).isEqualTo(value);
  }

  @Test
  void aLoneReturnCannotOverwriteItsLine() {
    assertThat(written("refused\rsent\r\n")).isEqualTo("refused\\u000dsent\r\n");
  }

  @Test
  void anyLanguageAndTheCommandsOwnLayoutPass() {
    String text = "Zoë 日本語 العربية 😀\n\ttab\r\n";
    assertThat(written(text)).isEqualTo(text);
  }

  @Test
  void allWaysOfPrintingAreAlike() {
    StringWriter text = new StringWriter();
    TerminalWriter out = new TerminalWriter(text);
    out.print('\u202e');
    out.write(new char[] {'\u202e'}, 0, 1);
    out.printf("%s", "\u202e");
    out.append("\u202e").println("\u202e");
    out.flush();

    assertThat(text.toString()).isEqualTo("\\u202e".repeat(5) + System.lineSeparator());
  }

  @Test
  void aNewPageClearsTheScreen() {
    StringWriter text = new StringWriter();
    TerminalWriter out = new TerminalWriter(text);
    out.newPage();
    out.flush();

    assertThat(text.toString()).isEqualTo("\u001b[H\u001b[2J");
  }

  /// The answers of the console are read by a page, also when its command runs on a terminal.
  @Test
  void onlyAnOutputWithColoursHasThem() {
    StringWriter terminal = new StringWriter();
    TerminalWriter.error(new TerminalWriter(terminal, true), "No\nway.");
    StringWriter answer = new StringWriter();
    TerminalWriter.error(new TerminalWriter(answer), "No\nway.");

    assertThat(terminal.toString()).isEqualTo("\u001b[31mNo\\u000away.\u001b[0m\n");
    assertThat(answer.toString()).isEqualTo("No\\u000away.\n");
  }

  @Test
  void aCellStaysOnItsLine() {
    TextTable table = new TextTable("A", "B");
    table.row("x\nFORGED", "y\t\u001b[2J");

    assertThat(table.text()).isEqualTo("A              B\nx\\u000aFORGED  y\\u0009\\u001b[2J\n");
  }

  @Test
  void aJapaneseCharacterTakesTwoColumns() {
    TextTable table = new TextTable("項目", "B");
    table.row("レコード。", "x");
    table.row("record", "y");

    assertThat(table.text()).isEqualTo("項目        B\nレコード。  x\nrecord      y\n");
    assertThat(TerminalWriter.columns("鍵ｱ(a)…")).isEqualTo(7);
  }

  @Test
  void whatTheDnsSaysForgesNoLineOfACheck() {
    DnsName domain = new DnsName("example.com");
    Finding finding =
        new Finding(
            Point.DMARC,
            "_dmarc.example.com",
            Verdict.FAILURE,
            Text.verbatim("a\nPASS       dmarc"),
            Text.verbatim("b\nc"),
            Text.verbatim("d"));
    Findings findings = new Findings(List.of(finding));

    assertThat(
            CheckCommand.FindingsAnswer.of(
                    new Target(domain, domain, "eu-central-1"), findings, Language.EN)
                .text())
        .contains("found     a\\u000aPASS       dmarc\n", "expected  b\\u000ac\n");
  }

  @Test
  void aReportFromOutsideCannotSteerTheTerminal(@TempDir Path directory) throws IOException {
    String hostile = ExampleReport.XML.replace("<header_from>e", "<header_from>\u202e\u009b2Je");
    String file = Files.writeString(directory.resolve("a.xml"), hostile).toString();

    Answer text = Answer.of("dmarc", "read", file);
    Answer json = Answer.of("dmarc", "read", file, "--json");

    assertThat(text.out())
        .contains("\\u202e\\u009b2Jexample.com")
        .doesNotContain("\u202e", "\u009b");
    assertThat(json.out()).contains("\\u202e\\u009b2J").doesNotContain("\u202e", "\u009b");
    assertThat(json.json().at("/domains/0/sources/0/from").asText())
        .isEqualTo("\u202e\u009b2Jexample.com");
  }

  @Test
  void whatTheUserMistypedIsVisibleToo() {
    assertThat(Answer.of("\u001b[2J").err()).contains("\\u001b[2J").doesNotContain("\u001b");
  }
}
