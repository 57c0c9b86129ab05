package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DmarcRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionalRecordsTest {
  private final FixedDns dns =
      new FixedDns().with("mta-sts.example.com", RecordType.A, "192.0.2.80");

  @Test
  void withoutThemEachPointPassesAndSaysSo() {
    assertThat(findings("none"))
        .allMatch(finding -> finding.verdict() == Verdict.PASS)
        .allMatch(finding -> finding.found().toString().startsWith("none; optional, "));
  }

  @Test
  void whatIsNotAnsweredIsUnchecked() {
    dns.lose("_mta-sts.example.com", RecordType.TXT);
    dns.lose("_smtp._tls.example.com", RecordType.TXT);
    dns.lose("default._bimi.example.com", RecordType.TXT);

    assertThat(findings("none")).allMatch(finding -> finding.verdict() == Verdict.UNCHECKED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MTA_STS | _mta-sts      | v=STSv1; id=20261101; | PASS",
        "MTA_STS | _mta-sts      | v=STSv1;              | WARNING",
        "MTA_STS | _mta-sts      | v=STSv1; id=2026-11   | WARNING",
        "TLS_RPT | _smtp._tls    | v=TLSRPTv1; rua=mailto:tls@example.com   | PASS",
        "TLS_RPT | _smtp._tls    | v=TLSRPTv1; rua=https://example.com/tls  | PASS",
        "TLS_RPT | _smtp._tls    | v=TLSRPTv1; rua=tls@example.com          | WARNING",
        "BIMI    | default._bimi | v=BIMI1; l=https://example.com/logo.svg  | PASS",
        "BIMI    | default._bimi | v=BIMI1; l=; a=;                         | PASS",
        "BIMI    | default._bimi | v=BIMI1; l=http://example.com/logo.svg   | WARNING",
      })
  void aRecordThatIsThereIsRead(Point point, String name, String text, Verdict verdict) {
    dns.with(name + ".example.com", RecordType.TXT, text, "another text");

    assertThat(finding(point, "reject").verdict()).isEqualTo(verdict);
  }

  @Test
  void twoRecordsAreAsGoodAsNone() {
    dns.with("_mta-sts.example.com", RecordType.TXT, "v=STSv1; id=1;", "v=STSv1; id=2;");

    assertThat(finding(Point.MTA_STS, "none").verdict()).isEqualTo(Verdict.WARNING);
  }

  @Test
  void aPolicyWithoutAHostIsTold() {
    dns.with("_mta-sts.example.com", RecordType.TXT, "v=STSv1; id=1;");
    dns.lose("mta-sts.example.com", RecordType.A);
    assertThat(finding(Point.MTA_STS, "none").verdict()).isEqualTo(Verdict.UNCHECKED);

    OptionalRecords elsewhere =
        new OptionalRecords(
            new DnsName("example.org"),
            Optional.empty(),
            new FixedDns().with("_mta-sts.example.org", RecordType.TXT, "v=STSv1; id=1;"));
    assertThat(elsewhere.findings().getFirst().found().toString())
        .endsWith("(the policy's host mta-sts.example.org has no address)");
  }

  @Test
  void aLogoIsShownUnderAnEnforcedPolicyOnly() {
    dns.with(
        "default._bimi.example.com", RecordType.TXT, "v=BIMI1; l=https://example.com/logo.svg");

    assertThat(finding(Point.BIMI, "none").verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding(Point.BIMI, "quarantine; pct=50").verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding(Point.BIMI, "quarantine").verdict()).isEqualTo(Verdict.PASS);
  }

  private Finding finding(Point point, String policy) {
    return new Findings(findings(policy)).of(point).getFirst();
  }

  private List<Finding> findings(String policy) {
    DmarcFacts dmarc =
        new DmarcFacts(
            new DnsName("_dmarc.example.com"),
            DmarcRecord.parse("v=DMARC1; p=" + policy + "; rua=mailto:dmarc@example.com"),
            false);
    return new OptionalRecords(new DnsName("example.com"), Optional.of(dmarc), dns).findings();
  }
}
