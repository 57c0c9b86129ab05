package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mail from a subdomain: whose policy it has, and with what it aligns.
class DmarcInheritanceTest {
  private final ExampleDomain example;

  DmarcInheritanceTest() throws IOException {
    example = new ExampleDomain();
    example.from("news.example.com");
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p=reject; sp=none | WARNING | sp=none: receivers only report, anyone can pose as this domain",
        "p=reject | PASS | p=reject",
        "p=none; sp=reject | PASS | sp=reject",
        "p=reject; sp=none; np=reject | PASS | np=reject",
        "p=reject; np=none | WARNING | np=none: receivers only report, anyone can pose as this domain",
      })
  void theInheritedPolicyIsNamedByItsTag(String tags, Verdict verdict, String found) {
    record("_dmarc", tags);

    Finding policy = example.check().of(Point.DMARC_POLICY).getFirst();
    assertThat(policy.verdict()).isEqualTo(verdict);
    assertThat(policy.found().toString()).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"A 192.0.2.1", "AAAA 2001:db8::1", "MX 10 mx.example.com."})
  void aSubdomainThatExistsIsNotUnderNp(String line) {
    record("_dmarc", "p=reject; sp=quarantine; np=none");
    example.with("news 60 IN " + line);

    assertThat(example.check().of(Point.DMARC_POLICY).getFirst().found().toString())
        .isEqualTo("sp=quarantine");
  }

  @Test
  void aRecordOfTheSubdomainAloneTakesItsAlignmentAway() {
    record("_dmarc.news", "p=reject; rua=mailto:dmarc@example.com");

    Finding dkim = example.check().of(Point.DKIM_ALIGNMENT).getFirst();
    assertThat(dkim.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(dkim.found().toString())
        .isEqualTo(
            "d=example.com is aligned by the Public Suffix List, but not by the DMARC records"
                + " (RFC 9989): those make example.com and news.example.com the organisational"
                + " domains");
    assertThat(dkim.action().toString())
        .isEqualTo(
            "Publish a DMARC record at _dmarc.example.com too, so that both have one organisational"
                + " domain: v=DMARC1; p=none");

    example.with("_dmarc 60 IN TXT \"v=DMARC1; p=none\"");
    assertThat(example.check().of(Point.DKIM_ALIGNMENT).getFirst().verdict())
        .isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @CsvSource({"_dmarc.news, p=reject; psd=n, p=none", "_dmarc, p=reject, p=none; psd=y"})
  void aPsdThatPartsTheNamesIsRemoved(String place, String news, String example) {
    record("_dmarc", example);
    this.example.with("_dmarc.news 60 IN TXT \"v=DMARC1; " + news + '"');

    assertThat(this.example.check().of(Point.DKIM_ALIGNMENT).getFirst().action().toString())
        .isEqualTo("Remove psd= from the DMARC record at " + place + ".example.com");
  }

  @Test
  void withoutAnyRecordTheFirstOneGoesToTheOrganisationalDomain() {
    example.without("_dmarc");

    assertThat(example.check().of(Point.DMARC).getFirst().action().toString())
        .isEqualTo(
            "Publish as TXT at _dmarc.example.com: v=DMARC1; p=none; rua=mailto:dmarc@example.com");
  }

  @Test
  void aRecordInBetweenIsOneThatOlderReceiversDoNotFind() {
    example.from("a.news.example.com");
    record("_dmarc.news", "p=reject; rua=mailto:dmarc@example.com");

    Finding dmarc = example.check().of(Point.DMARC).getFirst();
    assertThat(dmarc.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(dmarc.found().toString())
        .endsWith(
            "; older receivers do not look there, but at _dmarc.a.news.example.com and"
                + " _dmarc.example.com");
    assertThat(dmarc.action().toString())
        .isEqualTo("Publish the record at _dmarc.a.news.example.com too");
  }

  @Test
  void aBrokenRecordOfItsOwnLeavesTheInheritedPolicyInForce() {
    record("_dmarc", "p=reject");
    example.with("_dmarc.news 60 IN TXT \"v=dmarc1; p=none\"");

    Findings findings = example.check();
    assertThat(findings.of(Point.DMARC).getFirst().subject()).isEqualTo("_dmarc.news.example.com");
    assertThat(findings.of(Point.DMARC).getFirst().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(findings.of(Point.DMARC_POLICY).getFirst().found().toString()).isEqualTo("p=reject");
  }

  @Test
  void spInTheRecordOfASubdomainCountsForNobody() {
    example.with("_dmarc.news 60 IN TXT \"v=DMARC1; p=reject; sp=none\"");

    assertThat(example.check().of(Point.DMARC_POLICY).getFirst().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void psdOfADomainThatIsNoPublicSuffixIsNamed() {
    example.from("example.com");
    record("_dmarc", "p=reject; psd=y");

    assertThat(example.check().of(Point.DMARC_POLICY).getFirst().action().toString())
        .isEqualTo("Remove psd=y from the record at _dmarc.example.com");
    assertThat(example.check().of(Point.SPF_ALIGNMENT).getFirst().verdict())
        .isEqualTo(Verdict.WARNING);
  }

  private void record(String name, String tags) {
    example.without("_dmarc").with(name + " 60 IN TXT \"v=DMARC1; " + tags + '"');
  }
}
