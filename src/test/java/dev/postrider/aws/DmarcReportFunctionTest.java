package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.domain.report.ExampleMail;
import dev.postrider.domain.report.ExampleReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The function as Lambda calls it, with S3's protocol on loopback.
class DmarcReportFunctionTest {
  private static final String BUCKET = "postrider-dmarcreportbucket-1a2b3c4d5e6f";
  private static final String KEY = "o3vrnil0e2ic28tr0nkbhl3v4rp9vdkrhuq8ks81";

  private static final String LATER = "p4wsojm1f3jd39us1osclim4wq0wejlsivr9lt92";
  private static final LocalTables TABLES = LocalTables.start();

  private final SdkProperties properties = new SdkProperties().dynamoDb(TABLES.server().endpoint());
  private final S3Double s3 = new S3Double();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final DmarcReportFunction function =
      new DmarcReportFunction(
          environment("example.com", s3.endpoint()),
          new JsonLog(
              new PrintStream(out, true, StandardCharsets.UTF_8), JsonLog.Level.INFO, "postrider"),
          InstantSource.fixed(Instant.parse("2026-11-02T06:12:10Z")));

  private static Environment environment(String domain, URI endpoint) {
    return new Environment(
        Map.of(
            "POSTRIDER_EMAIL_IDENTITY",
            domain,
            "POSTRIDER_REPORT_BUCKET",
            BUCKET,
            "POSTRIDER_LEDGER_TABLE",
            "ledger",
            "AWS_ENDPOINT_URL_S3",
            endpoint.toString()));
  }

  @AfterAll
  static void stopTables() {
    TABLES.close();
  }

  @AfterEach
  void stop() {
    items()
        .forEach(
            item ->
                TABLES
                    .client()
                    .deleteItem(
                        delete ->
                            delete
                                .tableName("ledger")
                                .key(LedgerItem.key(ItemAttributes.required(item, "id").s()))));
    s3.close();
    properties.close();
  }

  @Test
  void aReportBecomesTheFiguresOfDmarcRead() {
    s3.put(BUCKET, KEY, ExampleMail.gzipped());

    function.handleRequest(event(), null);

    assertThat(lines().getFirst())
        .hasToString(
            "{\"level\":\"INFO\",\"event\":\"dmarc\",\"mail\":\""
                + KEY
                + "\",\"refused\":[],\"repeated\":0,\"reports\":1,\"reporters\":[\"receiver.example\"],"
                + "\"begin\":\"2026-11-01T00:00:00Z\",\"end\":\"2026-11-01T23:59:59Z\","
                + "\"ours\":120,\"authorised\":7,\"forwarded\":0,\"ses-unaligned\":3,\"stranger\":40}");
    assertThat(metrics())
        .isEqualTo(
            Map.of(
                "DmarcReports", 1L,
                "DmarcReportsRefused", 0L,
                "DmarcOurs", 120L,
                "DmarcAuthorised", 7L,
                "DmarcSesUnaligned", 3L,
                "DmarcStrangers", 40L,
                "DmarcUnaligned", 43L));
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("@");
  }

  @Test
  void aReportThatIsMailedTwiceCountsOnce() {
    s3.put(BUCKET, KEY, ExampleMail.gzipped());
    s3.put(BUCKET, LATER, ExampleMail.zipped());
    function.handleRequest(event(), null);

    function.handleRequest(event(LATER, "dmarc-report.json"), null);

    assertThat(metrics()).isEqualTo(Map.of("DmarcReports", 0L, "DmarcReportsRefused", 0L));
    assertThat(lines().get(2).path("level").asText()).isEqualTo("INFO");
    assertThat(lines().get(2).path("repeated").asInt()).isEqualTo(1);
  }

  @Test
  void aMailWithAKnownReportAndANewOneCountsTheNewOne() {
    s3.put(BUCKET, KEY, ExampleMail.gzipped());
    s3.put(
        BUCKET, LATER, ExampleMail.mixed(xml(ExampleReport.XML), xml(nextDay()), xml(nextDay())));
    function.handleRequest(event(), null);

    function.handleRequest(event(LATER, "dmarc-report.json"), null);

    assertThat(metrics()).containsEntry("DmarcReports", 1L).containsEntry("DmarcOurs", 120L);
    assertThat(lines().get(2).path("repeated").asInt()).isEqualTo(2);
  }

  private static String xml(String report) {
    return "Content-Type: text/xml\n\n" + report;
  }

  private static String nextDay() {
    return ExampleReport.XML
        .replace("1793491200", "1793577600")
        .replace("1793577599", "1793663999");
  }

  /// Else an invocation that ended between the item and the figures would lose the report.
  @Test
  void theSameMailCountsWhenItIsReadAgain() {
    s3.put(BUCKET, KEY, ExampleMail.gzipped());

    function.handleRequest(event(), null);
    function.handleRequest(event(), null);

    assertThat(metrics()).containsEntry("DmarcReports", 1L).containsEntry("DmarcOurs", 120L);
  }

  /// Anyone may mail a report that looks like one that is to come.
  @Test
  void aReportWithOtherRowsDoesNotKeepTheReceiversOwnFromCounting() {
    String forged = ExampleReport.XML.replace("<count>120</count>", "<count>1</count>");
    s3.put(BUCKET, KEY, ExampleMail.mail(xml(forged)));
    s3.put(BUCKET, LATER, ExampleMail.gzipped());

    function.handleRequest(event(), null);
    function.handleRequest(event(LATER, "dmarc-report.json"), null);

    assertThat(metrics()).containsEntry("DmarcOurs", 120L);
  }

  @Test
  void whatIsKeptOfAReportIsAHashTheMailAndAnEnd() {
    s3.put(BUCKET, KEY, ExampleMail.gzipped());

    function.handleRequest(event(), null);

    assertThat(items()).hasSize(1);
    Map<String, AttributeValue> item = items().getFirst();
    assertThat(item).containsOnlyKeys("id", "mail", "ttl");
    assertThat(ItemAttributes.required(item, "id").s()).matches("~dmarc-[0-9a-f]{64}");
    assertThat(ItemAttributes.required(item, "mail").s()).isEqualTo(KEY);
    assertThat(ItemAttributes.number(item, "ttl"))
        .as("90 days, in seconds")
        .isEqualTo(Instant.parse("2027-01-31T06:12:10Z").getEpochSecond());
  }

  @Test
  void withoutTheStoreAReportCountsWithAWarning() {
    s3.put(BUCKET, KEY, ExampleMail.mixed(xml(ExampleReport.XML), xml(nextDay())));
    properties.dynamoDb(URI.create("http://127.0.0.1:1"));
    DmarcReportFunction alone =
        new DmarcReportFunction(
            environment("example.com", s3.endpoint()),
            new JsonLog(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                JsonLog.Level.INFO,
                "postrider"),
            InstantSource.system());

    alone.handleRequest(event(), null);

    assertThat(metrics()).containsEntry("DmarcReports", 2L).containsEntry("DmarcOurs", 240L);
    assertThat(lines().getFirst().path("level").asText()).isEqualTo("WARN");
    assertThat(lines().getFirst().path("repeatsUnknown").asText()).isEqualTo("SdkClientException");
  }

  @Test
  void mailThatWasPassedOnIsNotOfTheAlarm() {
    String reason = "<reason><type>forwarded</type></reason></policy_evaluated>";
    String passedOn = ExampleReport.XML.replace("</policy_evaluated>", reason);
    s3.put(BUCKET, KEY, ExampleMail.mail(xml(passedOn)));

    function.handleRequest(event(), null);

    assertThat(metrics()).containsEntry("DmarcStrangers", 0L).containsEntry("DmarcUnaligned", 3L);
    assertThat(lines().getFirst().path("forwarded").asInt()).isEqualTo(40);
  }

  @ParameterizedTest
  @MethodSource("dev.postrider.domain.report.ExampleMail#hostile")
  void aHostileMailIsRefusedInWords(String mail, String refusal) {
    s3.put(BUCKET, KEY, mail);

    function.handleRequest(event(), null);

    assertThat(lines().getFirst().path("refused").get(0).asText()).isEqualTo(refusal);
    assertThat(metrics()).isEqualTo(Map.of("DmarcReports", 0L, "DmarcReportsRefused", 1L));
  }

  private static List<Map<String, AttributeValue>> items() {
    return TABLES.client().scan(scan -> scan.tableName("ledger")).items();
  }

  @Test
  void mailWithoutAReportIsCountedAndFailsNothing() {
    s3.put(BUCKET, KEY, ExampleMail.mail("\nBuy now"));

    function.handleRequest(event(), null);

    assertThat(metrics()).isEqualTo(Map.of("DmarcReports", 0L, "DmarcReportsRefused", 1L));
    assertThat(lines().getFirst().path("level").asText()).isEqualTo("WARN");
    assertThat(lines().getFirst().path("refused").toString())
        .isEqualTo("[\"no report is attached to the mail\"]");
  }

  @Test
  void aReportAboutAnotherDomainIsCountedAsRefused() {
    s3.put(BUCKET, KEY, ExampleMail.gzipped());
    DmarcReportFunction other =
        new DmarcReportFunction(
            environment("example.org", s3.endpoint()),
            new JsonLog(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                JsonLog.Level.INFO,
                "postrider"),
            InstantSource.system());

    other.handleRequest(event(), null);

    assertThat(metrics()).isEqualTo(Map.of("DmarcReports", 0L, "DmarcReportsRefused", 1L));
  }

  @Test
  void aReportersNameBringsNoAddressIntoTheLog() {
    String xml =
        ExampleReport.XML.replace("receiver.example</org_name>", "ann@example.com</org_name>");
    s3.put(BUCKET, KEY, ExampleMail.mail("Content-Type: text/xml\n\n" + xml));

    function.handleRequest(event(), null);

    assertThat(lines().getFirst().path("reporters").toString()).isEqualTo("[\"?\"]");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("@");
  }

  @Test
  void mailThatCannotBeReadFailsTheInvocationAndPublishesNothing() {
    s3.fail(503);
    assertThatThrownBy(() -> function.handleRequest(event(), null))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("S3 GetObject: HTTP 503");

    s3.fail(0);
    assertThatThrownBy(() -> function.handleRequest(event(), null))
        .as("there is no such mail")
        .hasMessageEndingWith("S3 GetObject: HTTP 403");
    assertThat(lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100000", "Transfer-Encoding: chunked"})
  void mailThatBreaksOffOnItsWayFailsTheInvocationAndPublishesNothing(String framing)
      throws IOException {
    try (BreakingServer breaking = new BreakingServer(framing, ExampleMail.gzipped())) {
      DmarcReportFunction other =
          new DmarcReportFunction(
              environment("example.com", breaking.endpoint()),
              new JsonLog(
                  new PrintStream(out, true, StandardCharsets.UTF_8),
                  JsonLog.Level.INFO,
                  "postrider"),
              InstantSource.system());

      assertThatThrownBy(() -> other.handleRequest(event(), null))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(lines()).isEmpty();
    }
  }

  @Test
  void mailOfMoreThanSesTakesIsRefused() {
    s3.put(BUCKET, KEY, ExampleMail.mail("\n" + "x".repeat(40 << 20)));

    function.handleRequest(event(), null);

    assertThat(lines().getFirst().path("refused").toString())
        .isEqualTo("[\"it has more than 40 MiB\"]");
  }

  @Test
  void anObjectThatSesDidNotNameIsNotFetched() {
    ScheduledEvent event = event();
    event.setDetail(Map.of("object", Map.of("key", "../other-bucket/secret")));

    assertThatThrownBy(() -> function.handleRequest(event, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an object that SES did not name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | no event",
        "{} | detail-type null of source null",
        "{'source': 'aws.s3', 'detail-type': 'Object Created'}"
            + " | detail-type Object Created of source aws.s3",
        "{'Records': [{'messageId': 'm-1', 'body': 'text'}]} | detail-type null of source null"
      })
  void anEventThatNamesNoObjectFails(String json, String found) {
    ScheduledEvent event =
        LambdaEventSerializers.serializerFor(ScheduledEvent.class, getClass().getClassLoader())
            .fromJson(json.replace('\'', '"'));

    assertThatThrownBy(() -> function.handleRequest(event, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected S3's event Object Created with detail.object.key; found %s", found);
  }

  @Test
  void theDailyCallDoesNothingAndWritesNothing() {
    assertThat(function.handleRequest(event("account-watch.json"), null)).isNull();
    assertThat(out.size()).isZero();
  }

  private static ScheduledEvent event() {
    return event("dmarc-report.json");
  }

  private static ScheduledEvent event(String key, String file) {
    ScheduledEvent event = event(file);
    event.setDetail(Map.of("object", Map.of("key", key)));
    return event;
  }

  private static ScheduledEvent event(String file) {
    try {
      return LambdaEventSerializers.serializerFor(
              ScheduledEvent.class, DmarcReportFunctionTest.class.getClassLoader())
          .fromJson(new ByteArrayInputStream(Files.readAllBytes(Path.of("events", file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Long> metrics() {
    JsonNode line = lines().getLast();
    Map<String, Long> values = new HashMap<>();
    line.at("/_aws/CloudWatchMetrics/0/Metrics")
        .forEach(
            metric -> {
              String name = metric.path("Name").asText();
              values.put(name, line.path(name).asLong());
            });
    return values;
  }

  private List<JsonNode> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().map(DmarcReportFunctionTest::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
