package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthoritativeDnsTest {
  private static final DnsName NAME = new DnsName("mail.example.com");

  private final LoopbackDns server = new LoopbackDns();
  private final AuthoritativeDns dns =
      new AuthoritativeDns(
          DnsjavaDns.at(server.address()), server.address().getPort(), Duration.ofSeconds(5));

  AuthoritativeDnsTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void anAliasOfWhatIsNoNameIsAnAnswerThatCannotBeUsed() {
    server.zone("example.com", "mail 60 IN CNAME \\(x\\).example.com.\n");

    assertThat(dns.ask(NAME, RecordType.TXT))
        .isEqualTo(
            new DnsAnswer.Unanswered("mail.example.com is an alias of what is not a domain name"));
  }

  @Test
  void serversThatCouldNotBeFoundAreLookedForAgain() {
    server.zone("example.com", "mail 60 IN TXT \"here\"\n");
    server.fail();
    assertThat(dns.ask(NAME, RecordType.TXT)).isInstanceOf(DnsAnswer.Unanswered.class);

    server.recover();
    assertThat(dns.ask(NAME, RecordType.TXT)).isEqualTo(new DnsAnswer.Found(List.of("here")));
  }
}
