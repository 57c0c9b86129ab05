package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.NameServers;
import dev.postrider.domain.dns.RecordType;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  void allServersAreAskedAndThoseThatDisagreeAreNamed() throws IOException {
    server.zone("example.com", "@ 60 IN NS ns2\nns2 60 IN A 127.0.0.2\nmail 60 IN TXT \"one\"\n");
    try (LoopbackDns second = new LoopbackDns("127.0.0.2", server.address().getPort())) {
      second.zone("example.com", "mail 60 IN TXT \"one\"\n");
      assertThat(dns.ask(NAME, RecordType.TXT)).isEqualTo(new DnsAnswer.Found(List.of("one")));

      second.zone("example.com", "mail 60 IN TXT \"two\"\n");
      assertThat(dns.ask(NAME, RecordType.TXT))
          .isInstanceOfSatisfying(
              DnsAnswer.Unanswered.class,
              lost ->
                  assertThat(lost.why())
                      .hasToString(
                          "the name servers disagree on TXT mail.example.com: ns1.example.com"
                              + " (127.0.0.1): one; ns2.example.com (127.0.0.2): two"));
    }
  }

  @Test
  void aServerThatRefusesOrIsNotThereDoesNotHideWhatTheOthersSay() throws IOException {
    server.zone(
        "example.com",
        """
        @ 60 IN NS ns2
        @ 60 IN NS ns3
        ns2 60 IN A 127.0.0.2
        ns3 60 IN A 127.0.0.3
        mail 60 IN TXT "one"
        """);
    NameServers.Question question = new NameServers.Question(NAME, RecordType.TXT);
    try (LoopbackDns second = new LoopbackDns("127.0.0.2", server.address().getPort())) {
      second.refuseOthers();

      assertThat(Objects.requireNonNull(dns.ask(Set.of(question)).get(question)).servers())
          .containsExactly(
              new NameServers.ServerAnswer.Answered(
                  "ns1.example.com (127.0.0.1)", new DnsAnswer.Found(List.of("one"))),
              new NameServers.ServerAnswer.NotServing("ns2.example.com (127.0.0.2)", "REFUSED"),
              new NameServers.ServerAnswer.Unreachable("ns3.example.com (127.0.0.3)"));
      assertThat(dns.ask(NAME, RecordType.TXT)).isEqualTo(new DnsAnswer.Found(List.of("one")));
    }
  }

  @Test
  void aServerThatNeverAnswersDoesNotHideWhatTheOthersSay() throws IOException {
    int port = server.address().getPort();
    server.zone("example.com", "@ 60 IN NS ns2\nns2 60 IN A 127.0.0.2\nmail 60 IN TXT \"one\"\n");
    AuthoritativeDns impatient =
        new AuthoritativeDns(DnsjavaDns.at(server.address()), port, Duration.ofSeconds(2));
    NameServers.Question question = new NameServers.Question(NAME, RecordType.TXT);
    try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress("127.0.0.2", port))) {
      assertThat(silent.isBound()).isTrue();
      assertThat(Objects.requireNonNull(impatient.ask(Set.of(question)).get(question)).servers())
          .containsExactly(
              new NameServers.ServerAnswer.Answered(
                  "ns1.example.com (127.0.0.1)", new DnsAnswer.Found(List.of("one"))),
              new NameServers.ServerAnswer.Unreachable("ns2.example.com (127.0.0.2)"));
    }
  }

  @Test
  void theServersOfAZoneThatNobodyServesAreLearntFromTheZoneAbove() throws IOException {
    int port = server.address().getPort();
    server
        .zone("com", "ns.parent 60 IN A 127.0.0.2\n", "ns.parent")
        .zone("example.net", "old 60 IN A 127.0.0.3\n")
        .failFor("example.com");
    try (LoopbackDns parent = new LoopbackDns("127.0.0.2", port);
        LoopbackDns old = new LoopbackDns("127.0.0.3", port)) {
      parent.zone("com", "example 60 IN NS old.example.net.\n");
      old.refuseOthers();
      NameServers.Question question = new NameServers.Question(NAME, RecordType.TXT);

      assertThat(dns.ask(Set.of(question)).get(question))
          .isEqualTo(
              new NameServers.ZoneAnswers(
                  new DnsName("example.com"),
                  List.of(
                      new NameServers.ServerAnswer.NotServing(
                          "old.example.net (127.0.0.3)", "REFUSED"))));
    }
  }

  @Test
  void anAliasOfWhatIsNoNameIsAnAnswerThatCannotBeUsed() {
    server.zone("example.com", "mail 60 IN CNAME \\(x\\).example.com.\n");

    assertThat(dns.ask(NAME, RecordType.TXT))
        .isInstanceOfSatisfying(
            DnsAnswer.Unanswered.class,
            lost ->
                assertThat(lost.why())
                    .hasToString("mail.example.com is an alias of what is not a domain name"));
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
