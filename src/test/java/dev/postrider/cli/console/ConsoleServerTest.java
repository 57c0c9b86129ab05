package dev.postrider.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.cli.bench.Prices;
import dev.postrider.cli.output.Place;
import dev.postrider.local.http.HttpJson;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleServerTest {
  private static final String ANSWER = "{\"stack\":\"mail\"}";

  private final List<List<String>> asked = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private String answer = ANSWER;
  private final ConsoleServer console = ConsoleServer.start(0, answers(6));

  private ConsoleAnswers answers(int metrics) {
    InstantSource settable = () -> now;
    Clock clock = settable.withZone(ZoneOffset.UTC);
    return new ConsoleAnswers(
        new Place("mail", "123456789012", "eu-central-1", 0),
        Prices.read(),
        metrics,
        new Runbook(Path.of("docs/runbook.md")),
        words -> {
          asked.add(words);
          return answer;
        },
        clock);
  }

  @AfterEach
  void stop() {
    console.close();
    http.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(console.address().resolve(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String question) throws Exception {
    return http.send(
        HttpRequest.newBuilder(console.address().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(question))
            .build(),
        BodyHandlers.ofString());
  }

  /// The status line and the body of a call with exactly these headers.
  private String raw(String line, String... headers) throws IOException {
    URI address = console.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n";
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String host() {
    return "Host: " + console.address().getAuthority();
  }

  @Test
  void theAddressIsOnLoopbackAndHasATokenOf192Bits() {
    assertThat(console.address().toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/[0-9a-f]{48}/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/status",
        "/page.js",
        "/000000000000000000000000000000000000000000000000/",
        "/000000000000000000000000000000000000000000000000/status"
      })
  void withoutTheTokenNobodySeesAnything(String path) throws Exception {
    HttpResponse<String> refused = get("http://" + console.address().getAuthority() + path);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body())
        .isEqualTo("Open the whole address that `postrider console` printed.");
    assertThat(asked).isEmpty();
  }

  @Test
  void aPartOfTheTokenIsNotTheToken() throws Exception {
    String whole = console.address().toString();

    assertThat(get(whole.substring(0, whole.length() - 2) + "/").statusCode()).isEqualTo(403);
    assertThat(get(whole.substring(0, whole.length() - 1)).statusCode()).isEqualTo(403);
    assertThat(get(whole).statusCode()).isEqualTo(200);
  }

  @Test
  void aPageOfAnotherSiteIsRefusedAlsoWithTheToken() throws IOException {
    String get = "GET " + console.address().getPath() + "status";

    assertThat(raw(get, host())).startsWith("HTTP/1.1 200");
    assertThat(raw(get, "Host: rebound.example:" + console.address().getPort()))
        .startsWith("HTTP/1.1 403")
        .contains("Host must be 127.0.0.1");
    assertThat(raw(get, host(), "Origin: http://127.0.0.1:9")).startsWith("HTTP/1.1 403");
    assertThat(raw(get, host(), "Sec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 403");
    assertThat(
            raw(
                "POST " + console.address().getPath() + "look",
                host(),
                "Content-Type: text/plain",
                "Content-Length: 0"))
        .startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @CsvSource({
    "'', text/html",
    "console.js, text/javascript",
    "page.js, text/javascript",
    "page.css, text/css",
    "about, application/json",
    "status, application/json"
  })
  void eachAnswerIsGuarded(String path, String type) throws Exception {
    HttpResponse<String> got = get(path);

    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.headers().firstValue("content-type").orElse("")).startsWith(type);
    assertThat(got.headers().map())
        .containsEntry("referrer-policy", List.of("no-referrer"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("x-content-type-options", List.of("nosniff"));
    assertThat(got.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(got.body()).doesNotContain("innerHTML", "onclick=", "style=");
  }

  @Test
  void aQuestionIsTheCommandThatAnswersIt() throws Exception {
    assertThat(post("unit", "{\"id\":\"order-7#3\"}").body()).isEqualTo(ANSWER);
    assertThat(post("suppressions", "{\"address\":\" jane@example.com \"}").body())
        .isEqualTo(ANSWER);
    assertThat(post("suppressions", "{\"address\":\"\"}").body()).isEqualTo(ANSWER);
    assertThat(post("look", "{\"queue\":\"held\"}").body()).isEqualTo(ANSWER);
    assertThat(post("look", "{\"queue\":\"events\"}").body()).isEqualTo(ANSWER);

    assertThat(asked)
        .containsExactly(
            List.of("show", "--json", "--", "order-7#3"),
            List.of("suppressions", "show", "--json", "--", "jane@example.com"),
            List.of("suppressions", "list", "--json"),
            List.of("held", "show", "--json"),
            List.of("dead", "show", "--queue", "feedback", "--json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "look|{\"queue\":\"mail\"}",
        "look|{\"queue\":\"held retry\"}",
        "look|{}",
        "look|",
        "unit|[]",
        "unit|{\"id\":\"a\"} {\"id\":\"b\"}",
        "retry|{\"id\":\"order-7\"}",
        "status|{}"
      })
  void anythingElseIsNoQuestion(String path, String question) throws Exception {
    assertThat(post(path, question == null ? "" : question).statusCode()).isEqualTo(400);
    assertThat(asked).isEmpty();
  }

  @Test
  void aLookCannotBeAskedForByAGetNorAnythingByAnEndlessBody() throws Exception {
    assertThat(get("look?queue=held").statusCode()).isEqualTo(404);
    assertThat(get("unit").statusCode()).isEqualTo(404);
    assertThat(post("unit", "{\"id\":\"" + "x".repeat(2_000) + "\"}").statusCode()).isEqualTo(400);
    assertThat(
            http.send(
                    HttpRequest.newBuilder(console.address().resolve("status")).DELETE().build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
    assertThat(asked).isEmpty();
  }

  @Test
  void pagesThatLookAtOnceShareOneReading() throws Exception {
    assertThat(get("status").body()).isEqualTo(ANSWER);
    now = now.plusSeconds(24);
    assertThat(get("status").body()).isEqualTo(ANSWER);
    assertThat(asked).containsExactly(List.of("status", "--json"));

    now = now.plusSeconds(1);
    assertThat(get("status").statusCode()).isEqualTo(200);
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatCouldNotBeReadIsAskedAgainNoSooner() throws Exception {
    String problem = "{\"problem\":\"The token has expired.\"}";
    answer = problem;
    assertThat(get("status").body()).isEqualTo(problem);
    answer = ANSWER;
    now = now.plusSeconds(24);
    assertThat(get("status").body()).isEqualTo(problem);
    assertThat(asked).hasSize(1);

    now = now.plusSeconds(1);
    assertThat(get("status").body()).isEqualTo(ANSWER);
  }

  @Test
  void thePageSaysWhichStackItIsAndWhatAnHourCosts() throws Exception {
    var about = HttpJson.readObject(get("about").body()).orElseThrow();

    assertThat(about.path("place").asText())
        .isEqualTo("stack mail, account 123456789012, eu-central-1");
    assertThat(about.path("everySeconds").asInt()).isEqualTo(30);
    assertThat(about.path("dollarsAnHour").asDouble())
        .isEqualTo(Prices.read().ofAnHourOfStatus(6, Duration.ofSeconds(30)));
    assertThat(answers(0).about()).contains("\"dollarsAnHour\":0.0");
  }

  @Test
  void anAlarmHasItsSectionOfTheRunbook() throws Exception {
    String held = HttpJson.readObject(get("runbook/held-mail").body()).orElseThrow().toString();

    assertThat(held).contains("What it means").contains("held").doesNotContain("## ");
    assertThat(get("runbook/no-such").body()).isEqualTo("{}");
    assertThat(get("runbook/..%2f..%2fpom.xml").body()).isEqualTo("{}");
  }

  /// Any user of the machine can send it.
  @Test
  void aHeadPrintsNothingOnTheTerminal() throws Exception {
    List<String> printed = new CopyOnWriteArrayList<>();
    Logger server = Logger.getLogger("com.sun.net.httpserver");
    Handler terminal =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            printed.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    server.addHandler(terminal);
    try {
      assertThat(raw("HEAD /", host())).startsWith("HTTP/1.1 403");
      assertThat(raw("HEAD " + console.address().getPath(), host())).startsWith("HTTP/1.1 405");
    } finally {
      server.removeHandler(terminal);
    }
    assertThat(printed).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    int port = console.address().getPort();

    assertThatThrownBy(() -> ConsoleServer.start(port, answers(0)))
        .hasMessage(
            "Nothing can listen on port "
                + port
                + " (Address already in use): --port 0 takes any free one.")
        .hasNoCause();
  }
}
