package dev.postrider.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
  @ParameterizedTest
  @ValueSource(strings = {"example.com", "Example.COM", "shop.example.com"})
  void aReportAboutTheDomainOrBelowItCounts(String about) {
    Intake intake = intake(about);

    assertThat(intake.reports()).hasSize(1);
    assertThat(intake.refused()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "badexample.com", "com", "example.com.evil.example"})
  void aReportAboutAnotherDomainIsRefused(String about) {
    assertThat(intake(about))
        .isEqualTo(new Intake(List.of(), List.of("it is about another domain")));
  }

  @Test
  void whatIsNoReportIsRefusedWithItsReason() {
    assertThat(Intake.of(new ReadReport.Refused("it is not a DMARC report"), "example.com"))
        .isEqualTo(new Intake(List.of(), List.of("it is not a DMARC report")));
  }

  private static Intake intake(String about) {
    String xml =
        ExampleReport.XML.replace(
            "<domain>example.com</domain><adkim>", "<domain>" + about + "</domain><adkim>");
    return Intake.of(
        ReportFile.read(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), Bounds.USUAL),
        "example.com");
  }
}
