package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.Json;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What SES does not have: the inbox, the counters, and the faults on request.
///
/// | call | answer |
/// |---|---|
/// | `GET /inbox?limit=n&to=address` | the newest messages, 100 unless a limit is given |
/// | `GET /inbox/{messageId}` | one message with its bodies |
/// | `GET /inbox/{messageId}.eml` | the same as MIME |
/// | `GET /admin/counters` | counted since the start |
/// | `POST /admin/faults`, `DELETE /admin/faults` | arm one ([FaultInjector#arm]), take all back |
/// | `POST /admin/account` | `sendingEnabled`, `suspended`, `quotaGone`, `maxSendRate`,
/// `throttleAt`, `max24HourSend`, `dkimStatus`, `tenants` (a list; mail of others is refused),
/// `pausedTenants` (a list), `pauseForm` (`SENDING_PAUSED`, `MESSAGE_REJECTED`, `ACCESS_DENIED`) |
/// | `POST /admin/events` | publishes the body as an event of SES |
record SesConsole(SesServer ses) {
  private static final String EML = ".eml";
  private static final int DEFAULT_LIMIT = 100;

  Reply answer(HttpCall call, List<String> path) throws IOException {
    String route =
        call.method() + " " + String.join("/", path.subList(0, Math.min(2, path.size())));
    return switch (route) {
      case "GET inbox" -> list(call);
      case "GET admin/counters" -> Reply.pretty(ses.counters().json());
      case "POST admin/faults" -> with(call.body(), ses.faults()::arm);
      case "DELETE admin/faults" -> {
        ses.faults().clear();
        yield Reply.empty(204);
      }
      case "POST admin/account" ->
          with(
              call.body(),
              change -> change.properties().forEach(f -> changeAccount(f.getKey(), f.getValue())));
      case "POST admin/events" -> with(call.body(), event -> ses.publish(event.toString()));
      default ->
          path.size() == 2 && route.startsWith("GET inbox/")
              ? show(path.getLast())
              : Reply.text(404, "text/plain", "no such page\n");
    };
  }

  private Reply list(HttpCall call) {
    int limit = call.parameter("limit").map(Integer::valueOf).orElse(DEFAULT_LIMIT);
    Optional<String> to = call.parameter("to");
    ArrayNode messages = Json.array();
    ses.inbox().messages().reversed().stream()
        .filter(m -> to.isEmpty() || m.submission().recipients().contains(to.get()))
        .limit(limit)
        .forEach(m -> messages.add(m.summary()));
    return Reply.pretty(messages);
  }

  private Reply show(String name) {
    boolean asMime = name.endsWith(EML);
    String messageId = asMime ? name.substring(0, name.length() - EML.length()) : name;
    return ses.inbox()
        .find(messageId)
        .map(
            message ->
                asMime
                    ? new Reply.Response(
                        200, Map.of("content-type", "message/rfc822"), message.eml())
                    : Reply.pretty(message.details()))
        .orElseGet(() -> Reply.text(404, "text/plain", "no such message, or it was trimmed\n"));
  }

  /// Does something with a body that is a JSON object, and says what is wrong with any other.
  private static Reply with(byte[] body, Consumer<ObjectNode> action) {
    Optional<ObjectNode> json = Json.readObject(body);
    if (json.isEmpty()) {
      return bad("the body must be a JSON object");
    }
    try {
      action.accept(json.get());
      return Reply.empty(204);
    } catch (IllegalArgumentException | DateTimeException e) {
      return bad(String.valueOf(e.getMessage()));
    }
  }

  private void changeAccount(String field, JsonNode value) {
    SesAccount account = ses.account();
    switch (field) {
      case "sendingEnabled" -> account.sendingEnabled(value.asBoolean());
      case "suspended" -> account.suspended(value.asBoolean());
      case "quotaGone" -> account.quotaGone(value.asBoolean());
      case "maxSendRate" -> account.maxSendRate(value.asDouble());
      case "throttleAt" -> account.throttleAt(value.asDouble());
      case "tenants" -> account.tenants(Set.copyOf(Json.texts(value)));
      case "pausedTenants" -> account.pausedTenants(Set.copyOf(Json.texts(value)));
      case "pauseForm" -> account.pauseForm(SesAccount.PauseForm.valueOf(value.asText()));
      case "max24HourSend" -> account.max24HourSend(value.asDouble());
      case "dkimStatus" -> account.dkimStatus(value.asText());
      default -> throw new IllegalArgumentException("unknown field " + field);
    }
  }

  private static Reply bad(String why) {
    return Reply.text(400, "text/plain", why + "\n");
  }
}
