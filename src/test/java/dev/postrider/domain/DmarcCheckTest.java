package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    assertThat(dmarc().found()).isEqualTo("no record");
    assertThat(dmarc().action())
        .isEqualTo(
            "Publish as TXT at _dmarc.example.com:"
                + " v=DMARC1; p=none; rua=mailto:dmarc@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "dmarc", "_dmarc.mail"})
  void aRecordUnderTheWrongNameIsFound(String name) {
    example.without("_dmarc").with(name + " 60 IN TXT \"v=DMARC1; p=none\"");

    assertThat(dmarc().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(dmarc().found()).startsWith("it stands at ").endsWith(", where nobody looks");
    assertThat(dmarc().action()).isEqualTo("Move the record to _dmarc.example.com");
  }

  @Test
  void aRecordWithTheZoneDoubledIsFound() {
    example.without("_dmarc").with("_dmarc.example.com 60 IN TXT \"v=DMARC1; p=none\"");

    assertThat(dmarc().action())
        .isEqualTo("In the form of the zone example.com enter only _dmarc as the name");
  }

  @Test
  void quotesInsideQuotesAreRecognised() {
    record("\"\\\"v=DMARC1; p=none\\\"\"");

    assertThat(dmarc().action())
        .isEqualTo(
            "Enter the value at _dmarc.example.com without quotes of your own: v=DMARC1; p=none");
  }

  @Test
  void twoRecordsAreNone() {
    example.with("_dmarc 60 IN TXT \"v=DMARC1; p=none\"");

    assertThat(dmarc().found())
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
        "v=DMARC1; rua=mailto:a@example.com | it has no p=",
        "V=DMARC1; p=none | it does not begin with exactly 'v=DMARC1;'",
        "v=DMARC1 p=none | it does not begin with exactly 'v=DMARC1;'",
        "v=DMARC1; p=none; pct=200 | pct=200 is not a number from 0 to 100",
        "v=DMARC1; p=none; adkim=x | adkim=x is not r or s",
        "v=DMARC1; p=none; p=reject | 'p' is given twice",
        "v=DMARC1; p=none; rua=a@example.com | rua has an entry that is not mailto: and a mailbox",
        "v=DMARC1; p=none; reports | 'reports' is no name=value",
      })
  void anInvalidRecordSaysWhy(String text, String problem) {
    record('"' + text + '"');

    assertThat(dmarc().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(dmarc().found()).contains(problem);
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
      })
  void thePolicyIsRatedApartFromTheRecord(String tags, Verdict record, Verdict policy) {
    record("\"v=DMARC1; " + tags + "\"");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC).getFirst().verdict()).isEqualTo(record);
    assertThat(findings.of(Point.DMARC_POLICY).getFirst().verdict()).isEqualTo(policy);
    assertThat(findings.of(Point.DMARC_REPORTS).getFirst().found())
        .isEqualTo("no rua, so nobody learns who sends in this domain's name");
  }

  @Test
  void reportsToAnotherDomainNeedItsPermission() {
    record("\"v=DMARC1; p=reject; rua=mailto:r@reports.example.net!10m\"");
    Finding finding = example.check().of(Point.DMARC_REPORTS).getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.action())
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
      assertThat(finding.found())
          .isEqualTo("reports go to dmarc-reports.example.com, which takes no mail");
    }
  }

  @Test
  void aSubdomainInheritsThePolicyForSubdomains() {
    record("\"v=DMARC1; p=reject; sp=quarantine; rua=mailto:r@example.com\"");
    example.from("news.example.com");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC).getFirst().subject()).isEqualTo("_dmarc.example.com");
    assertThat(findings.of(Point.DMARC_POLICY).getFirst().found()).isEqualTo("sp=quarantine");
  }

  private void record(String text) {
    example.without("_dmarc").with("_dmarc 60 IN TXT " + text);
  }

  private Finding dmarc() {
    return example.check().of(Point.DMARC).getFirst();
  }
}
