package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.domain.GuavaPublicSuffixes;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DmarcRecord;
import org.junit.jupiter.api.Test;

class DmarcReportsCheckTest {
  private final FixedDns dns =
      new FixedDns()
          .with("example.net", RecordType.MX, "10 mx.example.net")
          .with("example.com._report._dmarc.example.net", RecordType.TXT, "v=DMARC1");

  @Test
  void aPermissionThatIsNotAnsweredIsUnchecked() {
    assertThat(verdict("mailto:a@example.net")).isEqualTo(Verdict.PASS);

    dns.lose("example.com._report._dmarc.example.net", RecordType.TXT);
    assertThat(verdict("mailto:a@example.net")).isEqualTo(Verdict.UNCHECKED);
  }

  @Test
  void aMailServerThatIsNotAnsweredIsUnchecked() {
    dns.lose("example.net", RecordType.MX);
    assertThat(verdict("mailto:a@example.net")).isEqualTo(Verdict.UNCHECKED);

    dns.lose("example.com", RecordType.A);
    assertThat(verdict("mailto:a@example.com")).isEqualTo(Verdict.UNCHECKED);
  }

  @Test
  void whatIsWrongWhateverIsNotAnsweredStaysAWarning() {
    dns.lose("example.net", RecordType.MX);

    assertThat(verdict("mailto:a@example.net,mailto:b@gone.example.com"))
        .isEqualTo(Verdict.WARNING);
  }

  private Verdict verdict(String rua) {
    DmarcRecord record = DmarcRecord.parse("v=DMARC1; p=none; rua=" + rua);
    DmarcFacts facts = new DmarcFacts(new DnsName("_dmarc.example.com"), record, false);
    return new DmarcReportsCheck(facts, new GuavaPublicSuffixes(), dns).finding().verdict();
  }
}
