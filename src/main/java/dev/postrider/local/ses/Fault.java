package dev.postrider.local.ses;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

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

  /// Its own kind among [#KINDS]; of a throttle, `refuse`.
  default String kind() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /// The kinds that `POST /admin/faults` knows, each with what it does.
  SequencedMap<String, String> KINDS = kinds();

  /// The fields that say something of a kind alone.
  Map<String, List<String>> OWN_FIELDS =
      Map.of(
          "refuse", List.of("status", "errorType", "message"),
          "accept-then-refuse", List.of("status", "errorType", "message"),
          "entry-status", List.of("status", "accepted"),
          "delay-answer", List.of("delay"),
          "delay-event", List.of("delay"));

  private static SequencedMap<String, String> kinds() {
    SequencedMap<String, String> kinds = new LinkedHashMap<>();
    kinds.put("throttle", "429 TooManyRequestsException; nothing is accepted");
    kinds.put("refuse", "an error (status, errorType, message); accepts nothing");
    kinds.put("accept-then-refuse", "the same, but the mail is accepted");
    kinds.put("drop-before-reading", "hangs up before it reads the call; nothing is accepted");
    kinds.put("close-after-reading", "reads the call and hangs up; nothing is accepted");
    kinds.put("accept-then-drop", "accepts the mail and hangs up without an answer");
    kinds.put("delay-answer", "answers after the delay");
    kinds.put("entry-status", "gives an entry of SendBulkEmail a status; accepted or not");
    kinds.put("delay-event", "publishes an event after the delay");
    kinds.put("double-event", "publishes an event twice");
    kinds.put("drop-event", "never publishes an event");
    kinds.put("reverse-events", "publishes a message's events in the reverse order");
    return Collections.unmodifiableSequencedMap(kinds);
  }

  /// The fault that a body of `POST /admin/faults` describes by its `kind`. Further fields are
  /// `status`, `errorType` and `message` of `refuse` and `accept-then-refuse`, `status` and
  /// `accepted` of `entry-status`, and `delay` (ISO-8601) of the two delays. A field that says
  /// nothing of the kind is refused.
  ///
  /// @param alsoAllowed the fields that every kind has
  /// @throws IllegalArgumentException when it describes none
  static Fault of(AdminBody body, List<String> alsoAllowed) {
    String kind = body.text("kind", "");
    AdminBody.oneOf("kind of fault", kind, KINDS.keySet());
    body.allows(
        Stream.concat(alsoAllowed.stream(), OWN_FIELDS.getOrDefault(kind, List.of()).stream()));
    return switch (kind) {
      case "drop-before-reading" -> new DropBeforeReading();
      case "close-after-reading" -> new CloseAfterReading();
      case "accept-then-drop" -> new AcceptThenDrop();
      case "refuse" -> new Refuse(status(body), errorType(body), message(body));
      case "accept-then-refuse" ->
          new AcceptThenRefuse(status(body), errorType(body), message(body));
      case "throttle" ->
          new Refuse(429, "TooManyRequestsException", "Maximum sending rate exceeded.");
      case "delay-answer" -> new DelayAnswer(body.duration("delay"));
      case "entry-status" ->
          new EntryStatus(body.text("status", "FAILED"), body.flag("accepted", false));
      case "delay-event" -> new DelayEvent(body.duration("delay"));
      case "double-event" -> new DoubleEvent();
      case "drop-event" -> new DropEvent();
      case "reverse-events" -> new ReverseEvents();
      default -> throw new IllegalStateException(kind);
    };
  }

  private static int status(AdminBody body) {
    return body.count("status", 500, 400, 599);
  }

  private static String errorType(AdminBody body) {
    return body.text("errorType", "InternalServiceErrorException");
  }

  private static String message(AdminBody body) {
    return body.text("message", "A fault of the stand-in.");
  }
}
