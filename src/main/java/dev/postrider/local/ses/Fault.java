package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/// What can go wrong on request.
public sealed interface Fault {
  /// Happens to one HTTP call; at most one a call, the one that was armed first.
  sealed interface OfCall extends Fault {}

  /// Happens to one event.
  sealed interface OfEvent extends Fault {}

  /// Closes the connection before the body is read; nothing is accepted.
  record DropBeforeReading() implements OfCall {}

  /// Reads the whole request, accepts nothing and closes the connection.
  record CloseAfterReading() implements OfCall {}

  /// Accepts the mail and closes the connection without an answer.
  record AcceptThenDrop() implements OfCall {}

  /// Answers an error; nothing is accepted.
  ///
  /// @param errorType SES's name of the error, such as `TooManyRequestsException`
  record Refuse(int status, String errorType, String message) implements OfCall {}

  /// Accepts the mail and answers an error all the same.
  record AcceptThenRefuse(int status, String errorType, String message) implements OfCall {}

  /// Keeps the answer back, whatever it is; the mail is accepted (or not) before.
  record DelayAnswer(Duration delay) implements Fault {}

  /// Gives an entry of a SendBulkEmail call another status; at most one an entry, the one that was
  /// armed first.
  ///
  /// @param status such as `FAILED`, or one that no SDK knows yet
  /// @param accepted whether the mail is taken in all the same
  record EntryStatus(String status, boolean accepted) implements Fault {}

  /// Publishes an event later.
  record DelayEvent(Duration delay) implements OfEvent {}

  /// Publishes an event twice.
  record DoubleEvent() implements OfEvent {}

  /// Never publishes an event.
  record DropEvent() implements OfEvent {}

  /// Publishes the events of a message in the reverse order.
  record ReverseEvents() implements Fault {}

  /// The fault that an object of `POST /admin/faults` describes by its `kind`. Further fields are
  /// `status`, `errorType` and `message` of `refuse` and `accept-then-refuse`, `status` and
  /// `accepted` of `entry-status`, and `delay` (ISO-8601) of the two delays.
  ///
  /// @throws IllegalArgumentException when it describes none
  static Fault of(JsonNode json) {
    String kind = json.path("kind").asText();
    int status = json.path("status").asInt(500);
    String errorType = json.path("errorType").asText("InternalServiceErrorException");
    String message = json.path("message").asText("A fault of the stand-in.");
    return switch (kind) {
      case "drop-before-reading" -> new DropBeforeReading();
      case "close-after-reading" -> new CloseAfterReading();
      case "accept-then-drop" -> new AcceptThenDrop();
      case "refuse" -> new Refuse(status, errorType, message);
      case "accept-then-refuse" -> new AcceptThenRefuse(status, errorType, message);
      case "throttle" ->
          new Refuse(429, "TooManyRequestsException", "Maximum sending rate exceeded.");
      case "delay-answer" -> new DelayAnswer(delay(json));
      case "entry-status" ->
          new EntryStatus(
              json.path("status").asText("FAILED"), json.path("accepted").asBoolean(false));
      case "delay-event" -> new DelayEvent(delay(json));
      case "double-event" -> new DoubleEvent();
      case "drop-event" -> new DropEvent();
      case "reverse-events" -> new ReverseEvents();
      default -> throw new IllegalArgumentException("unknown kind of fault: " + kind);
    };
  }

  private static Duration delay(JsonNode json) {
    return Duration.parse(json.path("delay").asText());
  }
}
