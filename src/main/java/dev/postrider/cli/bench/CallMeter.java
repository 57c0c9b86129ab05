package dev.postrider.cli.bench;

import dev.postrider.cli.output.CliJson;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Relay;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/// A relay in front of SQS or DynamoDB that counts what passes. Of DynamoDB it asks what each call
/// consumed, which changes nothing else.
final class CallMeter implements AutoCloseable {
  private static final String OPERATION = "x-amz-target";

  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
  private static final String REFUSED = "ConditionalCheckFailedException";

  private final Relay relay = new Relay();
  private final LoopbackServer server;
  private Usage usage = Usage.NONE;

  private CallMeter(String name) {
    this.server = LoopbackServer.start(name, 0, this::answer);
  }

  /// Listens at once; the first call waits for [#relayTo].
  static CallMeter start(String name) {
    return new CallMeter(name);
  }

  URI endpoint() {
    return server.endpoint();
  }

  void relayTo(URI endpoint) {
    relay.leadsTo(endpoint);
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

  private Reply answer(HttpCall call) throws IOException {
    String operation = operation(call);
    byte[] body = call.body();
    Reply reply = relay.pass(call, asking(operation, body));
    if (reply instanceof Reply.Response answer) {
      add(
          new Usage(
              Map.of(operation, 1.0),
              WRITES.contains(operation) ? writeUnits(answer.body()) : 0,
              keys(operation, body)));
    }
    return reply;
  }

  private static String operation(HttpCall call) {
    String full = call.header(OPERATION).orElse("?");
    return full.substring(full.indexOf('.') + 1);
  }

  private static byte[] asking(String operation, byte[] body) {
    return WRITES.contains(operation)
        ? CliJson.readObject(body)
            .map(json -> json.put("ReturnConsumedCapacity", "TOTAL").toString())
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElse(body)
        : body;
  }

  private static double writeUnits(byte[] answer) {
    return CliJson.readObject(answer)
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
          CliJson.readObject(request).stream()
              .flatMap(json -> json.path("RequestItems").valueStream())
              .mapToInt(table -> table.path("Keys").size())
              .sum();
      default -> 0;
    };
  }

  @Override
  public void close() {
    server.close();
    relay.close();
  }
}
