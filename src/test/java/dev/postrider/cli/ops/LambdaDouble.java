package dev.postrider.cli.ops;

import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Event source mappings that are only switched, and functions that only remember.
final class LambdaDouble implements AutoCloseable {
  private final Map<String, Boolean> mappings = new ConcurrentHashMap<>();
  private final List<String> invoked = new CopyOnWriteArrayList<>();
  private final LoopbackServer server = LoopbackServer.start("lambda-double", 0, this::answer);
  private volatile boolean failing;
  private volatile Set<Integer> refused = Set.of();
  private volatile Set<String> inUse = Set.of();
  private final AtomicInteger calls = new AtomicInteger();

  URI endpoint() {
    return server.endpoint();
  }

  /// Forgets everything; both mappings are enabled.
  void reset() {
    mappings.putAll(Map.of("mail-source", true, "bulk-source", true));
    invoked.clear();
    failing = false;
    refused = Set.of();
    inUse = Set.of();
    calls.set(0);
  }

  /// Knows no mapping any more.
  void forget() {
    mappings.clear();
  }

  boolean isPolled() {
    return mappings.values().stream().allMatch(enabled -> enabled);
  }

  boolean isPolled(String mapping) {
    return mappings.getOrDefault(mapping, false);
  }

  /// Refuses to switch a mapping, which has not come to rest since it was switched last.
  void inUse(String mapping) {
    inUse = Set.of(mapping);
  }

  boolean isAnyPolled() {
    return mappings.containsValue(true);
  }

  /// Payloads of invocations.
  List<String> invoked() {
    return invoked;
  }

  /// Lambda itself refuses these invocations; 1 is the first one.
  void refuseInvocations(Integer... numbers) {
    refused = Set.of(numbers);
  }

  void failFunctions() {
    failing = true;
  }

  private Reply answer(HttpCall call) throws IOException {
    List<String> path = call.segments();
    if (!path.contains("invocations") && !path.contains("event-source-mappings")) {
      return Reply.json(
          404, HttpJson.object(), Map.of("x-amzn-ErrorType", "UnknownOperationException"));
    }
    if (path.contains("functions")) {
      if (!call.parameter("Qualifier").orElse("").equals("live")
          || refused.contains(calls.incrementAndGet())) {
        return notFound();
      }
      invoked.add(new String(call.body(), StandardCharsets.UTF_8));
      Map<String, String> error = failing ? Map.of("X-Amz-Function-Error", "Unhandled") : Map.of();
      return Reply.json(200, HttpJson.object(), error);
    }
    String id = path.getLast();
    if (!mappings.containsKey(id)) {
      return notFound();
    }
    if (call.method().equals("PUT") && inUse.contains(id)) {
      return Reply.json(
          400, HttpJson.object(), Map.of("x-amzn-ErrorType", "ResourceInUseException"));
    }
    if (call.method().equals("PUT")) {
      HttpJson.readObject(call.body())
          .ifPresent(body -> mappings.put(id, body.path("Enabled").asBoolean()));
    }
    return Reply.json(
        200,
        HttpJson.object()
            .put("UUID", id)
            .put("State", mappings.getOrDefault(id, false) ? "Enabled" : "Disabled"));
  }

  private static Reply notFound() {
    return Reply.json(
        404, HttpJson.object(), Map.of("x-amzn-ErrorType", "ResourceNotFoundException"));
  }

  @Override
  public void close() {
    server.close();
  }
}
