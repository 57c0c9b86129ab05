package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.domain.DnsjavaDns;
import dev.postrider.cli.domain.GuavaPublicSuffixes;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.Alignment;
import dev.postrider.domain.report.AggregateReport;
import dev.postrider.domain.report.OwnMail;
import dev.postrider.domain.report.ReportSummary;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviserTest {
  private static final DnsName DOMAIN = new DnsName("example.com");
  private final ExampleDomain example;

  AdviserTest() throws IOException {
    example = new ExampleDomain();
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @Test
  void withoutARecordTheFirstStepIsToPublishOne() {
    example.without("_dmarc");

    Advice advice = advice(Optional.empty());
    assertThat(advice.step()).isEqualTo(Advice.Step.PUBLISH);
    assertThat(advice.action()).contains("v=DMARC1; p=none; rua=mailto:dmarc@example.com");
  }

  @Test
  void aBrokenRecordComesBeforeEveryPolicy() {
    record("p=none; rua=mailto:d@example.com");
    example.without("tokentwo");

    Advice advice = advice(Optional.of(reports(100, 0, 14)));
    assertThat(advice.step()).isEqualTo(Advice.Step.REPAIR);
    assertThat(advice.why()).isEqualTo("dkim-cname, tokentwo._domainkey.example.com: no record");
  }

  @Test
  void rejectBeforeAlignmentIsTakenBackFirst() {
    record("p=reject; pct=50; rua=mailto:d@example.com");
    example.without("token").without("mail 60 IN MX");

    Advice advice = advice(Optional.empty());
    assertThat(advice.step()).isEqualTo(Advice.Step.STOP_ENFORCING);
    assertThat(advice.record()).isEqualTo("v=DMARC1; p=none; rua=mailto:d@example.com");
  }

  @Test
  void withoutReportAddressNothingIsTightened() {
    record("p=none");

    Advice advice = advice(Optional.of(reports(100, 0, 14)));
    assertThat(advice.step()).isEqualTo(Advice.Step.ASK_FOR_REPORTS);
    assertThat(advice.record()).isEqualTo("v=DMARC1; p=none; rua=mailto:dmarc@example.com");
  }

  @Test
  void withoutReportsOrWithTooFewNothingIsTightened() {
    record("p=none; rua=mailto:d@example.com");

    assertThat(advice(Optional.empty()).step()).isEqualTo(Advice.Step.READ_REPORTS);
    assertThat(advice(Optional.of(reports(100, 0, 3))).why())
        .isEqualTo("They span 3 days; monthly mail is easily missed");
    assertThat(advice(Optional.of(reports(0, 0, 14))).why())
        .isEqualTo("The reports have none of our own mail");
  }

  @Test
  void ownMailThatDoesNotAlignIsRepairedFirst() {
    record("p=none; rua=mailto:d@example.com");

    Advice advice = advice(Optional.of(reports(90, 10, 14)));
    assertThat(advice.step()).isEqualTo(Advice.Step.REPAIR);
    assertThat(advice.why()).isEqualTo("10 of 100 messages through SES do not align");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p=none | QUARANTINE | p=quarantine",
        "p=quarantine; pct=25 | QUARANTINE_ALL | p=quarantine",
        "p=quarantine; t=y | QUARANTINE_ALL | p=quarantine",
        "p=quarantine | REJECT | p=reject",
        "p=reject; pct=50 | REJECT_ALL | p=reject",
      })
  void theWayIsWalkedStepByStep(String now, Advice.Step step, String next) {
    record(now + "; rua=mailto:d@example.com");

    Advice advice = advice(Optional.of(reports(1000, 1, 14)));
    assertThat(advice.step()).isEqualTo(step);
    assertThat(advice.name()).isEqualTo("_dmarc.example.com");
    assertThat(advice.record()).isEqualTo("v=DMARC1; " + next + "; rua=mailto:d@example.com");
    assertThat(advice.why())
        .isEqualTo(
            "Of 1006 messages in 1 reports 1000 are ours and align, 0 come from others that align,"
                + " 5 from strangers; make sure that none of these is yours: 198.51.100.66");
  }

  @Test
  void subdomainsAreCoveredLast() {
    record("p=reject; sp=none; rua=mailto:d@example.com");
    assertThat(advice(Optional.empty()).record())
        .isEqualTo("v=DMARC1; p=reject; rua=mailto:d@example.com");

    record("p=reject; rua=mailto:d@example.com");
    assertThat(advice(Optional.empty()).step()).isEqualTo(Advice.Step.DONE);
  }

  @Test
  void withSesOwnEnvelopeDomainThePolicyWouldStandOnOneLeg() {
    record("p=none; rua=mailto:d@example.com");
    IdentityFacts good = example.identity();
    example.identity(
        new IdentityFacts(
            true,
            SetupStatus.SUCCESS,
            good.dkim(),
            new IdentityFacts.MailFrom(null, SetupStatus.NOT_STARTED, false)));

    assertThat(advice(Optional.of(reports(100, 0, 14))).action())
        .startsWith("aws sesv2 put-email-identity-mail-from-attributes");
  }

  private void record(String tags) {
    example.without("_dmarc").with("_dmarc 60 IN TXT \"v=DMARC1; " + tags + "\"");
  }

  private Advice advice(Optional<ReportSummary> reports) {
    example.publish();
    DomainCheck.Report report =
        new DomainCheck(
                new Target(DOMAIN, DOMAIN, ExampleDomain.REGION),
                new Fact.Known<>(example.identity()),
                new Fact.Known<>(new AccountFacts(false, true, "HEALTHY", true, true)),
                DnsjavaDns.at(example.server().address()),
                new Alignment(new GuavaPublicSuffixes()))
            .report();
    return new Adviser(DOMAIN, report.findings(), report.dmarc(), reports).advice();
  }

  private static ReportSummary reports(long ours, long unaligned, int days) {
    Instant begin = Instant.parse("2026-11-01T00:00:00Z");
    AggregateReport.Result amazon = new AggregateReport.Result("amazonses.com", "s", "pass");
    List<AggregateReport.Row> rows =
        List.of(
            new AggregateReport.Row(
                "54.240.7.1", ours, "none", true, true, "example.com", List.of(amazon), List.of()),
            new AggregateReport.Row(
                "54.240.7.1",
                unaligned,
                "none",
                false,
                false,
                "example.com",
                List.of(amazon),
                List.of()),
            new AggregateReport.Row(
                "198.51.100.66", 5, "none", false, false, "example.com", List.of(), List.of()));
    return ReportSummary.of(
        List.of(
            new AggregateReport(
                "receiver.example",
                "1",
                begin,
                begin.plus(Duration.ofDays(days)),
                "example.com",
                "none",
                rows)),
        new OwnMail(Set.of()));
  }
}
