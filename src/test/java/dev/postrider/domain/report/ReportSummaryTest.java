package dev.postrider.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
                Sender.FORWARDED, 0L,
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
            new ReportSummary.Source(
                "54.240.7.1", Sender.OURS, "example.com", 120, 120, 120, 0, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "none, 0",
    "None, 0",
    "pass, 0",
    "Pass, 0",
    "'', 0",
    "delivered, 0",
    "quarantine, 7",
    "Quarantine, 7",
    "reject, 7",
    "REJECT, 7"
  })
  void refusedIsWhatWasQuarantinedOrRejectedInAnyCase(String disposition, long refused) {
    AggregateReport.Row row =
        new AggregateReport.Row(
            "192.0.2.40", 7, disposition, true, false, "example.com", List.of(), List.of());

    assertThat(summary(row).sources().getFirst().refused()).isEqualTo(refused);
  }

  @Test
  void reportsOfTwoPeriodsAreTwoEvenWhenTheyHaveNoId() {
    AggregateReport first = report("", 1_793_491_200, 1_793_577_599, row(3));
    AggregateReport next = report("", 1_793_577_600, 1_793_663_999, row(5));
    AggregateReport longer = report("", 1_793_491_200, 1_793_663_999, row(8));

    assertThat(total(first, next)).isEqualTo(8);
    assertThat(total(first, longer)).isEqualTo(11);
    assertThat(total(first, first, next, next)).isEqualTo(8);
  }

  @Test
  void oneIdInTwoPeriodsIsTwoReportsAndAnotherCaseOfTheDomainIsNot() {
    AggregateReport first = report("daily", 1_793_491_200, 1_793_577_599, row(3));
    AggregateReport next = report("daily", 1_793_577_600, 1_793_663_999, row(5));
    AggregateReport shouted =
        new AggregateReport(
            first.reporter(),
            first.id(),
            first.begin(),
            first.end(),
            "EXAMPLE.com",
            first.published(),
            first.rows());

    assertThat(total(first, next)).isEqualTo(8);
    assertThat(total(first, shouted)).isEqualTo(3);
  }

  /// Anyone can send a report, and guess a receiver's next id.
  @Test
  void aForgedReportWithTheIdOfARealOneHidesNothingOfIt() {
    AggregateReport real = report("daily", 1_793_491_200, 1_793_577_599, row(3), row(4));
    AggregateReport forged = report("daily", 1_793_491_200, 1_793_577_599, row(1));
    AggregateReport turned = report("daily", 1_793_491_200, 1_793_577_599, row(4), row(3));

    assertThat(total(forged, real)).isEqualTo(8);
    assertThat(total(real, turned)).as("mailed again, its rows in another order").isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(
      value = PolicyOverride.class,
      names = {"FORWARDED", "TRUSTED_FORWARDER", "MAILING_LIST", "ARC"})
  void mailThatTheReceiverSaysWasPassedOnIsNotAStrangers(PolicyOverride override) {
    ReportSummary summary = summary(unaligned(List.of(), override));

    assertThat(summary.messages())
        .containsEntry(Sender.FORWARDED, 7L)
        .containsEntry(Sender.STRANGER, 0L);
    assertThat(summary.unaligned()).as("it fails DMARC all the same").isEqualTo(7);
    assertThat(summary.sources().getFirst().overrides()).containsExactly(override);
  }

  @ParameterizedTest
  @EnumSource(
      value = PolicyOverride.class,
      names = {"LOCAL_POLICY", "SAMPLED_OUT", "POLICY_TEST_MODE", "OTHER"})
  void anotherReasonIsShownAndLeavesAStrangerAStranger(PolicyOverride override) {
    ReportSummary summary = summary(unaligned(List.of(), override));

    assertThat(summary.messages()).containsEntry(Sender.STRANGER, 7L);
    assertThat(summary.sources().getFirst().overrides()).containsExactly(override);
  }

  @Test
  void whatCameThroughSesStaysSoWhoeverPassedItOn() {
    List<AggregateReport.Result> ses =
        List.of(new AggregateReport.Result("amazonses.com", "ses", "pass"));

    assertThat(summary(unaligned(ses, PolicyOverride.MAILING_LIST)).messages())
        .containsEntry(Sender.SES_UNALIGNED, 7L);
  }

  @Test
  void theRowsOfASourceAddTheirReasonsUp() {
    ReportSummary summary =
        summary(
            unaligned(List.of(), PolicyOverride.ARC),
            unaligned(List.of(), PolicyOverride.FORWARDED),
            unaligned(List.of(), PolicyOverride.ARC));

    assertThat(summary.sources()).hasSize(1);
    assertThat(summary.sources().getFirst().messages()).isEqualTo(21);
    assertThat(summary.sources().getFirst().overrides())
        .containsExactly(PolicyOverride.FORWARDED, PolicyOverride.ARC);
  }

  /// Without an order of the keys, each would be compared with all before it: that takes minutes.
  @Test
  void sourcesWhoseHashesAreTheSameAreSummedUp() {
    AggregateReport.Row[] rows =
        IntStream.range(0, 100_000)
            .mapToObj(ReportSummaryTest::colliding)
            .map(
                source ->
                    new AggregateReport.Row(
                        source, 1, "none", false, false, "example.com", List.of(), List.of()))
            .toArray(AggregateReport.Row[]::new);

    assertThat(summary(rows).sources()).hasSize(100_000);
  }

  /// `Aa` and `BB` have one hash, and so have all texts of seventeen of them.
  private static String colliding(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 17; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  private static AggregateReport.Row row(long count) {
    return new AggregateReport.Row(
        "192.0.2.40", count, "none", true, false, "example.com", List.of(), List.of());
  }

  private static AggregateReport.Row unaligned(
      List<AggregateReport.Result> dkim, PolicyOverride override) {
    return new AggregateReport.Row(
        "192.0.2.40", 7, "none", false, false, "example.com", dkim, List.of(), List.of(override));
  }

  private static ReportSummary summary(AggregateReport.Row... rows) {
    return ReportSummary.of(
        List.of(report("r", 1_793_491_200, 1_793_577_599, rows)), new OwnMail(Set.of()));
  }

  private static long total(AggregateReport... reports) {
    return ReportSummary.of(List.of(reports), new OwnMail(Set.of())).total();
  }

  private static AggregateReport report(
      String id, long begin, long end, AggregateReport.Row... rows) {
    return new AggregateReport(
        "receiver.example",
        id,
        Instant.ofEpochSecond(begin),
        Instant.ofEpochSecond(end),
        "example.com",
        new AggregateReport.Published("none", "none", false),
        List.of(rows));
  }

  private static AggregateReport report() {
    ReadReport read =
        ReportFile.read(
            new ByteArrayInputStream(ExampleReport.XML.getBytes(StandardCharsets.UTF_8)),
            Bounds.USUAL);
    return ((ReadReport.Read) read).reports().getFirst();
  }
}
