package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsjavaDnsTest {
  private static final DnsName MAIL = new DnsName("mail.example.com");

  private final LoopbackDns server = new LoopbackDns();
  private final DnsjavaDns dns = DnsjavaDns.at(server.address());

  DnsjavaDnsTest() throws IOException {
    server.zone("example.com", "mail 60 IN TXT \"v=spf1 ip4:\" \"192.0.2.5 -all\"\n");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void theStringsOfARecordAreJoinedWithoutASpace() {
    assertThat(dns.ask(MAIL, RecordType.TXT))
        .isEqualTo(new DnsAnswer.Found(List.of("v=spf1 ip4:192.0.2.5 -all")));
  }

  @Test
  void aNameThatDoesNotExistIsToldFromOneWithoutTheRecord() {
    assertThat(dns.ask(MAIL, RecordType.MX)).isEqualTo(new DnsAnswer.Nothing(true));
    assertThat(dns.ask(new DnsName("gone.example.com"), RecordType.MX))
        .isEqualTo(new DnsAnswer.Nothing(false));
  }

  @Test
  void brokenDnssecIsNamedAsTheCause() {
    server.breakDnssec("example.com");

    assertThat(dns.ask(MAIL, RecordType.TXT))
        .isInstanceOfSatisfying(
            DnsAnswer.Unanswered.class,
            lost ->
                assertThat(lost.why())
                    .hasToString(
                        "no answer to TXT mail.example.com: its DNSSEC is broken (the resolver"
                            + " answers with DNSSEC checking disabled); compare the DS record at"
                            + " the registrar with the zone's keys"));
  }

  @Test
  void aServerFailureOfAnotherCauseIsNotPutDownToDnssec() {
    server.failFor("example.com");

    assertThat(dns.ask(MAIL, RecordType.TXT))
        .isInstanceOfSatisfying(
            DnsAnswer.Unanswered.class,
            lost -> assertThat(lost.why().toString()).doesNotContain("DNSSEC"));
  }

  /// The server answers with the alias alone; what is lost is the name that it leads to.
  @Test
  void aServerFailureBehindAnAliasIsNotPutDownToDnssec() {
    server.zone("example.net", "www 60 IN CNAME mail.example.com.\n");
    server.failFor("example.com");

    assertThat(dns.ask(new DnsName("www.example.net"), RecordType.TXT))
        .isInstanceOfSatisfying(
            DnsAnswer.Unanswered.class,
            lost -> assertThat(lost.why().toString()).doesNotContain("DNSSEC"));
  }

  @Test
  void aRefusalIsNoAnswer() {
    server.refuseOthers();

    assertThat(dns.ask(new DnsName("mail.example.org"), RecordType.TXT))
        .isInstanceOf(DnsAnswer.Unanswered.class);
  }
}
