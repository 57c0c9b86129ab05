package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.domain.DnsjavaDns;
import dev.postrider.cli.domain.GuavaPublicSuffixes;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.report.AggregateReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviserTest {
  private static final DnsName DOMAIN = new DnsName("example.com");
  private static final Instant FIRST_DAY = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private final ExampleDomain example;
  private DnsName from = DOMAIN;

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

    Advice advice = advice(List.of());
    assertThat(advice.step()).isEqualTo(Advice.Step.PUBLISH);
    assertThat(advice.action().toString())
        .contains("v=DMARC1; p=none; rua=mailto:dmarc@example.com");
  }

  @Test
  void aBrokenRecordComesBeforeEveryPolicy() {
    record("p=none; rua=mailto:d@example.com");
    example.without("tokentwo");

    Advice advice = advice(reports(100, 0, 14));
    assertThat(advice.step()).isEqualTo(Advice.Step.REPAIR);
    assertThat(advice.why().toString())
        .isEqualTo("dkim-cname, tokentwo._domainkey.example.com: no record");
  }

  @Test
  void rejectBeforeAlignmentIsTakenBackFirst() {
    record("p=reject; pct=50; rua=mailto:d@example.com");
    example.without("token").without("mail 60 IN MX");

    Advice advice = advice(List.of());
    assertThat(advice.step()).isEqualTo(Advice.Step.STOP_ENFORCING);
    assertThat(advice.record()).isEqualTo("v=DMARC1; p=none; rua=mailto:d@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p=reject | p=none; sp=reject",
        "p=quarantine; np=reject | p=none; sp=quarantine; np=reject",
        "p=reject; sp=quarantine | p=none; sp=quarantine",
        "p=reject; sp=none | p=none; sp=none",
        "p=quarantine; t=y | p=none",
      })
  void whatIsTakenBackForTheDomainStaysForItsSubdomains(String now, String next) {
    record(now + "; rua=mailto:d@example.com");
    example.without("token").without("mail 60 IN MX");

    assertThat(advice(List.of()).record())
        .isEqualTo("v=DMARC1; " + next + "; rua=mailto:d@example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "TEMPORARY_FAILURE, SUCCESS, dkim-signing",
    "SUCCESS, TEMPORARY_FAILURE, mail-from",
    "TEMPORARY_FAILURE, TEMPORARY_FAILURE, mail-from",
  })
  void whileSesCannotAskTheDnsItGoesOnSigningAndTheDomainStaysClosed(
      SetupStatus dkim, SetupStatus mailFrom, String point) {
    record("p=reject; rua=mailto:d@example.com");
    statuses(true, dkim, mailFrom);

    Advice advice = advice(List.of());
    assertThat(advice.step()).isEqualTo(Advice.Step.REPAIR);
    assertThat(advice.why().toString()).startsWith(point + ", ");
    assertThat(advice.action().toString()).startsWith("Nothing is missing: the ");
    assertThat(advice.record()).isNull();
  }

  @Test
  void oneMissingCnameOfThreeOpensNothing() {
    record("p=reject; rua=mailto:d@example.com");
    example.without("tokentwo").without("mail 60 IN MX");

    Advice advice = advice(List.of());
    assertThat(advice.step()).isEqualTo(Advice.Step.REPAIR);
    assertThat(advice.why().toString()).startsWith("dkim-cname, tokentwo");
  }

  @Test
  void aDomainThatSesDoesNotSendForYetStaysClosed() {
    record("p=reject; rua=mailto:d@example.com");
    example.without("token").without("mail 60");
    statuses(false, SetupStatus.PENDING, SetupStatus.PENDING);

    Advice advice = advice(List.of());
    assertThat(advice.step()).isEqualTo(Advice.Step.REPAIR);
    assertThat(advice.why().toString()).startsWith("identity, ");
  }

  @Test
  void whatRepairsTheMailAtOnceComesBeforeOpeningTheDomain() {
    record("p=reject; rua=mailto:d@example.com");
    example.without("mail 60 IN MX");
    IdentityFacts good = example.identity();
    IdentityFacts.Dkim dkim = good.dkim();
    example.identity(
        new IdentityFacts(
            true,
            SetupStatus.SUCCESS,
            new IdentityFacts.Dkim(
                false, SetupStatus.SUCCESS, true, dkim.tokens(), dkim.signingZone()),
            good.mailFrom()));
    assertThat(advice(List.of()).action().toString())
        .isEqualTo(
            "aws sesv2 put-email-identity-dkim-attributes --signing-enabled --email-identity"
                + " example.com --region eu-west-1");

    example.identity(good);
    from = new DnsName("news.example.com");
    record("p=reject; adkim=s; aspf=s; rua=mailto:d@example.com");
    assertThat(advice(List.of()).action().toString())
        .isEqualTo("Remove adkim=s from the DMARC record");

    record("p=none; rua=mailto:d@example.com");
    example
        .without("_dmarc")
        .with("_dmarc.news 60 IN TXT \"v=DMARC1; p=reject; rua=mailto:d@example.com\"");
    assertThat(advice(List.of()).action().toString())
        .isEqualTo(
            "Publish a DMARC record at _dmarc.example.com too, so that both have one organisational"
                + " domain: v=DMARC1; p=none");
  }

  @Test
  void aPolicyOfAllSubdomainsIsNotOpenedForOne() {
    record("p=reject; sp=quarantine; rua=mailto:d@example.com");
    example.without("token").without("mail 60 IN MX");
    from = new DnsName("news.example.com");

    Advice advice = advice(List.of());
    assertThat(advice.step()).isEqualTo(Advice.Step.STOP_ENFORCING);
    assertThat(advice.name()).isEqualTo("_dmarc.news.example.com");
    assertThat(advice.record()).isEqualTo("v=DMARC1; p=none; rua=mailto:d@example.com");
  }

  @Test
  void aRecordBehindAnAliasIsChangedWhereItStands() {
    example.without("_dmarc").with("_dmarc 60 IN CNAME _dmarc.example.net.");
    example
        .server()
        .zone("example.net", "_dmarc 60 IN TXT \"v=DMARC1; p=none; rua=mailto:d@example.com\"\n");

    Advice advice = advice(reports(1000, 1, 14));
    assertThat(advice.name()).isEqualTo("_dmarc.example.net");
    assertThat(advice.action().toString())
        .isEqualTo(
            "Change the TXT record at _dmarc.example.net, where the CNAME at _dmarc.example.com"
                + " leads");
  }

  private void statuses(boolean verified, SetupStatus dkim, SetupStatus mailFrom) {
    IdentityFacts good = example.identity();
    example.identity(
        new IdentityFacts(
            verified,
            verified ? SetupStatus.SUCCESS : dkim,
            new IdentityFacts.Dkim(
                true, dkim, true, good.dkim().tokens(), good.dkim().signingZone()),
            new IdentityFacts.MailFrom(good.mailFrom().domain(), mailFrom, false)));
  }

  @Test
  void withoutReportAddressNothingIsTightened() {
    record("p=none");

    Advice advice = advice(reports(100, 0, 14));
    assertThat(advice.step()).isEqualTo(Advice.Step.ASK_FOR_REPORTS);
    assertThat(advice.record()).isEqualTo("v=DMARC1; p=none; rua=mailto:dmarc@example.com");
  }

  @Test
  void withoutReportsOrWithTooFewNothingIsTightened() {
    record("p=none; rua=mailto:d@example.com");

    assertThat(advice(List.of()).step()).isEqualTo(Advice.Step.READ_REPORTS);
    assertThat(advice(reports(100, 0, 3)).why().toString())
        .isEqualTo(
            "Of the last 60 days they cover 3, and it takes 14; monthly mail is easily missed");
    assertThat(advice(reports(100, 0, 13)).step()).isEqualTo(Advice.Step.READ_REPORTS);
    assertThat(advice(reports(0, 0, 14)).why().toString())
        .isEqualTo("The reports have none of our own mail");
  }

  @Test
  void ownMailThatDoesNotAlignIsRepairedFirst() {
    record("p=none; rua=mailto:d@example.com");

    Advice advice = advice(reports(90, 10, 14));
    assertThat(advice.step()).isEqualTo(Advice.Step.REPAIR);
    assertThat(advice.why().toString()).isEqualTo("140 of 1400 messages through SES do not align");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p=none | none | QUARANTINE | p=quarantine",
        "p=quarantine; pct=25 | none | QUARANTINE_ALL | p=quarantine",
        "p=quarantine; t=y | none | QUARANTINE_ALL | p=quarantine",
        "p=quarantine | quarantine | REJECT | p=reject",
        "p=quarantine | reject | REJECT | p=reject",
        "p=reject; pct=50 | quarantine | REJECT_ALL | p=reject",
      })
  void theWayIsWalkedStepByStep(String now, String reported, Advice.Step step, String next) {
    record(now + "; rua=mailto:d@example.com");

    Advice advice = advice(under(reported, reports(1000, 1, 14)));
    assertThat(advice.step()).isEqualTo(step);
    assertThat(advice.name()).isEqualTo("_dmarc.example.com");
    assertThat(advice.record()).isEqualTo("v=DMARC1; " + next + "; rua=mailto:d@example.com");
    assertThat(advice.why().toString())
        .isEqualTo(
            "Of 14084 messages in 14 reports 14000 are ours and align, 0 come from others that"
                + " align, 70 from strangers; make sure that none of these is yours:"
                + " 198.51.100.66");
  }

  @Test
  void theWeeksUnderQuarantineAreNotSkipped() {
    record("p=quarantine; rua=mailto:d@example.com");
    List<AggregateReport> twoWeeks = reports(100, 0, 14);

    Advice advice = advice(under("none", twoWeeks));
    assertThat(advice.step()).isEqualTo(Advice.Step.READ_REPORTS);
    assertThat(advice.action().toString())
        .isEqualTo("Wait until the reports cover two weeks under p=quarantine for all mail");
    assertThat(advice.why().toString())
        .startsWith(
            "None of the 14 reports is of the last 60 days under p=quarantine for all mail;");
    List<AggregateReport> some = new ArrayList<>(under("none", twoWeeks.subList(0, 9)));
    some.addAll(under("quarantine", twoWeeks.subList(9, 14)));
    assertThat(advice(some).why().toString())
        .startsWith("Of the last 60 days they cover 5 under p=quarantine for all mail, and it");
    assertThat(advice(published("quarantine", "", true, twoWeeks)).step())
        .as("a share of the mail")
        .isEqualTo(Advice.Step.READ_REPORTS);

    record("p=reject; pct=50; rua=mailto:d@example.com");
    assertThat(advice(under("none", twoWeeks)).action().toString())
        .isEqualTo("Wait until the reports cover two weeks under p=quarantine");
  }

  @Test
  void daysAreCountedAndNotTheTimeBetweenThem() {
    record("p=none; rua=mailto:d@example.com");
    List<AggregateReport> fourWeeks = reports(100, 0, 23);

    assertThat(advice(List.of(fourWeeks.getFirst(), fourWeeks.getLast())).why().toString())
        .startsWith("Of the last 60 days they cover 2,");
    List<AggregateReport> oneDay = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      oneDay.add(with("receiver" + i, fourWeeks.getFirst()));
    }
    assertThat(advice(oneDay).why().toString()).startsWith("Of the last 60 days they cover 1,");
  }

  @Test
  void reportsOfLongAgoAndOfTheFutureDoNotCount() {
    record("p=none; rua=mailto:d@example.com");
    List<AggregateReport> twoWeeks = reports(100, 0, 14);

    assertThat(adviceAt(Instant.parse("2026-12-31T12:00:00Z"), twoWeeks).step())
        .isEqualTo(Advice.Step.QUARANTINE);
    assertThat(adviceAt(Instant.parse("2027-01-01T12:00:00Z"), twoWeeks).why().toString())
        .startsWith("Of the last 60 days they cover 13,");
    assertThat(adviceAt(Instant.parse("2027-02-01T00:00:00Z"), twoWeeks).why().toString())
        .startsWith("None of the 14 reports is of the last 60 days;");
    assertThat(adviceAt(Instant.parse("2026-10-31T00:00:00Z"), twoWeeks).why().toString())
        .startsWith("None of the 14 reports is of the last 60 days;");
  }

  @Test
  void theInheritedPolicyIsTheOneForSubdomains() {
    record("p=reject; sp=quarantine; rua=mailto:d@example.com");
    List<AggregateReport> twoWeeks = reports(100, 0, 14);
    from = new DnsName("news.example.com");

    assertThat(advice(published("reject", "none", false, twoWeeks)).step())
        .isEqualTo(Advice.Step.READ_REPORTS);
    Advice advice = advice(published("reject", "quarantine", false, twoWeeks));
    assertThat(advice.step()).isEqualTo(Advice.Step.REJECT);
    assertThat(advice.record())
        .isEqualTo("v=DMARC1; p=reject; sp=reject; rua=mailto:d@example.com");
  }

  /// `sp=quarantine` would open the subdomains that exist, and change nothing for this one.
  @Test
  void theInheritedPolicyOfADomainThatDoesNotExistIsNp() {
    record("p=reject; np=none; rua=mailto:d@example.com");
    from = new DnsName("news.example.com");

    Advice advice = advice(reports(1000, 1, 14));
    assertThat(advice.step()).isEqualTo(Advice.Step.QUARANTINE);
    assertThat(advice.record())
        .isEqualTo("v=DMARC1; p=reject; np=quarantine; rua=mailto:d@example.com");
  }

  @Test
  void aRecordWithAFlawIsRepairedFirst() {
    record("p=none; rua=d@example.com");

    Advice advice = advice(reports(100, 0, 14));
    assertThat(advice.step()).isEqualTo(Advice.Step.PUBLISH);
    assertThat(advice.action().toString())
        .isEqualTo(
            "Correct the record at _dmarc.example.com: rua has an entry that is not mailto: and a"
                + " mailbox");
  }

  @Test
  void subdomainsAreCoveredLast() {
    record("p=reject; sp=none; rua=mailto:d@example.com");
    assertThat(advice(List.of()).record())
        .isEqualTo("v=DMARC1; p=reject; rua=mailto:d@example.com");

    record("p=reject; np=none; rua=mailto:d@example.com");
    assertThat(advice(List.of()).why().toString())
        .isEqualTo("np=none lets anyone pose as a subdomain that does not exist");
    assertThat(advice(List.of()).record())
        .isEqualTo("v=DMARC1; p=reject; rua=mailto:d@example.com");

    record("p=reject; rua=mailto:d@example.com");
    assertThat(advice(List.of()).step()).isEqualTo(Advice.Step.DONE);
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

    assertThat(advice(reports(100, 0, 14)).action().toString())
        .startsWith("aws sesv2 put-email-identity-mail-from-attributes");
  }

  private void record(String tags) {
    example.without("_dmarc").with("_dmarc 60 IN TXT \"v=DMARC1; " + tags + "\"");
  }

  private Advice advice(List<AggregateReport> reports) {
    return adviceAt(NOW, reports);
  }

  private Advice adviceAt(Instant now, List<AggregateReport> reports) {
    example.publish();
    DomainCheck.Report report =
        new DomainCheck(
                new Target(DOMAIN, from, ExampleDomain.REGION),
                new Fact.Known<>(example.identity()),
                new Fact.Known<>(new AccountFacts(false, true, "HEALTHY", true, true)),
                DnsjavaDns.at(example.server().address()),
                new GuavaPublicSuffixes())
            .report();
    return new Adviser(from, report.findings(), report.dmarc(), reports, now).advice();
  }

  /// A report of each day from the first of November, with so many messages.
  private static List<AggregateReport> reports(long ours, long unaligned, int days) {
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
    List<AggregateReport> reports = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      Instant begin = FIRST_DAY.plus(Duration.ofDays(day));
      reports.add(
          new AggregateReport(
              "receiver.example",
              "day " + day,
              begin,
              begin.plus(Duration.ofDays(1)).minusSeconds(1),
              "example.com",
              new AggregateReport.Published("none", "none", false),
              rows));
    }
    return reports;
  }

  private static List<AggregateReport> under(String policy, List<AggregateReport> reports) {
    return published(policy, policy, false, reports);
  }

  private static List<AggregateReport> published(
      String policy, String subdomains, boolean partly, List<AggregateReport> reports) {
    AggregateReport.Published published = new AggregateReport.Published(policy, subdomains, partly);
    return reports.stream().map(report -> with(report.reporter(), published, report)).toList();
  }

  private static AggregateReport with(String reporter, AggregateReport report) {
    return with(reporter, report.published(), report);
  }

  private static AggregateReport with(
      String reporter, AggregateReport.Published published, AggregateReport report) {
    return new AggregateReport(
        reporter,
        report.id(),
        report.begin(),
        report.end(),
        report.domain(),
        published,
        report.rows());
  }
}
