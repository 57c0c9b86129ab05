package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.ExampleDomain;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Set-ups that owners of domains asked for help with in public, as the commands see them.
class DomainCasesTest {
  private static final String DKIM = "._domainkey.example.com. 60 IN";

  private final Surroundings world;

  DomainCasesTest() throws IOException {
    world = new Surroundings();
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
  }

  @Test
  void aResolverThatCannotReachSesLeavesSpfUncheckedAndTheAdviceToTheResolver() {
    publish(good());
    world.dns().failFor("amazonses.com");

    Surroundings.Run run = check();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains("UNCHECKED  mail-from-spf       mail.example.com\n")
        .doesNotContain("FAILURE")
        .doesNotContain("Replace it by");
    assertThat(run("advise").out()).startsWith("next    make this answer, then check again\n");
  }

  @Test
  void aProxiedCnameIsToldFromOneThatIsMissing() {
    publish(
        good()
            .replaceAll("(localtoken\\d)\\._domainkey.*", "$1" + DKIM + " A 198.51.100.7")
            .replace(
                "localtoken3" + DKIM + " A 198.51.100.7",
                "localtoken3" + DKIM + " AAAA 2001:db8::7"));

    String out = check().out();
    assertThat(out)
        .contains(
            """
                       found     an address in place of the CNAME (198.51.100.7): the DNS service proxies it
            """)
        .contains("an address in place of the CNAME (2001:db8:0:0:0:0:0:7)")
        .doesNotContain("in the zone that the world sees")
        .contains(
            "Set localtoken1._domainkey.example.com to 'DNS only' at the DNS service (in Cloudflare"
                + " the grey cloud)");
  }

  @Test
  void theAddressOfAWildcardIsNoProxy() {
    publish(
        good().replaceAll("localtoken\\d\\._domainkey.*\n", "")
            + "*.example.com. 60 IN A 198.51.100.8\n");

    assertThat(check().out())
        .doesNotContain("proxies")
        .contains("Publish: localtoken1._domainkey.example.com. 300 IN CNAME");
  }

  @Test
  void aKeyInPlaceOfTheCnameIsNamed() {
    publish(
        good()
            .replaceAll(
                "localtoken2\\._domainkey.*",
                "localtoken2" + DKIM + " TXT " + ExampleDomain.KEY_2048));

    assertThat(check().out())
        .contains("a key as TXT in place of the CNAME: the DNS service flattens it, or the key");
  }

  @Test
  void recordsThatAreInNoneOfTheServersOfTheWorldAreInAnotherZone() {
    publish("example.com. 60 IN MX 10 mx.example.com.\nmx.example.com. 60 IN A 192.0.2.25\n");

    assertThat(check().out())
        .contains(
            """
            WARNING    delegation          example.com
                       found     none of the 6 records is in the zone that the world sees, served by ns1.example.com (127.0.0.1)
            """);
  }

  @Test
  void recordsInTheZoneOfWhichOneServerHasAnOldCopyAreNamedServerByServer() throws IOException {
    String second = "example.com. 60 IN NS ns2\nns2 60 IN A 127.0.0.2\n";
    publish(good() + second);
    try (LoopbackDns old = new LoopbackDns("127.0.0.2", world.dns().address().getPort())) {
      old.zone("example.com", good().replaceAll("_dmarc.*\n", ""));

      Surroundings.Run run = run("check", "--authoritative");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains(
              "the name servers disagree on TXT _dmarc.example.com: ns1.example.com (127.0.0.1):"
                  + " v=DMARC1; p=none; rua=mailto:dmarc@example.com; ns2.example.com (127.0.0.2):"
                  + " no record")
          .contains("UNCHECKED  dmarc               _dmarc.example.com");
      assertThat(check().exitCode()).as("nothing failed, so nobody is asked").isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=spf1 include:amazonses.com\\009~all | is not written as its mechanism asks",
        "v=spf1 include:amazonses.com,~all | is not written as its mechanism asks",
        "v=spf1 include:amazonses.com \\226\\128\\147all | is neither a mechanism nor a modifier",
      })
  void aSlipInTheSpfRecordIsAFailure(String record, String problem) {
    publish(good().replace("v=spf1 include:amazonses.com ~all", record));

    assertThat(check().exitCode()).isEqualTo(1);
    assertThat(check().out()).contains(problem);
  }

  @Test
  void adviceShowsWhatSteersATerminalInItsEscapedForm() {
    publish(good().replace("v=spf1 include:amazonses.com ~all", "v=spf1 include:x\\009\\010~all"));

    assertThat(run("advise").out())
        .startsWith(
            "next    Correct or remove 'include:x\\u0009\\u000a~all'\nwhy     mail-from-spf, ")
        .hasLineCount(2);
  }

  @Test
  void twoSpfRecordsAreAFailureAlsoWhenNoneOfThemIsForSes() {
    publish(
        good().replaceAll("mail\\.example\\.com.*TXT.*\n", "")
            + "mail.example.com. 60 IN TXT \"v=spf1 ip4:192.0.2.9 -all\"\n"
            + "mail.example.com. 60 IN TXT \"v=spf1 mx ~all\"\n");

    assertThat(check().out())
        .contains("found     2 SPF records: v=spf1 ip4:192.0.2.9 -all | v=spf1 mx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@example.com!10p",
        "a@example.com!",
        "mailto:a@example.com",
        "a@example",
        "a",
        "@example.com",
        "a@example.com,b@example.com",
        "a@example.com; p=reject",
        "a b@example.com",
        "",
      })
  void recordsNamesNoMailboxThatTheCheckWouldRefuse(String mailbox) {
    publish(good());
    Surroundings.Run run = run("records", "--report-to", mailbox);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("postrider: --report-to " + mailbox + ": ");
  }

  @Test
  void recordsNamesNoMailboxOfADomainThatDoesNotTakeTheReports() {
    publish(good());
    world.dns().zone("example.net", "@ 60 IN MX 10 mx\nmx 60 IN A 192.0.2.26\n");

    Surroundings.Run refused = run("records", "--report-to", "dmarc@example.net");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("example.com._report._dmarc.example.net");

    world
        .dns()
        .zone(
            "example.net",
            """
            @ 60 IN MX 10 mx
            mx 60 IN A 192.0.2.26
            example.com._report._dmarc 60 IN TXT "v=DMARC1"
            """);
    assertThat(run("records", "--report-to", "dmarc@example.net").out())
        .contains("rua=mailto:dmarc@example.net");
    assertThat(run("records", "--report-to", "dmarc@example.com!5m").exitCode()).isZero();
  }

  private String good() {
    return world.domain("records", "example.com", "--format", "bind").out()
        + "example.com. 60 IN MX 10 mx.example.com.\nmx.example.com. 60 IN A 192.0.2.25\n";
  }

  private void publish(String zone) {
    world.dns().zone("example.com", zone);
  }

  private Surroundings.Run check() {
    return run("check");
  }

  private Surroundings.Run run(String command, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = command;
    arguments[1] = "example.com";
    arguments[2] = "--resolver";
    arguments[3] = world.resolver();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return world.domain(arguments);
  }
}
