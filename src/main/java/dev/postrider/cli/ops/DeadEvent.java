package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.email.MaskedText;
import dev.postrider.email.RecipientHash;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.MalformedNotification;
import dev.postrider.local.CommandLines;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A dead letter of feedback in words: which event of SES it is, and why nobody handled it. Holds
/// no address.
///
/// When SNS could not hand a notification to the function, it is the notification itself, or SES's
/// event alone; when the function failed three times, it is Lambda's record of the invocation.
/// Sources: "Amazon SNS dead-letter queues", SNS developer guide; "Capturing records of Lambda
/// asynchronous invocations", Lambda developer guide.
///
/// @param what the event: its type, unit and time; empty where nothing of it can be read
/// @param problems why it is here, the first cause first
/// @param unit the unit's key in the ledger; empty where the event names none
/// @param stream empty where the event names none
/// @param payload what the feedback function is to be invoked with; empty when the letter is
///     nothing that can be handed to it
record DeadEvent(
    Reason reason,
    String what,
    List<String> problems,
    String unit,
    String stream,
    Optional<JsonNode> payload) {
  private static final String UNDELIVERED = "SNS could not hand it to the feedback function";

  /// Of the schedule `Awake` (decision 0018): it holds no event, and succeeds when it is retried.
  private static final String DAILY_CALL = "the daily call that keeps the function ready";

  /// A name of SES's: an event's type, a bounce's, a stream, a message id; never an address.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_ .$-]{0,99}");

  /// What our function says before the reason itself.
  private static final Pattern PREFIX =
      Pattern.compile("^\\d+ of \\d+ notifications failed: SNS message [^:]{1,64}: ");

  /// Why an event is a dead letter. The names are public: they stand in the JSON.
  enum Reason {
    /// The function cannot understand it: no retry succeeds.
    MALFORMED,
    /// The function understands it and failed all the same.
    FAILED,
    /// SNS could not hand it to the function.
    UNDELIVERED
  }

  DeadEvent {
    problems = List.copyOf(problems);
  }

  static DeadEvent of(String body) {
    JsonNode letter = CliJson.readObject(body).orElseGet(CliJson::object);
    JsonNode payload = letter.path("requestPayload");
    if (payload.isObject()) {
      return of(Reason.FAILED, failure(letter, payload), payload);
    }
    if (letter.has("Message")) {
      return of(Reason.UNDELIVERED, UNDELIVERED, snsEvent(letter));
    }
    return letter.has("eventType") || letter.has("notificationType")
        ? of(Reason.UNDELIVERED, UNDELIVERED, snsEvent(CliJson.object().put("Message", body)))
        : new DeadEvent(
            Reason.MALFORMED,
            "",
            List.of("it is neither a notification of SNS nor a failed invocation of the function"),
            "",
            "",
            Optional.empty());
  }

  private static DeadEvent of(Reason otherwise, String origin, JsonNode payload) {
    List<String> problems = new ArrayList<>();
    List<JsonNode> notifications = payload.path("Records").findValues("Sns");
    for (JsonNode sns : notifications) {
      malformed(sns).ifPresent(problems::add);
    }
    boolean dailyCall = payload.path("Records").isArray() && payload.path("Records").isEmpty();
    if (notifications.isEmpty() && !dailyCall) {
      problems.add("the function was not invoked by SNS");
    }
    boolean malformed = !dailyCall && problems.size() >= notifications.size();
    problems.add(origin);
    JsonNode sns = notifications.isEmpty() ? CliJson.object() : notifications.getFirst();
    JsonNode event = event(sns);
    return new DeadEvent(
        malformed ? Reason.MALFORMED : otherwise,
        dailyCall ? DAILY_CALL : what(sns, event),
        problems,
        unit(event),
        name(tag(event, "postrider-stream")),
        Optional.of(payload));
  }

  /// What the function will not understand of a notification; empty when it will.
  private static Optional<String> malformed(JsonNode sns) {
    try {
      var _ =
          new FeedbackParser(RecipientHash.keyed(new byte[1]))
              .parse(sns.path("Message").asText(""), publishedAt(sns).orElse(Instant.EPOCH));
      return Optional.empty();
    } catch (MalformedNotification e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static JsonNode event(JsonNode sns) {
    return CliJson.readObject(sns.path("Message").asText("")).orElseGet(CliJson::object);
  }

  /// `Bounce (Permanent, General) of order-7, published at 2026-11-24T00:00:03Z`.
  private static String what(JsonNode sns, JsonNode event) {
    String type = name(event.path("eventType"));
    if (type.isEmpty()) {
      type = name(event.path("notificationType"));
    }
    if (type.isEmpty()) {
      return "";
    }
    String kind = name(event.at("/bounce/bounceType"));
    String subKind = name(event.at("/bounce/bounceSubType"));
    String id = name(event.at("/mail/messageId"));
    return type
        + (kind.isEmpty() ? "" : " (" + kind + (subKind.isEmpty() ? ")" : ", " + subKind + ")"))
        + (unit(event).isEmpty() ? "" : " of " + unit(event))
        + (id.isEmpty() ? "" : ", SES message " + id)
        + publishedAt(sns).map(at -> ", published at " + at).orElse("");
  }

  private static String unit(JsonNode event) {
    String entry = tag(event, "postrider-entry").asText("");
    String key = tag(event, "postrider-id").asText("") + (entry.isEmpty() ? "" : "#" + entry);
    return UnitKeys.isId(key) ? key : "";
  }

  private static JsonNode tag(JsonNode event, String tag) {
    return event.path("mail").path("tags").path(tag).path(0);
  }

  private static String name(JsonNode value) {
    String text = value.asText("");
    return NAME.matcher(text).matches() ? text : "";
  }

  private static Optional<Instant> publishedAt(JsonNode sns) {
    try {
      return Optional.of(Instant.parse(sns.path("Timestamp").asText("")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// What Lambda's record says of the failure. The function's own words hold no address; those of a
  /// service that it called are masked.
  private static String failure(JsonNode letter, JsonNode payload) {
    if (letter.at("/requestContext/condition").asText("").equals("EventAgeExceeded")) {
      return "Lambda did not run the feedback function within six hours";
    }
    JsonNode answer = letter.path("responsePayload");
    String type = name(answer.path("errorType")).replaceFirst("^.*[.$](?=FeedbackFailed$)", "");
    List<String> recipients = new ArrayList<>();
    payload
        .path("Records")
        .findValues("Sns")
        .forEach(
            sns ->
                event(sns)
                    .at("/mail/destination")
                    .forEach(address -> recipients.add(address.asText(""))));
    String said =
        MaskedText.of(
            PREFIX.matcher(answer.path("errorMessage").asText("")).replaceFirst(""), recipients);
    String failed =
        "the feedback function failed"
            + (type.isEmpty() || type.equals("FeedbackFailed") ? "" : " with " + type);
    return said.isEmpty() ? failed : failed + ": " + said;
  }

  /// SNS's own dead letter holds the notification alone.
  private static JsonNode snsEvent(JsonNode notification) {
    ObjectNode event = CliJson.object();
    event
        .putArray("Records")
        .addObject()
        .put("EventSource", "aws:sns")
        .put("EventVersion", "1.0")
        .set("Sns", notification);
    return event;
  }

  /// What to do, with the commands.
  ///
  /// @param messageId SQS's, which names this letter alone
  String advice(String messageId, CommandLines commands) {
    String retry = commands.of("dead retry --queue feedback", messageId);
    return switch (reason) {
      case MALFORMED ->
          "No retry succeeds while it is malformed. If anything but SES publishes to the topic, stop"
              + " that. Delete it: "
              + commands.of("dead discard --queue feedback", messageId)
              + ". If SES wrote it, keep it and report a defect; a version that understands it: "
              + retry
              + ".";
      case UNDELIVERED ->
          "The function or SNS's right to invoke it was gone: "
              + commands.of("verify --no-send")
              + " says what."
              + " When the function runs: "
              + retry
              + ".";
      case FAILED -> cause(commands) + " Then: " + retry + ".";
    };
  }

  private String cause(CommandLines commands) {
    String text = problems.getLast();
    if (text.contains("AccessDenied") || text.contains("not authorized")) {
      return "A right of the function is gone: "
          + commands.of("verify --no-send")
          + " says which; deploy the stack again.";
    }
    if (text.contains("Throttl") || text.contains("Throughput") || text.contains("LimitExceeded")) {
      return "DynamoDB refused the load: wait until it has passed.";
    }
    return text.contains("within six hours")
        ? "The function had no free concurrency: see the alarm feedback-throttles."
        : "See the log of the feedback function at that time, and fix the cause.";
  }
}
