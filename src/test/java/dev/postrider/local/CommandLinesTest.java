package dev.postrider.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLinesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          order-7        | order-7
          newsletter-7#4 | newsletter-7#4
          a@b.example/c  | a@b.example/c
          order 7        | 'order 7'
          $(reboot)      | '$(reboot)'
          #7             | '#7'
          it's           | 'it'\\''s'
          ""             | ''
          """)
  void aNameIsQuotedWhereAShellWouldReadItOtherwise(String name, String word) {
    assertThat(new CommandLines(" --local").of("show", name))
        .isEqualTo("postrider show " + word + " --local");
  }

  @Test
  void aFileBelowTheWorkingDirectoryIsNamedFromThere() {
    assertThat(CommandLines.path(Path.of("target", "local", "9324", "env.json").toAbsolutePath()))
        .isEqualTo("target/local/9324/env.json");
    assertThat(CommandLines.path(Path.of("/no where/env.json"))).isEqualTo("'/no where/env.json'");
  }
}
