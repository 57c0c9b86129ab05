package dev.postrider.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.output.TerminalWriter.Colour;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColoursTest {
  private static final String TEXT = "ok  a\nFAILED  b: ok\u001b[2J\n  ok c\nokay\n";

  private final StringWriter written = new StringWriter();

  @Test
  void aVerdictThatBeginsALineHasItsColourOnATerminal() {
    write(new TerminalWriter(written, true));

    assertThat(written.toString())
        .isEqualTo(
            "\u001b[32mok\u001b[0m  a\n\u001b[31mFAILED\u001b[0m  b: ok\\u001b[2J\n  ok c\nokay\n");
  }

  @Test
  void elsewhereAVerdictIsPlainText() {
    write(new TerminalWriter(written));

    assertThat(written.toString()).isEqualTo("ok  a\nFAILED  b: ok\\u001b[2J\n  ok c\nokay\n");
  }

  private static void write(TerminalWriter out) {
    TerminalWriter.answer(out, TEXT, Map.of("ok", Colour.GREEN, "FAILED", Colour.RED));
  }
}
