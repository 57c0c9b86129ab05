package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.Routes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The part of Lambda's API that the stack needs: event source mappings that are read, disabled
/// and enabled, and functions that are invoked.
///
/// Source: the Lambda API reference, version 2015-03-31.
public final class LambdaApi implements AutoCloseable {
  /// None, the code that was uploaded last, and the alias of template.yaml, which lead to the same
  /// code here.
  private static final Set<String> QUALIFIERS = Set.of("", "$LATEST", "live");

  private final Map<String, LambdaFunction> functions = new ConcurrentHashMap<>();
  private final Map<String, EventSource> eventSources = new ConcurrentHashMap<>();
  private final LoopbackServer server;

  private LambdaApi(int port) {
    this.server =
        LoopbackServer.start(
            "lambda-api",
            port,
            new Routes()
                .on("GET /2015-03-31/event-source-mappings", (_, _) -> list())
                .on("GET /2015-03-31/event-source-mappings/*", (_, uuid) -> get(uuid))
                .on(
                    "PUT /2015-03-31/event-source-mappings/*",
                    (call, uuid) -> update(uuid, call.body()))
                .on("POST /2015-03-31/functions/*/invocations", this::invoke));
  }

  /// Starts without functions.
  ///
  /// @param port 0 for any free port
  public static LambdaApi start(int port) {
    return new LambdaApi(port);
  }

  /// What `AWS_ENDPOINT_URL_LAMBDA` is set to.
  public URI endpoint() {
    return server.endpoint();
  }

  /// Makes a function known.
  public void add(LambdaFunction function) {
    functions.put(function.spec().name(), function);
  }

  /// Makes a mapping known.
  public void add(EventSource eventSource) {
    eventSources.put(eventSource.mapping().uuid(), eventSource);
  }

  /// The name and the qualifier in `name`, `name:alias` and an ARN.
  private static List<String> parts(String reference) {
    return List.of(reference.replaceFirst("^.*:function:", "").split(":", 2));
  }

  private Reply list() {
    ObjectNode json = HttpJson.object();
    json.putArray("EventSourceMappings")
        .addAll(eventSources.values().stream().map(s -> mapping(s, state(s))).toList());
    return Reply.json(200, json);
  }

  private Reply get(String uuid) {
    return Optional.ofNullable(eventSources.get(uuid))
        .map(source -> Reply.json(200, mapping(source, state(source))))
        .orElseGet(LambdaApi::noMapping);
  }

  private Reply update(String uuid, byte[] body) {
    EventSource source = eventSources.get(uuid);
    if (source == null) {
      return noMapping();
    }
    Optional<ObjectNode> change = HttpJson.readObject(body);
    if (change.isEmpty()) {
      return Reply.error(400, "InvalidParameterValueException", "The body is not a JSON object.");
    }
    boolean before = source.enabled();
    boolean after = change.get().path("Enabled").asBoolean(before);
    source.enabled(after);
    String state = before == after ? state(source) : after ? "Enabling" : "Disabling";
    return Reply.json(202, mapping(source, state));
  }

  private static String state(EventSource source) {
    return source.enabled() ? "Enabled" : source.atRest() ? "Disabled" : "Disabling";
  }

  private static ObjectNode mapping(EventSource source, String state) {
    EventSource.Mapping mapping = source.mapping();
    ObjectNode json =
        HttpJson.object()
            .put("UUID", mapping.uuid())
            .put("BatchSize", mapping.batchSize())
            .put("MaximumBatchingWindowInSeconds", mapping.batchingWindow().toSeconds())
            .put("EventSourceArn", mapping.queueArn())
            .put("FunctionArn", mapping.function().spec().arn())
            .put("State", state)
            .put("StateTransitionReason", "USER_INITIATED");
    json.putArray("FunctionResponseTypes").add("ReportBatchItemFailures");
    json.putObject("ScalingConfig").put("MaximumConcurrency", mapping.maximumConcurrency());
    return json;
  }

  private static Reply noMapping() {
    return Reply.error(
        404, "ResourceNotFoundException", "The event source mapping that you provided is unknown.");
  }

  private Reply invoke(HttpCall call, String reference) throws IOException {
    List<String> parts = parts(reference);
    LambdaFunction function = functions.get(parts.getFirst());
    String qualifier = parts.size() > 1 ? parts.get(1) : call.parameter("Qualifier").orElse("");
    if (function == null || !QUALIFIERS.contains(qualifier)) {
      return Reply.error(
          404, "ResourceNotFoundException", "Function not found: " + reference + ":" + qualifier);
    }
    byte[] payload = call.body();
    try {
      return switch (call.header("X-Amz-Invocation-Type").orElse("RequestResponse")) {
        case "DryRun" -> Reply.empty(204);
        case "Event" -> {
          Thread.ofVirtual().name("async-invoke").start(() -> invokeQuietly(function, payload));
          yield Reply.empty(202);
        }
        default -> reply(function.invoke(payload));
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.error(500, "ServiceException", "The stack is stopping.");
    }
  }

  private static void invokeQuietly(LambdaFunction function, byte[] payload) {
    try {
      function.invoke(payload);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Reply reply(InvocationOutcome outcome) {
    boolean returned = outcome instanceof InvocationOutcome.HandlerReturned;
    return new Reply.Response(
        200,
        returned ? Map.of() : Map.of("X-Amz-Function-Error", "Unhandled"),
        outcome.payload().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
