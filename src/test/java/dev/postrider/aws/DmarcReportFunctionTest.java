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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The function as Lambda calls it, with S3's protocol on loopback.
class DmarcReportFunctionTest {
  private static final String BUCKET = "postrider-dmarcreportbucket-1a2b3c4d5e6f";
  private static final String KEY = "o3vrnil0e2ic28tr0nkbhl3v4rp9vdkrhuq8ks81";

  private final SdkProperties properties = new SdkProperties();
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
            "POSTRIDER_EMAIL_IDENTITY", domain,
            "POSTRIDER_REPORT_BUCKET", BUCKET,
            "AWS_ENDPOINT_URL_S3", endpoint.toString()));
  }

  @AfterEach
  void stop() {
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
                + "\",\"refused\":[],\"reports\":1,\"reporters\":[\"receiver.example\"],"
                + "\"begin\":\"2026-11-01T00:00:00Z\",\"end\":\"2026-11-01T23:59:59Z\","
                + "\"ours\":120,\"authorised\":7,\"ses-unaligned\":3,\"stranger\":40}");
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
