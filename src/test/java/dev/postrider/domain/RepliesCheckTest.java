package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import org.junit.jupiter.api.Test;

class RepliesCheckTest {
  private final FixedDns dns = new FixedDns();

  @Test
  void anExchangerWithAnAddressTakesReplies() {
    dns.with("example.com", RecordType.MX, "10 gone.example.net", "20 mx.example.net");
    dns.with("mx.example.net", RecordType.AAAA, "2001:db8::25");

    assertThat(finding().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void theNullMxTakesNone() {
    dns.with("example.com", RecordType.MX, "0 .");

    assertThat(finding().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding().found().toString())
        .isEqualTo("0 . (the null MX: the domain says that it takes no mail)");
  }

  @Test
  void exchangersWithoutAnAddressTakeNone() {
    dns.with("example.com", RecordType.MX, "10 gone.example.net");

    assertThat(finding().found().toString())
        .isEqualTo("10 gone.example.net (no host of these has an address)");
  }

  @Test
  void withoutAnMxRepliesGoToTheDomainsOwnAddressIfItHasOne() {
    assertThat(finding().found().toString())
        .startsWith("the name does not exist: replies come back");

    dns.with("example.com", RecordType.TXT, "a remark");
    assertThat(finding().found().toString()).isEqualTo("no MX and no address: replies come back");

    dns.with("example.com", RecordType.A, "192.0.2.80");
    assertThat(finding().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding().found().toString()).endsWith("mostly a web server: 192.0.2.80");
  }

  @Test
  void whatIsNotAnsweredIsUnchecked() {
    dns.lose("example.com", RecordType.MX);
    assertThat(finding().verdict()).isEqualTo(Verdict.UNCHECKED);

    dns.with("example.com", RecordType.MX, "10 mx.example.net");
    dns.lose("mx.example.net", RecordType.A);
    assertThat(finding().verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(finding().found().toString()).isEqualTo("no answer to A mx.example.net");
  }

  private Finding finding() {
    return new RepliesCheck(new DnsName("example.com"), dns).finding();
  }
}
