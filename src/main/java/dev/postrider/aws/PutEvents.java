package dev.postrider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// EventBridge's operation PutEvents: one call, and what became of each of its entries.
///
/// Source: EventBridge API reference, "PutEvents".
record PutEvents(SignedHttp http, URI endpoint) {
  private static final String TARGET = "AWSEvents.PutEvents";

  /// Codes that another try answers in the same way.
  private static final Set<String> FINAL =
      Set.of(
          "AccessDeniedException",
          "InvalidArgument",
          "MalformedDetail",
          "NotAuthorizedForDetailTypeException",
          "NotAuthorizedForSourceException",
          "ResourceNotFoundException",
          "ValidationException");

  /// @param again entries that are worth another try
  /// @param refused how many entries are not
  /// @param code why some were not taken; empty when all were
  record PutOutcome(List<ObjectNode> again, int refused, String code) {}

  /// @param entries at most 10
  PutOutcome call(List<ObjectNode> entries) {
    ObjectNode request = Json.object();
    request.putArray("Entries").addAll(entries);
    try {
      SignedHttp.HttpAnswer answer =
          http.post(
              endpoint,
              Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", TARGET),
              Json.bytes(request));
      return answer.status() == 200
          ? result(entries, Json.read(answer.body()).path("Entries"))
          : failed(entries, answer.status(), code(answer));
    } catch (IOException e) {
      return new PutOutcome(entries, 0, e.getClass().getSimpleName());
    }
  }

  /// The answer has an entry for each of the request's, in its order. An answer of another form
  /// tells nothing: all is tried again.
  private static PutOutcome result(List<ObjectNode> entries, JsonNode answers) {
    if (!(answers instanceof ArrayNode) || answers.size() != entries.size()) {
      return new PutOutcome(entries, 0, "MalformedAnswer");
    }
    List<ObjectNode> again = new ArrayList<>();
    int refused = 0;
    String first = "";
    for (int i = 0; i < entries.size(); i++) {
      String code = answers.path(i).path("ErrorCode").asText("");
      first = first.isEmpty() ? code : first;
      if (FINAL.contains(code)) {
        refused++;
      } else if (!code.isEmpty()) {
        again.add(entries.get(i));
      }
    }
    return new PutOutcome(again, refused, first);
  }

  private static PutOutcome failed(List<ObjectNode> entries, int status, String code) {
    boolean passing =
        status >= 500
            || status == 429
            || Stream.of("Throttl", "Internal", "Expired").anyMatch(code::contains);
    return passing
        ? new PutOutcome(entries, 0, code)
        : new PutOutcome(List.of(), entries.size(), code);
  }

  /// The error's name, without what stands before `#` and after `:`; the status where it has none.
  private static String code(SignedHttp.HttpAnswer answer) {
    String type;
    try {
      type = Json.read(answer.body()).path("__type").asText("");
    } catch (IOException e) {
      type = "";
    }
    String name = type.substring(type.indexOf('#') + 1).replaceFirst(":.*", "");
    return name.matches("[A-Za-z]{1,64}") ? name : Integer.toString(answer.status());
  }

  /// An entry.
  ///
  /// @param detail a JSON object
  static ObjectNode entry(
      String bus, String source, String detailType, long epochSeconds, ObjectNode detail) {
    return Json.object()
        .put("EventBusName", bus)
        .put("Source", source)
        .put("DetailType", detailType)
        .put("Time", epochSeconds)
        .put("Detail", Json.text(detail));
  }
}
