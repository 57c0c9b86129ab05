package dev.postrider.cli.bench;

import dev.postrider.local.http.Call;
import dev.postrider.local.http.Json;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// A relay in front of SQS or DynamoDB that counts what passes. Of DynamoDB it asks what each call
/// consumed, which changes nothing else.
final class CallMeter implements AutoCloseable {
  private static final String OPERATION = "x-amz-target";
  private static final List<String> REQUEST_HEADERS =
      List.of(OPERATION, "content-type", "authorization", "x-amz-date", "amz-sdk-request");
  private static final List<String> RESPONSE_HEADERS =
      List.of("content-type", "x-amzn-requestid", "x-amz-crc32", "x-amzn-query-error");

  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
  private static final String REFUSED = "ConditionalCheckFailedException";

  private final CompletableFuture<URI> target = new CompletableFuture<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final LoopbackServer server;
  private Usage usage = Usage.NONE;

  private CallMeter(String name) {
    this.server = LoopbackServer.start(name, 0, this::relay);
  }

  /// Listens at once; the first call waits for [#relayTo].
  static CallMeter start(String name) {
    return new CallMeter(name);
  }

  URI endpoint() {
    return server.endpoint();
  }

  void relayTo(URI endpoint) {
    target.complete(endpoint);
  }

  /// What passed since this was last asked.
  synchronized Usage take() {
    Usage taken = usage;
    usage = Usage.NONE;
    return taken;
  }

  private synchronized void add(Usage more) {
    usage = usage.plus(more);
  }

  private Reply relay(Call call) throws IOException {
    String operation = operation(call);
    byte[] body = call.body();
    try {
      HttpResponse<byte[]> response =
          client.send(request(call, asking(operation, body)), BodyHandlers.ofByteArray());
      add(
          new Usage(
              Map.of(operation, 1.0),
              WRITES.contains(operation) ? writeUnits(response.body()) : 0,
              keys(operation, body)));
      return new Reply.Answer(response.statusCode(), headers(response), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.HangUp();
    }
  }

  private static String operation(Call call) {
    String full = call.header(OPERATION).orElse("?");
    return full.substring(full.indexOf('.') + 1);
  }

  private static byte[] asking(String operation, byte[] body) {
    return WRITES.contains(operation)
        ? Json.readObject(body)
            .map(json -> json.put("ReturnConsumedCapacity", "TOTAL").toString())
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElse(body)
        : body;
  }

  private static double writeUnits(byte[] answer) {
    return Json.readObject(answer)
        .map(
            json ->
                json.path("__type").asText().endsWith(REFUSED)
                    ? 1
                    : json.path("ConsumedCapacity").path("CapacityUnits").asDouble())
        .orElse(0.0);
  }

  private static double keys(String operation, byte[] request) {
    return switch (operation) {
      case "GetItem" -> 1;
      case "BatchGetItem" ->
          Json.readObject(request).stream()
              .flatMap(json -> Json.elements(json.path("RequestItems")).stream())
              .mapToInt(table -> table.path("Keys").size())
              .sum();
      default -> 0;
    };
  }

  private HttpRequest request(Call call, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.join().resolve("/" + String.join("/", call.segments())))
            .method(call.method(), BodyPublishers.ofByteArray(body));
    REQUEST_HEADERS.forEach(name -> call.header(name).ifPresent(v -> request.header(name, v)));
    return request.build();
  }

  private static Map<String, String> headers(HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    RESPONSE_HEADERS.forEach(
        name -> response.headers().firstValue(name).ifPresent(v -> headers.put(name, v)));
    return headers;
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
