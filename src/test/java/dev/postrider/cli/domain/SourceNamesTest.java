package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceNamesTest {
  private static final Duration AMPLE = Duration.ofMinutes(1);
  private final LoopbackDns dns;

  SourceNamesTest() throws IOException {
    dns = new LoopbackDns();
  }

  @AfterEach
  void stop() throws IOException {
    dns.close();
  }

  @Test
  void aNameMustLeadBackToTheAddress() throws InterruptedException {
    dns.zone(
            "2.0.192.in-addr.arpa",
            """
            1 60 IN PTR mail.example.net.
            2 60 IN PTR claimed.example.net.
            3 60 IN PTR nowhere.example.net.
            4 60 IN PTR claimed.example.net.
            4 60 IN PTR second.example.net.
            """)
        .zone(
            "example.net",
            """
            mail 60 IN A 192.0.2.9
            mail 60 IN A 192.0.2.1
            claimed 60 IN A 198.51.100.1
            second 60 IN CNAME real
            real 60 IN A 192.0.2.4
            """);

    assertThat(names("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"))
        .isEqualTo(Map.of("192.0.2.1", "mail.example.net", "192.0.2.4", "second.example.net"));
  }

  @Test
  void anAddressOfVersionSixHasANameToo() throws InterruptedException {
    dns.zone("8.b.d.0.1.0.0.2.ip6.arpa", "1" + ".0".repeat(23) + " 60 IN PTR six.example.net.\n")
        .zone("example.net", "six 60 IN AAAA 2001:db8::1\n");

    assertThat(names("2001:db8::1", "2001:DB8:0::1"))
        .isEqualTo(Map.of("2001:db8::1", "six.example.net", "2001:DB8:0::1", "six.example.net"));
  }

  @Test
  void whatIsNoAddressIsNotAskedFor() throws InterruptedException {
    assertThat(names("", "localhost", "192.0.2", "mail.example.net", "192.0.2.1/24")).isEmpty();
  }

  @Test
  void aServerThatFailsLeavesSourcesWithoutAName() throws InterruptedException {
    dns.fail();

    assertThat(names("192.0.2.1")).isEmpty();
  }

  @Test
  void theLargestTwentyAreNamed() throws InterruptedException {
    dns.zone("2.0.192.in-addr.arpa", lines(n -> n + " 60 IN PTR host" + n + ".example.net."))
        .zone("example.net", lines(n -> "host" + n + " 60 IN A 192.0.2." + n));
    List<ReportSummary.Source> sources =
        IntStream.rangeClosed(1, 30).mapToObj(n -> source("192.0.2." + n, n)).toList();

    assertThat(of(sources).keySet())
        .isEqualTo(
            IntStream.rangeClosed(11, 30)
                .mapToObj(n -> "192.0.2." + n)
                .collect(Collectors.toSet()));
    assertThat(of(Collections.nCopies(40, sources.getFirst()))).hasSize(1);
  }

  @Test
  void whatIsNotAnsweredInTimeHasNoName() throws IOException, InterruptedException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      DnsjavaDns unanswered =
          DnsjavaDns.at(new InetSocketAddress(silent.getLocalAddress(), silent.getLocalPort()));

      assertThat(
              new SourceNames(unanswered, Duration.ofMillis(1))
                  .of(List.of(source("192.0.2.1", 1))))
          .isEmpty();
    }
  }

  private static String lines(IntFunction<String> line) {
    return IntStream.rangeClosed(1, 30).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  private Map<String, String> names(String... addresses) throws InterruptedException {
    return of(List.of(addresses).stream().map(address -> source(address, 1)).toList());
  }

  private Map<String, String> of(List<ReportSummary.Source> sources) throws InterruptedException {
    return new SourceNames(DnsjavaDns.at(dns.address()), AMPLE).of(sources);
  }

  private static ReportSummary.Source source(String address, long messages) {
    return new ReportSummary.Source(
        address, Sender.STRANGER, "example.com", messages, 0, 0, 0, List.of());
  }
}
