package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.dns.ZoneRecord;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplacedCnameTest {
  private static final ZoneRecord RECORD =
      new ZoneRecord(
          new DnsName("token._domainkey.example.com"),
          RecordType.CNAME,
          "token.dkim.amazonses.com");

  @Test
  void anAddressAtTheNameIsAProxys() {
    FixedDns dns = new FixedDns().with(RECORD.name().text(), RecordType.A, "198.51.100.7");

    assertThat(finding(dns)).get().extracting(Finding::verdict).isEqualTo(Verdict.FAILURE);
  }

  @Test
  void theAddressOfAWildcardIsNot() {
    Dns wildcard =
        (_, type) ->
            type == RecordType.A
                ? new DnsAnswer.Found(List.of("198.51.100.7"))
                : new DnsAnswer.Nothing();

    assertThat(finding(wildcard)).isEmpty();
  }

  @Test
  void noRecordAndNoAnswerAreNothingInItsPlace() {
    assertThat(finding(new FixedDns())).isEmpty();
    assertThat(finding((_, _) -> new DnsAnswer.Unanswered(Text.verbatim("lost")))).isEmpty();
  }

  private static Optional<Finding> finding(Dns dns) {
    return new ReplacedCname(RECORD, dns)
        .finding(new Expectation(Point.DKIM_CNAME, RECORD.name().text(), Text.verbatim("CNAME")));
  }
}
