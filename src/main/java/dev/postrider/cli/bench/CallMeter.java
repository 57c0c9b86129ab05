package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.TreeMap;

/// A relay in front of SQS or DynamoDB that counts what passes. Of DynamoDB it asks what each call
/// consumed, which changes nothing else.
final class CallMeter implements AutoCloseable {
  private static final String OPERATION = "x-amz-target";

  private static final Set<String> WRITES =
      Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchExecuteStatement", "TransactWriteItems");
  private static final String REFUSED = "ConditionalCheckFailedException";

  private final Relay relay = new Relay();
  private final LoopbackServer server;
  private final Map<String, Double> calls = new TreeMap<>();
  private double writeUnits;
  private double readUnits;

  /// What passed a meter.
  ///
  /// @param calls HTTP requests by operation
  /// @param writeUnits DynamoDB's write capacity units: as it reported them, and one for each write
  ///     whose condition did not hold, which AWS charges and the embedded server does not report
  /// @param readUnits of GetItem and BatchGetItem, by their keys: one each when it is read
  ///     consistently, and half a one when not, also when there is no item; the embedded server
  ///     reports none for those
  record Usage(Map<String, Double> calls, double writeUnits, double readUnits) {}

  /// Listens at once; the first call waits for [#relayTo].
  CallMeter(String name) {
    this.server = LoopbackServer.start(name, 0, this::answer);
  }

  URI endpoint() {
    return server.endpoint();
  }

  void relayTo(URI endpoint) {
    relay.leadsTo(endpoint);
  }

  /// What passed since this was last asked.
  ///
  /// @param batches by which it is divided
  synchronized Usage take(int batches) {
    Map<String, Double> shares = new TreeMap<>();
    calls.forEach((operation, count) -> shares.put(operation, count / batches));
    Usage taken = new Usage(shares, writeUnits / batches, readUnits / batches);
    calls.clear();
    writeUnits = 0;
    readUnits = 0;
    return taken;
  }

  private synchronized void add(String operation, double writes, double reads) {
    calls.merge(operation, 1.0, Double::sum);
    writeUnits += writes;
    readUnits += reads;
  }

  private Reply answer(HttpCall call) throws IOException {
    String operation = operation(call);
    byte[] body = call.body();
    Reply reply = relay.pass(call, asking(operation, body));
    if (reply instanceof Reply.Response answer) {
      double units =
          WRITES.contains(operation)
              ? Math.max(writeUnits(answer.body()), statements(operation, body))
              : 0;
      add(operation, units, readUnits(operation, body));
    }
    return reply;
  }

  /// A write unit each: the embedded server reports none for them.
  private static int statements(String operation, byte[] request) {
    return operation.equals("BatchExecuteStatement")
        ? CliJson.readObject(request).map(json -> json.path("Statements").size()).orElse(0)
        : 0;
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
                    : consumed(json.path("ConsumedCapacity")) + refusedStatements(json))
        .orElse(0.0);
  }

  /// One call's, or each of a batch's tables.
  private static double consumed(JsonNode capacity) {
    return capacity.isArray()
        ? capacity.valueStream().mapToDouble(CallMeter::consumed).sum()
        : capacity.path("CapacityUnits").asDouble();
  }

  private static long refusedStatements(JsonNode answer) {
    return answer.path("Responses").valueStream().filter(one -> one.has("Error")).count();
  }

  private static double readUnits(String operation, byte[] request) {
    return CliJson.readObject(request)
        .map(
            json ->
                switch (operation) {
                  case "GetItem" -> unit(json);
                  case "BatchGetItem" ->
                      json.path("RequestItems")
                          .valueStream()
                          .mapToDouble(table -> table.path("Keys").size() * unit(table))
                          .sum();
                  default -> 0.0;
                })
        .orElse(0.0);
  }

  private static double unit(JsonNode read) {
    return read.path("ConsistentRead").asBoolean() ? 1 : 0.5;
  }

  @Override
  public void close() {
    server.close();
    relay.close();
  }
}
