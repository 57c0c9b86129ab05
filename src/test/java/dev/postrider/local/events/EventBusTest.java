package dev.postrider.local.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The stand-in refuses what EventBridge refuses, and shows what it took.
class EventBusTest {
  private static final String SIGNED =
      "AWS4-HMAC-SHA256 Credential=local/20261124/eu-central-1/events/aws4_request, Signature=0";

  private static EventBus bus;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    bus = EventBus.start("status", 0);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    bus.close();
  }

  @AfterEach
  void clear() {
    bus.clear();
  }

  private static HttpResponse<String> put(String authorization, String entries)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(bus.endpoint())
            .header("X-Amz-Target", "AWSEvents.PutEvents")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString("{\"Entries\":[" + entries + "]}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String entry(String id, String status) {
    return """
    {"EventBusName":"status","Source":"postrider","DetailType":"Mail Status","Time":1795521600,
     "Detail":"{\\"id\\":\\"%s\\",\\"status\\":\\"%s\\"}"}"""
        .formatted(id, status);
  }

  private static List<String> shown(String query) throws IOException, InterruptedException {
    String body =
        http.send(
                HttpRequest.newBuilder(URI.create(bus.endpoint() + "/events" + query)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    JsonNode events = new ObjectMapper().readTree(body);
    return StreamSupport.stream(events.spliterator(), false)
        .map(event -> event.at("/detail/id").asText() + " " + event.at("/detail/status").asText())
        .toList();
  }

  @Test
  void whatWasPutIsShownTheNewestFirst() throws IOException, InterruptedException {
    put(SIGNED, entry("a", "SENT") + "," + entry("b", "SENT") + "," + entry("a", "BOUNCED"));

    assertThat(shown("")).containsExactly("a BOUNCED", "b SENT", "a SENT");
    assertThat(shown("?id=a")).containsExactly("a BOUNCED", "a SENT");
    assertThat(shown("?status=SENT&limit=1")).containsExactly("b SENT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?status=SENTT | status: found \"SENTT\", allowed is DEFERRED, SENT, SUPPRESSED,",
        "?stauts=SENT | unknown parameter \"stauts\", allowed is id, status, limit",
        "?limit=abc | limit: found \"abc\", allowed is a whole number from 1 on"
      })
  void aWrongQuestionIsAnsweredWithASentence(String query, String sentence)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(bus.endpoint() + "/events" + query)).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith(sentence);
  }

  @Test
  void anEventLooksAsATargetWouldGetIt() throws IOException, InterruptedException {
    put(SIGNED, entry("a", "SENT"));

    assertThat(bus.events().getFirst().toString())
        .contains(
            "\"version\":\"0\"", "\"source\":\"postrider\"", "\"detail-type\":\"Mail Status\"")
        .contains("\"time\":\"2026-11-24T12:00:00Z\"");
  }

  @Test
  void anUnsignedCallAndElevenEntriesAreRefused() throws IOException, InterruptedException {
    String eleven =
        IntStream.range(0, 11).mapToObj(i -> entry("m", "SENT")).collect(Collectors.joining(","));

    assertThat(put("none", entry("a", "SENT")).body()).contains("IncompleteSignature");
    assertThat(put(SIGNED, eleven).body()).contains("ValidationException");
    assertThat(put(SIGNED, "").statusCode()).isEqualTo(400);
    assertThat(bus.events()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "EventBusName, other, ResourceNotFoundException",
    "Source, aws.ses, NotAuthorizedForSourceException",
    "DetailType, '', InvalidArgument",
    "Detail, no JSON, MalformedDetail"
  })
  void aBadEntryIsRefusedAndTheOthersAreKept(String field, String value, String code)
      throws IOException, InterruptedException {
    String bad =
        entry("bad", "SENT")
            .replaceFirst(
                "\"" + field + "\":\"(\\\\.|[^\"\\\\])*\"", "\"" + field + "\":\"" + value + "\"");

    HttpResponse<String> answer = put(SIGNED, bad + "," + entry("good", "SENT"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"FailedEntryCount\":1", code);
    assertThat(shown("")).containsExactly("good SENT");
  }
}
