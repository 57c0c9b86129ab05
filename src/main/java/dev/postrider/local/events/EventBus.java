package dev.postrider.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.LocalLogging;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.Routes;
import dev.postrider.status.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The EventBridge stand-in on loopback, with one bus.
///
/// `POST /` speaks PutEvents; `GET /events` shows what was put, the newest first, as a rule's
/// target would get it. `?id=` and `?status=` choose by the fields of `detail`; `?limit=n` shows
/// n of them instead of 100.
public final class EventBus implements AutoCloseable {
  private static final int MOST_EVENTS = 20_000;
  private static final int MOST_ENTRIES = 10;
  private static final int MOST_BYTES = 256 * 1024;
  private static final int DEFAULT_LIMIT = 100;
  private static final List<String> STATUSES =
      Arrays.stream(Status.values()).map(Enum::name).toList();

  private final String name;
  private final LoopbackServer server;
  private final Deque<ObjectNode> events = new ArrayDeque<>();
  private final Deque<BusFault> faults = new ArrayDeque<>();
  private Consumer<JsonNode> watcher = _ -> {};
  private int calls;

  private EventBus(String name, int port) {
    this.name = name;
    this.server =
        LoopbackServer.start(
            "events",
            port,
            new Routes()
                .on("GET /events", (call, _) -> list(call))
                .on("POST /", (call, _) -> putEvents(call)));
  }

  /// Starts with a bus of that name.
  ///
  /// @param port 0 for any free port
  public static EventBus start(String name, int port) {
    LocalLogging.quiet();
    return new EventBus(name, port);
  }

  /// What `AWS_ENDPOINT_URL_EVENTBRIDGE` is set to.
  public URI endpoint() {
    return server.endpoint();
  }

  /// What was put, in its order, each as a rule's target would get it.
  public synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  /// Shows each event that is put to one more listener, as a rule's target would get it.
  ///
  /// @param each does not block and throws nothing
  public synchronized void watch(Consumer<JsonNode> each) {
    watcher = watcher.andThen(each);
  }

  /// How many calls were made.
  public synchronized int calls() {
    return calls;
  }

  /// The next calls fail so, before others that were asked for.
  public synchronized void fail(int times, BusFault fault) {
    for (int i = 0; i < times; i++) {
      faults.addFirst(fault);
    }
  }

  /// Forgets events, calls and faults.
  public synchronized void clear() {
    events.clear();
    faults.clear();
    calls = 0;
  }

  private Reply putEvents(HttpCall call) throws IOException {
    if (!call.header("X-Amz-Target").orElse("").equals("AWSEvents.PutEvents")) {
      return error("UnknownOperationException", "only PutEvents is known here");
    }
    if (call.header("Authorization").filter(a -> a.contains("/events/aws4_request")).isEmpty()) {
      return error("IncompleteSignature", "the request is not signed for events");
    }
    Optional<ObjectNode> request = HttpJson.readObject(call.body());
    return request.isEmpty()
        ? error("SerializationException", "the body must be a JSON object")
        : put(request.get().path("Entries").valueStream().toList());
  }

  private synchronized Reply put(List<JsonNode> entries) {
    calls++;
    BusFault fault = faults.poll();
    if (fault != null) {
      return fail(entries, fault);
    }
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      return error("ValidationException", "1 to 10 entries are wanted");
    }
    int bytes = entries.stream().mapToInt(EventBus::size).sum();
    return bytes > MOST_BYTES
        ? error("ValidationException", "Total size of the entries in the request is over the limit")
        : accepted(entries);
  }

  private Reply fail(List<JsonNode> entries, BusFault fault) {
    return switch (fault) {
      case INTERNAL_ERROR -> Reply.error(500, "InternalException", "broken on purpose");
      case THROTTLED -> error("ThrottlingException", "Rate exceeded");
      case DENIED -> error("AccessDeniedException", "not authorized to perform events:PutEvents");
      case HANG_UP -> new Reply.HangUp();
      case KEEP_AND_HANG_UP -> {
        var _ = accepted(entries);
        yield new Reply.HangUp();
      }
      case FIRST_ENTRY_FAILS ->
          answer(
              Stream.concat(
                  Stream.of(refused("InternalFailure")),
                  entries.stream().skip(1).map(this::result)));
      case ENTRIES_REFUSED -> answer(entries.stream().map(_ -> refused("MalformedDetail")));
    };
  }

  private Reply accepted(List<JsonNode> entries) {
    return answer(entries.stream().map(this::result));
  }

  private static Reply answer(Stream<ObjectNode> all) {
    List<ObjectNode> results = all.toList();
    long failed = results.stream().filter(r -> r.has("ErrorCode")).count();
    ObjectNode body = HttpJson.object().put("FailedEntryCount", failed);
    body.putArray("Entries").addAll(results);
    return Reply.json(200, body);
  }

  /// What EventBridge says of an entry, which it keeps if it is good.
  private ObjectNode result(JsonNode entry) {
    Optional<ObjectNode> detail = HttpJson.readObject(entry.path("Detail").asText());
    String source = entry.path("Source").asText();
    if (detail.isEmpty()) {
      return refused("MalformedDetail");
    }
    if (source.isEmpty() || entry.path("DetailType").asText().isEmpty()) {
      return refused("InvalidArgument");
    }
    if (source.startsWith("aws.")) {
      return refused("NotAuthorizedForSourceException");
    }
    if (!entry.path("EventBusName").asText("default").equals(name)) {
      return refused("ResourceNotFoundException");
    }
    Instant time = Instant.ofEpochSecond(entry.path("Time").asLong());
    ObjectNode event = event(source, entry.path("DetailType").asText(), time);
    event.set("detail", detail.get());
    events.addLast(event);
    watcher.accept(event);
    if (events.size() > MOST_EVENTS) {
      events.removeFirst();
    }
    return HttpJson.object().put("EventId", event.path("id").asText());
  }

  /// An event as a rule's target gets it, with an id of its own, no resources and no detail yet.
  public static ObjectNode event(String source, String detailType, Instant time) {
    ObjectNode event =
        HttpJson.object()
            .put("version", "0")
            .put("id", UUID.randomUUID().toString())
            .put("detail-type", detailType)
            .put("source", source)
            .put("account", LocalAws.ACCOUNT_ID)
            .put("time", time.toString())
            .put("region", LocalAws.REGION.id());
    event.putArray("resources");
    event.putObject("detail");
    return event;
  }

  private static ObjectNode refused(String code) {
    return HttpJson.object().put("ErrorCode", code).put("ErrorMessage", "refused");
  }

  /// As EventBridge counts: 14 bytes for the time, and the texts.
  private static int size(JsonNode entry) {
    int size = entry.has("Time") ? 14 : 0;
    for (String field : List.of("Source", "DetailType", "Detail")) {
      size += entry.path(field).asText().getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }

  private synchronized Reply list(HttpCall call) {
    call.allows("id", "status", "limit");
    call.oneOf("status", STATUSES);
    ArrayNode found = HttpJson.array();
    events.reversed().stream()
        .filter(event -> isOf(event, "id", call))
        .filter(event -> isOf(event, "status", call))
        .limit(call.count("limit", DEFAULT_LIMIT))
        .forEach(found::add);
    return Reply.pretty(found);
  }

  private static boolean isOf(JsonNode event, String field, HttpCall call) {
    String value = event.path("detail").path(field).asText();
    return call.parameter(field).map(value::equals).orElse(true);
  }

  private static Reply error(String type, String message) {
    return Reply.error(400, type, message);
  }

  @Override
  public void close() {
    server.close();
  }
}
