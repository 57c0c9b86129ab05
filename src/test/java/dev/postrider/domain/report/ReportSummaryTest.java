package dev.postrider.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportSummaryTest {
  private static final AggregateReport REPORT = report();

  @Test
  void mailIsOursWhenSesSignedItWithOurKey() {
    ReportSummary summary = ReportSummary.of(List.of(REPORT), new OwnMail(Set.of()));

    assertThat(summary.messages())
        .isEqualTo(
            Map.of(
                Sender.OURS, 120L,
                Sender.AUTHORISED, 7L,
                Sender.SES_UNALIGNED, 3L,
                Sender.STRANGER, 40L));
    assertThat(summary.total()).isEqualTo(170);
    assertThat(summary.unaligned()).isEqualTo(43);
  }

  @Test
  void withOurSelectorsForwardedMailIsOursToo() {
    ReportSummary summary = ReportSummary.of(List.of(REPORT), new OwnMail(Set.of("tokenone")));

    assertThat(summary.messages()).containsEntry(Sender.OURS, 127L);
  }

  @Test
  void aStolenSelectorNameOfAnotherKeyIsNotOurs() {
    ReportSummary summary = ReportSummary.of(List.of(REPORT), new OwnMail(Set.of("other")));

    assertThat(summary.messages())
        .containsEntry(Sender.OURS, 0L)
        .containsEntry(Sender.AUTHORISED, 127L);
  }

  @Test
  void theSameReportTwiceCountsOnce() {
    ReportSummary summary = ReportSummary.of(List.of(REPORT, REPORT), new OwnMail(Set.of()));

    assertThat(summary.reports()).isEqualTo(1);
    assertThat(summary.total()).isEqualTo(170);
  }

  @Test
  void sourcesAreSortedByCount() {
    ReportSummary summary = ReportSummary.of(List.of(REPORT), new OwnMail(Set.of()));

    assertThat(summary.sources())
        .extracting(ReportSummary.Source::address)
        .containsExactly("54.240.7.1", "198.51.100.66", "203.0.113.9", "54.240.7.2");
    assertThat(summary.sources().getFirst())
        .isEqualTo(
            new ReportSummary.Source("54.240.7.1", Sender.OURS, "example.com", 120, 120, 120, 0));
  }

  private static AggregateReport report() {
    ReadReport read =
        ReportFile.read(
            new ByteArrayInputStream(ExampleReport.XML.getBytes(StandardCharsets.UTF_8)),
            Bounds.USUAL);
    return ((ReadReport.Read) read).reports().getFirst();
  }
}
