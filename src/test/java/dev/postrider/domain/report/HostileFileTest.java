package dev.postrider.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each file is refused in words, within the bounds that the command and the function have.
class HostileFileTest {
  @ParameterizedTest
  @EnumSource
  void aHostileFileIsRefusedInWords(HostileFile file) {
    assertThat(ReportFile.read(new ByteArrayInputStream(file.content()), Bounds.USUAL))
        .isEqualTo(new ReadReport.Refused(file.refusal));
  }
}
