package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.Json;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
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
  private static final String VERSION = "2015-03-31";

  /// None, the code that was uploaded last, and the alias of template.yaml, which lead to the same
  /// code here.
  private static final Set<String> QUALIFIERS = Set.of("", "$LATEST", "live");

  private final Map<String, LambdaFunction> functions = new ConcurrentHashMap<>();
  private final Map<String, EventSource> eventSources = new ConcurrentHashMap<>();
  private final LoopbackServer server;

  private LambdaApi(int port) {
    this.server = LoopbackServer.start("lambda-api", port, this::answer);
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
    eventSources.put(eventSource.uuid(), eventSource);
  }

  private Reply answer(HttpCall call) throws IOException {
    List<String> path = call.segments();
    if (path.size() < 2 || !path.getFirst().equals(VERSION)) {
      return Reply.unknownOperation();
    }
    String route = call.method() + " " + path.get(1) + " " + path.size();
    return switch (route) {
      case "GET event-source-mappings 2" -> list();
      case "GET event-source-mappings 3" -> get(path.getLast());
      case "PUT event-source-mappings 3" -> update(path.getLast(), call.body());
      case "POST functions 4" -> invoke(call, path.get(2));
      default -> Reply.unknownOperation();
    };
  }

  /// The name and the qualifier in `name`, `name:alias` and an ARN.
  private static List<String> parts(String reference) {
    return List.of(reference.replaceFirst("^.*:function:", "").split(":", 2));
  }

  private Reply list() {
    ObjectNode json = Json.object();
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
    Optional<ObjectNode> change = Json.readObject(body);
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
    ObjectNode json =
        Json.object()
            .put("UUID", source.uuid())
            .put("BatchSize", source.settings().batchSize())
            .put("MaximumBatchingWindowInSeconds", source.settings().batchingWindow().toSeconds())
            .put("EventSourceArn", source.queueArn())
            .put("FunctionArn", source.function().spec().arn())
            .put("State", state)
            .put("StateTransitionReason", "USER_INITIATED");
    json.putArray("FunctionResponseTypes").add("ReportBatchItemFailures");
    json.putObject("ScalingConfig")
        .put("MaximumConcurrency", source.settings().maximumConcurrency());
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
