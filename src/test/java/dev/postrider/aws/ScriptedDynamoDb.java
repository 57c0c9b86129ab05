package dev.postrider.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// DynamoDB's protocol on loopback with answers written beforehand: for faults that DynamoDB Local
/// does not have. When the script is over, every call is answered with the last line.
final class ScriptedDynamoDb implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Line> script = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();

  private record Line(int status, String body) {}

  ScriptedDynamoDb() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  ScriptedDynamoDb thenFails(int status, String code) {
    return then(
        status,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"ann@example.com\"}"
            .formatted(code));
  }

  ScriptedDynamoDb thenAnswers(String body) {
    return then(200, body);
  }

  private synchronized ScriptedDynamoDb then(int status, String body) {
    script.add(new Line(status, body));
    return this;
  }

  /// Forgets the script and the requests.
  synchronized void reset() {
    script.clear();
    requests.clear();
  }

  /// The bodies of all requests.
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /// A client that repeats nothing by itself.
  DynamoDbClient client() {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Line line =
          next(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] body = line.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      exchange.getResponseHeaders().add("x-amzn-RequestId", "R1");
      exchange.sendResponseHeaders(line.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized Line next(String request) {
    requests.add(request);
    return script.size() > 1 ? script.remove() : script.element();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
