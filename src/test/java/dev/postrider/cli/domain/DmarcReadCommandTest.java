package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.domain.report.ExampleMail;
import dev.postrider.domain.report.ExampleReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmarcReadCommandTest {
  private final Surroundings world;
  @TempDir private Path directory;

  DmarcReadCommandTest() throws IOException {
    world = new Surroundings();
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
  }

  @Test
  void theTableSaysWhoSends() throws IOException {
    Surroundings.Run run = world.dmarc("read", report("a.xml"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            example.com, 2026-11-01T00:00:00Z to 2026-11-01T23:59:59Z, reports: 1

            SENDER         SOURCE         FROM         MESSAGES  DKIM     SPF      DMARC  REFUSED
            ours           54.240.7.1     example.com  120       aligned  aligned  pass   0
            stranger       198.51.100.66  example.com  40        -        -        fail   0
            authorised     203.0.113.9    example.com  7         aligned  -        pass   0
            ses-unaligned  54.240.7.2     example.com  3         -        -        fail   0

            ours 120, authorised 7, forwarded 0, ses-unaligned 3, stranger 40, all 170, failing DMARC 43
            """);
  }

  @Test
  void ourSelectorMakesForwardedMailOurs() throws IOException {
    JsonNode json = json(world.dmarc("read", report("a.xml"), "--selector", "tokenone", "--json"));

    assertThat(json.at("/domains/0/senders/ours").asLong()).isEqualTo(127);
    assertThat(json.at("/domains/0/unaligned").asLong()).isEqualTo(43);
    assertThat(json.at("/domains/0/sources")).hasSize(4);
  }

  @Test
  void sesTellsTheSelectorsWhenAsked() throws IOException {
    JsonNode json =
        json(world.dmarc("read", report("a.xml", "localtoken1"), "--ask-ses", "--json"));
    assertThat(json.at("/domains/0/senders/ours").asLong()).isEqualTo(127);

    world.losesSes();
    assertThat(world.dmarc("read", report("a.xml"), "--ask-ses").exitCode()).isEqualTo(2);
  }

  @Test
  void aReportAboutWhatIsNoDomainDoesNotKeepSesFromBeingAskedAboutTheOthers() throws IOException {
    String odd =
        ExampleReport.XML.replace(
            "<domain>example.com</domain><adkim", "<domain>(x)</domain><adkim");
    String file = Files.writeString(directory.resolve("odd.xml"), odd).toString();

    Surroundings.Run run =
        world.dmarc("read", file, report("a.xml", "localtoken1"), "--ask-ses", "--json");
    assertThat(run.exitCode()).isZero();
    assertThat(json(run).at("/domains/1/senders/ours").asLong()).isEqualTo(127);
  }

  @Test
  void aFileThatIsRefusedIsNamedAndTheOthersCount() throws IOException {
    String bad = Files.writeString(directory.resolve("bad.xml"), "<html/>").toString();

    Surroundings.Run some = world.dmarc("read", bad, report("a.xml"));
    assertThat(some.exitCode()).isEqualTo(1);
    assertThat(some.err()).isEqualTo("postrider: bad.xml: it is not a DMARC report\n");
    assertThat(some.out()).contains("ours 120");

    Surroundings.Run none = world.dmarc("read", bad, directory.resolve("gone.xml").toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("postrider: gone.xml: it cannot be opened");
  }

  @Test
  void aCompressedCopyOfTheSameReportIsNotCountedAgain() throws IOException {
    Path gzip = directory.resolve("a.xml.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      out.write(ExampleReport.XML.getBytes(StandardCharsets.UTF_8));
    }

    Surroundings.Run run = world.dmarc("read", report("a.xml"), gzip.toString());
    assertThat(run.out()).contains("reports: 1").contains("all 170");
  }

  @Test
  void whyAReceiverDidSomethingElseIsShown() throws IOException {
    Surroundings.Run run = world.dmarc("read", file("a.xml", forwarded()));

    assertThat(run.out())
        .isEqualTo(
            """
            example.com, 2026-11-01T00:00:00Z to 2026-11-01T23:59:59Z, reports: 1

            SENDER         SOURCE         FROM         MESSAGES  DKIM     SPF      DMARC  REFUSED  OVERRIDE
            ours           54.240.7.1     example.com  120       aligned  aligned  pass   0
            forwarded      198.51.100.66  example.com  40        -        -        fail   0        mailing_list, arc
            authorised     203.0.113.9    example.com  7         aligned  -        pass   0
            ses-unaligned  54.240.7.2     example.com  3         -        -        fail   0

            ours 120, authorised 7, forwarded 40, ses-unaligned 3, stranger 0, all 170, failing DMARC 43
            """);
    JsonNode json = json(world.dmarc("read", file("a.xml", forwarded()), "--json"));
    assertThat(json.at("/domains/0/senders/forwarded").asLong()).isEqualTo(40);
    assertThat(json.at("/domains/0/sources/1/overrides")).hasToString("[\"mailing_list\",\"arc\"]");
    assertThat(json.at("/domains/0").has("names")).isFalse();
  }

  /// The example's report, whose receiver says that the last row was passed on.
  private static String forwarded() {
    String reasons =
        "<reason><type>mailing_list</type></reason>"
            + "<reason><type>local_policy</type><comment>arc=pass</comment></reason>";
    int last = ExampleReport.XML.lastIndexOf("</policy_evaluated>");
    return ExampleReport.XML.substring(0, last) + reasons + ExampleReport.XML.substring(last);
  }

  @Test
  void sourcesHaveNamesOnRequest() throws IOException {
    world
        .dns()
        .zone(
            "7.240.54.in-addr.arpa",
            "1 60 IN PTR a7-1.smtp-out.mail.example.\n2 60 IN PTR other.mail.example.\n")
        .zone("100.51.198.in-addr.arpa", "66 60 IN PTR mx.bank.example.\n")
        .zone("mail.example", "a7-1.smtp-out 60 IN A 54.240.7.1\nother 60 IN A 192.0.2.99\n")
        .zone("bank.example", "mx 60 IN A 192.0.2.1\n");

    Surroundings.Run run =
        world.dmarc("read", report("a.xml"), "--resolve", "--resolver", world.resolver());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            """
            SENDER         SOURCE         NAME                        FROM         MESSAGES  DKIM     SPF      DMARC  REFUSED
            ours           54.240.7.1     a7-1.smtp-out.mail.example  example.com  120       aligned  aligned  pass   0
            stranger       198.51.100.66  -                           example.com  40        -        -        fail   0
            authorised     203.0.113.9    -                           example.com  7         aligned  -        pass   0
            ses-unaligned  54.240.7.2     -                           example.com  3         -        -        fail   0
            """);
    JsonNode json =
        json(
            world.dmarc(
                "read", report("a.xml"), "--resolve", "--resolver", world.resolver(), "--json"));
    assertThat(json.at("/domains/0/names"))
        .hasToString("{\"54.240.7.1\":\"a7-1.smtp-out.mail.example\"}");
  }

  @Test
  void aNameChangesNothingAboutWhoSent() throws IOException {
    world
        .dns()
        .zone("100.51.198.in-addr.arpa", "66 60 IN PTR a1.amazonses.com.\n")
        .zone("amazonses.com", "a1 60 IN A 198.51.100.66\n");

    JsonNode json =
        json(
            world.dmarc(
                "read", report("a.xml"), "--resolve", "--resolver", world.resolver(), "--json"));
    assertThat(json.at("/domains/0/names/198.51.100.66").asText()).isEqualTo("a1.amazonses.com");
    assertThat(json.at("/domains/0/senders/stranger").asLong()).isEqualTo(40);
  }

  @Test
  void aMailboxOfReportsIsRead() throws IOException {
    String mailbox =
        "From d@receiver.example Mon Nov  2 06:12:08 2026\n"
            + ExampleMail.gzipped().replace("\r\n", "\n");

    assertThat(world.dmarc("read", file("reports.mbox", mailbox)).out()).contains("all 170");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private String report(String name) throws IOException {
    return report(name, "tokenone");
  }

  private String report(String name, String selector) throws IOException {
    String xml = ExampleReport.XML.replace("tokenone", selector);
    return Files.writeString(directory.resolve(name), xml).toString();
  }

  private static JsonNode json(Surroundings.Run run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }
}
