package dev.postrider.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a server of the stack does with a call.
public sealed interface Reply {
  /// An HTTP response.
  ///
  /// @param body not copied; nobody changes it
  @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
  record Response(int status, Map<String, String> headers, byte[] body) implements Reply {
    public Response {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "Response[" + status + "]";
    }
  }

  /// Closes the connection without a word.
  record HangUp() implements Reply {}

  /// A response without a body.
  static Reply empty(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }

  /// A JSON response.
  static Reply json(int status, JsonNode body) {
    return json(status, body, Map.of());
  }

  /// A JSON response with further headers.
  static Reply json(int status, JsonNode body, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("content-type", "application/json");
    return new Response(status, all, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// A plain text response.
  static Reply text(int status, String contentType, String body) {
    return new Response(
        status, Map.of("content-type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  /// Indented JSON, for people.
  static Reply pretty(JsonNode body) {
    return text(200, "application/json", body.toPrettyString() + "\n");
  }

  /// An error as AWS's JSON protocols tell it: its type is in a header or in the body.
  ///
  /// @param type such as `TooManyRequestsException`
  static Reply error(int status, String type, String message) {
    return json(
        status,
        HttpJson.object().put("__type", type).put("message", message),
        Map.of("x-amzn-ErrorType", type));
  }
}
