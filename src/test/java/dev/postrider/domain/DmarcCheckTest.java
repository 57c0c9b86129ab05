package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.domain.DnsjavaDns;
import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.text.Text;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcCheckTest {
  private final ExampleDomain example;

  DmarcCheckTest() throws IOException {
    example = new ExampleDomain();
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @Test
  void noRecordIsAFailureWithTheFirstRecordToPublish() {
    example.without("_dmarc");

    assertThat(dmarc().found().toString()).isEqualTo("no record");
    assertThat(dmarc().action().toString())
        .isEqualTo(
            "Publish as TXT at _dmarc.example.com:"
                + " v=DMARC1; p=none; rua=mailto:dmarc@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "dmarc", "_dmarc.mail"})
  void aRecordUnderTheWrongNameIsFound(String name) {
    example.without("_dmarc").with(name + " 60 IN TXT \"v=DMARC1; p=none\"");

    assertThat(dmarc().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(dmarc().found().toString())
        .startsWith("it stands at ")
        .endsWith(", where nobody looks");
    assertThat(dmarc().action().toString()).isEqualTo("Move the record to _dmarc.example.com");
  }

  @Test
  void aRecordWithTheZoneDoubledIsFound() {
    example.without("_dmarc").with("_dmarc.example.com 60 IN TXT \"v=DMARC1; p=none\"");

    assertThat(dmarc().action().toString())
        .isEqualTo("In the form of the zone example.com enter only _dmarc as the name");
  }

  @Test
  void quotesInsideQuotesAreRecognised() {
    record("\"\\\"v=DMARC1; p=none\\\"\"");

    assertThat(dmarc().action().toString())
        .isEqualTo(
            "Enter the value at _dmarc.example.com without quotes of your own: v=DMARC1; p=none");
  }

  @Test
  void twoRecordsAreNone() {
    example.with("_dmarc 60 IN TXT \"v=DMARC1; p=none\"");

    assertThat(dmarc().found().toString())
        .isEqualTo(
            "2 records, so receivers use none: v=DMARC1; p=none"
                + " | v=DMARC1; p=reject; rua=mailto:dmarc@example.com");
    assertThat(example.check().of(Point.DMARC_POLICY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "v=DMARC1; p=refuse | p=refuse is not none, quarantine or reject",
        "v=DMARC1; p=reject; sp=x; rua=mailto:a@example.com | sp=x is not none, quarantine or",
        "v=DMARC1; sp=reject | it has no p=",
        "v=dmarc1; p=none | it does not begin with exactly 'v=DMARC1;'",
        "v=DMARC1 p=none | it does not begin with exactly 'v=DMARC1;'",
        "v=DMARC1; p=none; p=reject | 'p' is given twice",
      })
  void anInvalidRecordSaysWhy(String text, String problem) {
    record('"' + text + '"');

    assertThat(dmarc().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(dmarc().found().toString()).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "v=DMARC1; rua=mailto:a@example.com | it has no p=, so receivers act as if it said p=none",
        "V=DMARC1; p=none | 'V' is written with capitals, which some receivers do not know",
        "v=DMARC1; p=none; pct=200 | pct=200 is not a number from 0 to 100",
        "v=DMARC1; p=none; adkim=x | adkim=x is not r or s",
        "v=DMARC1; p=none; rua=a@example.com | rua has an entry that is not mailto: and a mailbox",
        "v=DMARC1; p=none; reports | 'reports' is not name=value",
        "v=DMARC1; p=none; policy=reject | 'policy' is not a tag of DMARC",
      })
  void whatReceiversPassOverIsAWarning(String text, String problem) {
    record('"' + text + '"');

    assertThat(dmarc().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(dmarc().found().toString()).contains(problem);
    assertThat(dmarc().action().toString())
        .isEqualTo("Correct the record at _dmarc.example.com: " + problem);
  }

  @Test
  void aSecondTextThatReceiversThrowAwayLeavesTheRecordInForce() {
    example.with("_dmarc 60 IN TXT \"v=dmarc1; p=none\"");

    assertThat(dmarc().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(dmarc().found().toString())
        .endsWith(", beside what receivers throw away: v=dmarc1; p=none");
    assertThat(example.check().of(Point.DMARC_POLICY).getFirst().found().toString())
        .isEqualTo("p=reject");
  }

  @Test
  void aRecordBehindAnAliasIsCorrectedWhereItStands() {
    example.without("_dmarc").with("_dmarc 60 IN CNAME _dmarc.example.net.");
    for (String flaw : List.of("adkim=x", "sp=x")) {
      example.server().zone("example.net", "_dmarc 60 IN TXT \"v=DMARC1; p=none; " + flaw + "\"\n");

      assertThat(dmarc().action().toString())
          .startsWith(
              "Correct the record at _dmarc.example.net, where the CNAME at _dmarc.example.com"
                  + " leads: "
                  + flaw);
    }
  }

  @Test
  void whiteSpaceBeforeTheVersionIsNotAQuote() {
    record("\" v=DMARC1; p=none\"");

    assertThat(dmarc().found().toString()).contains("it does not begin with exactly 'v=DMARC1;'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p=reject; rua=dmarc@example.com",
        "p=reject; pct=200",
        "p=reject; adkim=x",
        "p=reject; aspf=x",
        "p=reject; reports",
        "p=reject; rua=mailto:a@example.com; rua=mailto:b@example.com",
        "p=none; p=reject",
        "p=reject; x=y",
      })
  void whatReceiversPassOverLeavesThePolicyInForce(String tags) {
    record("\"v=DMARC1; " + tags + "\"");
    example.without("token").without("mail 60 IN MX").without("mail 60 IN TXT");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC).getFirst().verdict()).isNotEqualTo(Verdict.PASS);
    assertThat(findings.of(Point.DMARC_ENFORCEMENT).getFirst().found().toString())
        .isEqualTo(
            "p=reject, DKIM does not pass or align, SPF does not pass or align:"
                + " receivers turn this domain's own mail away");
    assertThat(findings.of(Point.BULK_SENDER_RULES).getFirst().found().toString())
        .isEqualTo("not yet: DKIM, SPF, alignment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=dmarc1; p=reject",
        "v=DMARC1; p=refuse",
        "v=DMARC1; p=reject; sp=refuse",
        "v=DMARC1; p=reject; np=refuse",
      })
  void whatVoidsTheRecordVoidsItsPolicy(String text) {
    record('"' + text + '"');
    example.without("token").without("mail 60 IN MX");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC).getFirst().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(findings.of(Point.DMARC_ENFORCEMENT).getFirst().found().toString())
        .isEqualTo("no policy is enforced");
  }

  @Test
  void whetherAPolicyIsEnforcedIsNotKnownWithoutTheRecord() {
    example.publish();
    Dns dns = DnsjavaDns.at(example.server().address());

    Findings findings =
        example.check(
            new Fact.Known<>(example.identity()),
            new Fact.Known<>(new AccountFacts(true, true, "HEALTHY", true, true)),
            (name, type) ->
                name.text().startsWith("_dmarc.")
                    ? new DnsAnswer.Unanswered(Text.verbatim("no answer to " + name))
                    : dns.ask(name, type));
    assertThat(findings.of(Point.DMARC).getFirst().verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(findings.of(Point.DMARC_ENFORCEMENT).getFirst().verdict())
        .isEqualTo(Verdict.UNCHECKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:dmarc@example.com\\\"",
        "mailto:dmarc@example..com",
        "mailto:dmarc@-.com.(x)",
        "mailto:a@example.com,mailto:b@example..com",
      })
  void aReportAddressOfNoDomainIsAWarningAndStopsNothing(String rua) {
    record("\"v=DMARC1; p=reject; rua=" + rua + "\"");

    Finding finding = example.check().of(Point.DMARC_REPORTS).getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.found().toString()).startsWith("rua names no domain: ");
  }

  @Test
  void aReportDomainTooLongToBeAllowedIsAWarning() {
    String host = ("x".repeat(60) + ".").repeat(3) + "y".repeat(42) + ".example.net";
    String rua = "mailto:d@" + host;
    int half = rua.length() / 2;
    record(
        "\"v=DMARC1; p=reject; rua="
            + rua.substring(0, half)
            + "\" \""
            + rua.substring(half)
            + "\"");

    Finding finding = example.check().of(Point.DMARC_REPORTS).getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.found().toString()).endsWith(", which does not say that it takes them");
    assertThat(finding.action().toString()).isEqualTo("Name a mailbox whose domain is shorter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p=none | PASS | WARNING",
        "p=quarantine | PASS | PASS",
        "p=reject; pct=50 | PASS | WARNING",
        "p=reject; t=y | PASS | WARNING",
        "p=reject; sp=none | PASS | WARNING",
        "p=reject; np=none | PASS | WARNING",
        "p=quarantine; np=reject | PASS | PASS",
      })
  void thePolicyIsRatedApartFromTheRecord(String tags, Verdict record, Verdict policy) {
    record("\"v=DMARC1; " + tags + "\"");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC).getFirst().verdict()).isEqualTo(record);
    assertThat(findings.of(Point.DMARC_POLICY).getFirst().verdict()).isEqualTo(policy);
    assertThat(findings.of(Point.DMARC_REPORTS).getFirst().found().toString())
        .isEqualTo("no rua, so nobody learns who sends in this domain's name");
  }

  @Test
  void reportsToAnotherDomainNeedItsPermission() {
    record("\"v=DMARC1; p=reject; rua=mailto:r@reports.example.net!10m\"");
    Finding finding = example.check().of(Point.DMARC_REPORTS).getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.action().toString())
        .isEqualTo("Publish as TXT at example.com._report._dmarc.reports.example.net: v=DMARC1");

    example
        .server()
        .zone(
            "example.net",
            "example.com._report._dmarc.reports 60 IN TXT \"v=DMARC1;\"\nreports 60 IN MX 10 mx\n");
    assertThat(example.check().of(Point.DMARC_REPORTS).getFirst().verdict())
        .isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com._report._dmarc.reports.example.net", "reports.example.net"})
  void whatWasNotAnsweredAboutAReportAddressIsUnchecked(String lost) {
    record("\"v=DMARC1; p=reject; rua=mailto:r@reports.example.net\"");
    example
        .server()
        .zone(
            "example.net",
            "example.com._report._dmarc.reports 60 IN TXT \"v=DMARC1\"\nreports 60 IN MX 10 mx\n");
    example.server().failFor(lost);
    example.without("token").without("mail 60 IN MX");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC_REPORTS).getFirst().verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(findings.of(Point.DMARC_ENFORCEMENT).getFirst().verdict())
        .as("it does not rest on where reports go")
        .isEqualTo(Verdict.FAILURE);

    record("\"v=DMARC1; p=reject; rua=mailto:r@reports.example.net,mailto:r@gone.example.com\"");
    assertThat(example.check().of(Point.DMARC_REPORTS).getFirst().found().toString())
        .isEqualTo("reports go to gone.example.com, which takes no mail");
  }

  @Test
  void atAMailboxProviderNobodyCanPublishThePermission() {
    for (String provider : List.of("gmail.com", "outlook.com", "yahoo.co.jp")) {
      record("\"v=DMARC1; p=reject; rua=mailto:someone@" + provider + "\"");

      Finding finding = example.check().of(Point.DMARC_REPORTS).getFirst();
      assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
      assertThat(finding.action().toString())
          .isEqualTo(
              "Name a mailbox of a domain of yours in rua, such as dmarc@example.com: at "
                  + provider
                  + " you cannot publish the permission");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"!10p", "!10mb", "!ten"})
  void aSizeThatIsNoneIsNamedAndTheMailboxIsStillRead(String size) {
    record("\"v=DMARC1; p=reject; rua=mailto:dmarc@example.com" + size + "\"");

    assertThat(dmarc().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(dmarc().found().toString()).contains("'" + size + "' is not a size");
    assertThat(example.check().of(Point.DMARC_REPORTS).getFirst().verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void failureReportsToAnotherDomainNeedItsPermissionToo() {
    record(
        "\"v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=mailto:f@reports.example.net\"");
    Finding finding = example.check().of(Point.DMARC_REPORTS).getFirst();
    assertThat(finding.found().toString())
        .isEqualTo(
            "failure reports go to reports.example.net, which does not say that it takes them");

    example
        .server()
        .zone(
            "example.net",
            "example.com._report._dmarc.reports 60 IN TXT \"v=DMARC2\"\nreports 60 IN MX 10 mx\n");
    assertThat(example.check().of(Point.DMARC_REPORTS).getFirst().verdict())
        .as("a permission of another version")
        .isEqualTo(Verdict.WARNING);
    example
        .server()
        .zone(
            "example.net",
            "example.com._report._dmarc.reports 60 IN TXT \"v=DMARC1\"\nreports 60 IN MX 10 mx\n");
    assertThat(example.check().of(Point.DMARC_REPORTS).getFirst().verdict())
        .isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | WARNING",
        "dmarc-reports 60 IN MX 0 . | WARNING",
        "dmarc-reports 60 IN MX 10 inbound-smtp.eu-west-1.amazonaws.com. | PASS",
        "dmarc-reports 60 IN A 192.0.2.1 | PASS",
        "dmarc-reports 60 IN AAAA 2001:db8::1 | PASS",
      })
  void reportsToANameThatTakesNoMailAreLost(@Nullable String mx, Verdict verdict) {
    record("\"v=DMARC1; p=reject; rua=mailto:dmarc@dmarc-reports.example.com\"");
    if (mx != null) {
      example.with(mx);
    }

    Finding finding = example.check().of(Point.DMARC_REPORTS).getFirst();
    assertThat(finding.verdict()).isEqualTo(verdict);
    if (verdict == Verdict.WARNING) {
      assertThat(finding.found().toString())
          .isEqualTo("reports go to dmarc-reports.example.com, which takes no mail");
    }
  }

  @Test
  void aSubdomainInheritsThePolicyForSubdomains() {
    record("\"v=DMARC1; p=reject; sp=quarantine; rua=mailto:r@example.com\"");
    example.from("news.example.com");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC).getFirst().subject()).isEqualTo("_dmarc.example.com");
    assertThat(findings.of(Point.DMARC_POLICY).getFirst().found().toString())
        .isEqualTo("sp=quarantine");
  }

  private void record(String text) {
    example.without("_dmarc").with("_dmarc 60 IN TXT " + text);
  }

  private Finding dmarc() {
    return example.check().of(Point.DMARC).getFirst();
  }
}
