package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.http.Json;
import java.time.Duration;

/// FaultInjector as `POST /admin/faults` takes them.
///
/// `{"kind": …, "targets": […], "count": n}` strikes the next n times (once, when no count is
/// given); `{"kind": …, "probability": p, "seed": s}` strikes at random. Targets are operations or
/// event types; none means all. Further fields: `status`, `errorType` and `message` of `refuse`
/// and `accept-then-refuse`; `status` and `accepted` of `entry-status`; `delay` (ISO-8601) of the
/// two delays.
final class FaultJson {
  private FaultJson() {}

  /// Arms the fault that the JSON describes.
  ///
  /// @throws IllegalArgumentException when it describes none
  static void arm(JsonNode json, FaultInjector faults) {
    Fault fault = fault(json);
    String[] targets = Json.texts(json.path("targets")).toArray(String[]::new);
    if (json.has("probability")) {
      faults.randomly(
          json.path("probability").asDouble(), json.path("seed").asLong(), fault, targets);
    } else {
      faults.next(json.path("count").asInt(1), fault, targets);
    }
  }

  private static Fault fault(JsonNode json) {
    String kind = json.path("kind").asText();
    return switch (kind) {
      case "drop-before-reading" -> new Fault.DropBeforeReading();
      case "close-after-reading" -> new Fault.CloseAfterReading();
      case "accept-then-drop" -> new Fault.AcceptThenDrop();
      case "refuse" -> new Fault.Refuse(status(json), errorType(json), message(json));
      case "accept-then-refuse" ->
          new Fault.AcceptThenRefuse(status(json), errorType(json), message(json));
      case "throttle" ->
          new Fault.Refuse(429, "TooManyRequestsException", "Maximum sending rate exceeded.");
      case "delay-answer" -> new Fault.DelayAnswer(delay(json));
      case "entry-status" ->
          new Fault.EntryStatus(
              json.path("status").asText("FAILED"), json.path("accepted").asBoolean(false));
      case "delay-event" -> new Fault.DelayEvent(delay(json));
      case "double-event" -> new Fault.DoubleEvent();
      case "drop-event" -> new Fault.DropEvent();
      case "reverse-events" -> new Fault.ReverseEvents();
      default -> throw new IllegalArgumentException("unknown kind of fault: " + kind);
    };
  }

  private static int status(JsonNode json) {
    return json.path("status").asInt(500);
  }

  private static String errorType(JsonNode json) {
    return json.path("errorType").asText("InternalServiceErrorException");
  }

  private static String message(JsonNode json) {
    return json.path("message").asText("A fault of the stand-in.");
  }

  private static Duration delay(JsonNode json) {
    return Duration.parse(json.path("delay").asText());
  }
}
