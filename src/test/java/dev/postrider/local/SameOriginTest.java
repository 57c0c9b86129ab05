package dev.postrider.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.events.EventBus;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import dev.postrider.local.lambda.LambdaApi;
import dev.postrider.local.ses.SesServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a web page in the developer's browser can make of the stack's servers: nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameOriginTest {
  private final List<AutoCloseable> parts = new ArrayList<>();
  private LocalSqs sqs;
  private URI dynamoDb;
  private URI ses;
  private URI events;
  private URI lambda;
  private URI plain;

  @BeforeAll
  void start() {
    sqs = part(LocalSqs.start());
    dynamoDb = part(LocalDynamoDb.start()).endpoint();
    ses = part(SesServer.start("example.com", _ -> {})).endpoint();
    events = part(EventBus.start("bus", 0)).endpoint();
    lambda = part(LambdaApi.start(0)).endpoint();
    plain = part(LoopbackServer.start("plain", 0, _ -> Reply.empty(200))).endpoint();
  }

  private <P extends AutoCloseable> P part(P part) {
    parts.addFirst(part);
    return part;
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  Stream<URI> servers() {
    return Stream.of(sqs.endpoint(), dynamoDb, ses, events, lambda, plain);
  }

  /// The Host that the server was told to have.
  private static String host(URI server) {
    return "Host: " + server.getAuthority();
  }

  private static String post(URI server, String... headers) throws IOException {
    return call("POST", server, headers);
  }

  /// The answer to a request as it would come over the wire, headers and all.
  private static String call(String method, URI server, String... headers) throws IOException {
    String request =
        method
            + " / HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n"
            + String.join("\r\n", headers)
            + "\r\n\r\n{}";
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aNameThatWasReboundToLoopbackIsRefused(URI server) throws IOException {
    assertThat(post(server, "Host: rebound.example:" + server.getPort()))
        .startsWith("HTTP/1.1 403")
        .endsWith(
            "Refused: Host must be 127.0.0.1, localhost or [::1], with the port "
                + server.getPort()
                + ".\n");
    assertThat(post(server, "Host: 127.0.0.1:1")).startsWith("HTTP/1.1 403");
    assertThat(post(server, "Host: 127.0.0.1.rebound.example:" + server.getPort()))
        .startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aPageOfAnotherSiteIsRefused(URI server) throws IOException {
    for (String origin :
        List.of("http://page.example", "null", "http://localhost:3000", "https://127.0.0.1")) {
      assertThat(post(server, host(server), "Origin: " + origin))
          .startsWith("HTTP/1.1 403")
          .contains("Refused: Origin")
          .doesNotContainIgnoringCase("Access-Control");
    }
    assertThat(call("OPTIONS", server, host(server), "Origin: http://page.example"))
        .startsWith("HTTP/1.1 403");
    assertThat(call("GET", server, host(server), "Sec-Fetch-Site: cross-site"))
        .startsWith("HTTP/1.1 403");
    assertThat(call("GET", server, host(server), "Sec-Fetch-Site: same-site"))
        .startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatAPageMayPostUnaskedIsRefused(URI server) throws IOException {
    for (String type : List.of("text/plain;charset=UTF-8", "multipart/form-data; boundary=b")) {
      assertThat(post(server, host(server), "Content-Type: " + type)).startsWith("HTTP/1.1 403");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aProgramOfThisMachineIsAnswered(URI server) throws IOException {
    for (String name : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]")) {
      String authority = name + ":" + server.getPort();
      assertThat(post(server, "Host: " + authority)).doesNotContain("Refused");
      assertThat(post(server, "Host: " + authority, "Origin: http://" + authority))
          .doesNotContain("Refused")
          .doesNotContainIgnoringCase("Access-Control");
    }
    assertThat(post(server, host(server), "Sec-Fetch-Site: none")).doesNotContain("Refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamoDb", "ses", "events", "lambda", "plain"})
  void onlySqsTakesForms(String name) throws IOException {
    URI server =
        switch (name) {
          case "dynamoDb" -> dynamoDb;
          case "ses" -> ses;
          case "events" -> events;
          case "lambda" -> lambda;
          default -> plain;
        };
    String form = "Content-Type: application/x-www-form-urlencoded";

    assertThat(post(server, host(server), form)).startsWith("HTTP/1.1 403");
    assertThat(post(sqs.endpoint(), host(sqs.endpoint()), form)).doesNotContain("Refused");
  }

  @Test
  void anImageInAPageDoesNotSend() throws IOException {
    assertThat(call("GET", sqs.endpoint(), host(sqs.endpoint()))).startsWith("HTTP/1.1 405");
  }

  @Test
  void elasticMqListensWhereNobodyLooks() {
    assertThat(sqs.elasticMq().getHost())
        .matches("127\\.\\d+\\.\\d+\\.\\d+")
        .isNotEqualTo("127.0.0.1");
  }
}
