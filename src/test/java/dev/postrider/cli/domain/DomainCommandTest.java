package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.domain.report.ExampleReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainCommandTest {
  private final Surroundings world;
  @TempDir private Path directory;

  DomainCommandTest() throws IOException {
    world = new Surroundings();
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
  }

  @Test
  void theRecordsArePrintedAsATable() {
    Surroundings.Run run = world.domain("records", "example.com");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            TYPE   NAME                                VALUE
            CNAME  localtoken1._domainkey.example.com  localtoken1.dkim.amazonses.com
            CNAME  localtoken2._domainkey.example.com  localtoken2.dkim.amazonses.com
            CNAME  localtoken3._domainkey.example.com  localtoken3.dkim.amazonses.com
            MX     mail.example.com                    10 feedback-smtp.eu-central-1.amazonses.com
            TXT    mail.example.com                    "v=spf1 include:amazonses.com ~all"
            TXT    _dmarc.example.com                  "v=DMARC1; p=none; rua=mailto:dmarc@example.com"
            """);
  }

  @Test
  void theZoneFragmentPutOnADnsServerPassesTheCheck() {
    publishAll();

    Surroundings.Run run = check();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("PASS       mail-from-mx        mail.example.com: 10 feedback-smtp.eu-central-1")
        .endsWith("example.com in eu-central-1: 0 failures, 1 warning, 0 unchecked, 24 passed\n");
  }

  @Test
  void theRecordsAsJsonHaveTypeNameAndValue() throws IOException {
    JsonNode json =
        json(world.domain("records", "example.com", "--json", "--dmarc-policy", "reject"));

    assertThat(json.path("records")).hasSize(6);
    assertThat(json.at("/records/5/name").asText()).isEqualTo("_dmarc.example.com");
    assertThat(json.at("/records/5/value").asText())
        .isEqualTo("v=DMARC1; p=reject; rua=mailto:dmarc@example.com");
  }

  @Test
  void anUnknownIdentityEndsWithOneAndALostSesWithTwo() {
    Surroundings.Run unknown = world.domain("records", "example.org");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err())
        .isEqualTo("postrider: SES has no identity example.org in eu-central-1\n");

    world.losesSes();
    Surroundings.Run lost = world.domain("records", "example.com");
    assertThat(lost.exitCode()).isEqualTo(2);
    assertThat(lost.err()).startsWith("postrider: GetEmailIdentity: ");
  }

  @Test
  void aFailureEndsWithOneAndSaysTheOneThingToDo() {
    world.dns().zone("example.com", fragment().replace("eu-central-1", "us-east-1"));

    Surroundings.Run run = check();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            """
            FAILURE    mail-from-mx        mail.example.com
                       found     10 feedback-smtp.us-east-1.amazonses.com (another Region)
                       expected  exactly one MX, 10 feedback-smtp.eu-central-1.amazonses.com
                       do        Point the MX at feedback-smtp.eu-central-1.amazonses.com, the\
             Region that sends
            """);
  }

  @Test
  void aFailureIsSaidInJapaneseOnRequest() {
    world.dns().zone("example.com", fragment().replace("eu-central-1", "us-east-1"));

    Surroundings.Run run = check("--lang", "ja");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            """
            FAILURE    mail-from-mx        mail.example.com
                       現状      10 feedback-smtp.us-east-1.amazonses.com(別のリージョン)
                       期待      MX が一つだけ、10 feedback-smtp.eu-central-1.amazonses.com
                       対処      MX の値を、送信するリージョンの feedback-smtp.eu-central-1.amazonses.com にしてください
            """)
        .contains("PASS       dkim-cname          localtoken1._domainkey.example.com: CNAME ");
  }

  @Test
  void theAdviceIsSaidInJapaneseOnRequest() {
    publishAll();

    assertThat(
            world
                .domain("advise", "example.com", "--resolver", world.resolver(), "--lang", "ja")
                .out())
        .isEqualTo(
            """
            次の一歩  報告を二週間分集めてから、次を実行してください: postrider domain advise example.com --report FILE…
            理由      報告がなければ、ポリシーを強めたときにだれのメールに影響するかわかりません
            """);
  }

  @Test
  void jsonAndCodesAreTheSameInEveryLanguage() {
    publishAll();

    assertThat(check("--json", "--lang", "ja").out()).isEqualTo(check("--json").out());
  }

  @Test
  void aLanguageThatIsNotThereIsRefused() {
    Surroundings.Run run = check("--lang", "de");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--lang");
  }

  @Test
  void whatCannotBeAskedEndsWithTwo() {
    publishAll();
    world.losesSes();

    assertThat(check().exitCode()).isEqualTo(2);
  }

  @Test
  void theCheckAsJsonNamesEveryPoint() throws IOException {
    world.dns().zone("example.com", "");

    Surroundings.Run run =
        world.domain("check", "example.com", "--resolver", world.resolver(), "--json");
    JsonNode json = json(run);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(json.path("verdict").asText()).isEqualTo("failure");
    assertThat(json.at("/findings/0/point").asText()).isEqualTo("identity");
    assertThat(json.at("/findings/0/action").asText()).isEmpty();
  }

  @Test
  void waitFollowsThePropagationUntilAllPasses() {
    String all = fragment();
    world.dns().zone("example.com", "");
    world.duringPause(() -> world.dns().zone("example.com", withoutDmarc(all)));
    world.duringPause(() -> world.dns().zone("example.com", all));

    Surroundings.Run run = check("--wait", "--every", "PT20S");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo(
            """
            check 1 after 0 s, not yet: dkim-cname, mail-from-mx, mail-from-spf, dmarc,\
             bulk-sender-rules; again in 20 s
            check 2 after 20 s, not yet: dmarc, bulk-sender-rules; again in 20 s
            """);
  }

  @Test
  void waitEndsWithTheTimeout() {
    world.dns().zone("example.com", "");

    Surroundings.Run run = check("--wait", "--timeout", "PT1M");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(2);
  }

  @Test
  void theAuthoritativeServersAreAskedPastAStaleResolver() throws IOException {
    int port = world.dns().address().getPort();
    try (LoopbackDns owner = new LoopbackDns("127.0.0.2", port)) {
      owner.zone("example.com", fragment());
      world.dns().zone("example.com", "owner 60 IN A 127.0.0.2\n", "owner");

      assertThat(check().exitCode()).isEqualTo(1);
      assertThat(check("--authoritative").exitCode()).isZero();
    }
  }

  @Test
  void adviseNamesTheNextStepFromReports() throws IOException {
    publishAll();
    Path report = Files.writeString(directory.resolve("report.xml"), ExampleReport.XML);

    Surroundings.Run first = world.domain("advise", "example.com", "--resolver", world.resolver());
    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).startsWith("next    Collect two weeks of reports");

    Surroundings.Run second =
        world.domain(
            "advise",
            "example.com",
            "--json",
            "--resolver",
            world.resolver(),
            "--report",
            report.toString());
    assertThat(json(second).path("step").asText()).isEqualTo("read-reports");
    assertThat(json(second).path("why").asText()).startsWith("Of the last 60 days they cover 1,");
  }

  @Test
  void twoReportsOfLongAgoAreNoGroundForReject() throws IOException {
    String records =
        world
            .domain("records", "example.com", "--format", "bind", "--dmarc-policy", "quarantine")
            .out();
    world.dns().zone("example.com", records + "example.com. 60 IN MX 10 mx.example.com.\n");
    List<String> arguments =
        new ArrayList<>(
            List.of("advise", "example.com", "--json", "--resolver", world.resolver(), "--report"));
    for (String day : List.of("2020-01-01", "2020-01-14")) {
      long begin = Instant.parse(day + "T00:00:00Z").getEpochSecond();
      String xml =
          ExampleReport.XML
              .replace("<count>3<", "<count>1<")
              .replace("20261101.1", day)
              .replace("1793491200", Long.toString(begin))
              .replace("1793577599", Long.toString(begin + 86_399));
      arguments.add(Files.writeString(directory.resolve(day + ".xml"), xml).toString());
    }

    Surroundings.Run run = world.domain(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).isZero();
    assertThat(json(run).path("step").asText()).isEqualTo("read-reports");
    assertThat(json(run).path("why").asText())
        .startsWith(
            "None of the 2 reports is of the last 60 days under p=quarantine for all mail;");
  }

  @Test
  void adviceRestsOnTheReportsThatCanBeReadAndNamesTheOthers() throws IOException {
    publishAll();
    Path report = Files.writeString(directory.resolve("report.xml"), ExampleReport.XML);
    Path spam = Files.writeString(directory.resolve("spam"), "Subject: Buy now\n\nCheap!\n");

    Surroundings.Run run =
        world.domain(
            "advise",
            "example.com",
            "--resolver",
            world.resolver(),
            "--report",
            report.toString(),
            spam.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("postrider: spam: no report is attached to the mail\n");
    assertThat(run.out())
        .startsWith("next    ")
        .contains("why     Of the last 60 days they cover 1,");
  }

  @Test
  void withoutARegionTheUserIsToldHowToGiveOne() throws IOException {
    world.environment().clear();
    Path empty = Files.createFile(directory.resolve("config"));
    System.setProperty("aws.configFile", empty.toString());
    System.setProperty("aws.sharedCredentialsFile", empty.toString());
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      Surroundings.Run run = world.domain("records", "example.com", "--profile", "nobody");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo(
              "postrider: no Region: give --region, or set AWS_REGION or the profile's region\n");
    } finally {
      System.clearProperty("aws.configFile");
      System.clearProperty("aws.sharedCredentialsFile");
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertThat(world.domain("check").exitCode()).isEqualTo(2);
    assertThat(world.domain("check", "no domain").err()).contains("not a domain name");
    assertThat(world.domain("check", "example.com", "--resolver", "x:y:z:1").exitCode())
        .isEqualTo(2);
    assertThat(world.domain().exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/, example.com",
    "http://www.example.com:8080/path?x#y, www.example.com",
    "someone@example.com, example.com",
    "mailto:someone@example.com, example.com",
    "example.com/path, example.com",
  })
  void whatIsPastedInPlaceOfADomainSaysWhatToGive(String pasted, String domain) {
    for (String command : List.of("check", "advise", "records")) {
      Surroundings.Run run = world.domain(command, pasted);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains("'" + pasted + "' is not a domain name: give the domain alone, " + domain);
    }
    assertThat(world.domain("check", "example.com", "--from-domain", pasted).err())
        .contains("give the domain alone, " + domain);
    assertThat(world.domain("check", "https://").err()).contains("not a domain name: 'https://'");
  }

  private Surroundings.Run check(String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "check";
    arguments[1] = "example.com";
    arguments[2] = "--resolver";
    arguments[3] = world.resolver();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return world.domain(arguments);
  }

  private void publishAll() {
    world
        .dns()
        .zone(
            "example.com",
            fragment() + "example.com. 60 IN MX 10 mx.example.com.\nmx 60 IN A 192.0.2.25\n");
  }

  private String fragment() {
    return world.domain("records", "example.com", "--format", "bind").out();
  }

  private static String withoutDmarc(String fragment) {
    return fragment.replaceAll("(?m)^_dmarc.*\n", "");
  }

  private static JsonNode json(Surroundings.Run run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }
}
