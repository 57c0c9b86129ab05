package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.Routes;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What SES does not have: the inbox, the counters, and the faults on request.
///
/// | call | answer |
/// |---|---|
/// | `GET /inbox?limit=n&to=address&subject=part&id=unit&wait=5s` | the newest messages that match,
/// 100 unless a limit is given; waits as long as none matches |
/// | `DELETE /inbox` | forgets the messages |
/// | `GET /inbox/{messageId}` | one message with its bodies |
/// | `GET /inbox/{messageId}.eml` | the same as MIME |
/// | `GET /admin/counters` | counted since the start |
/// | `POST /admin/faults`, `DELETE /admin/faults` | arm one ([FaultInjector#arm]), take all back |
/// | `POST /admin/account` | `sendingEnabled`, `suspended`, `quotaGone`, `maxSendRate`,
/// `throttleAt`, `max24HourSend`, `dkimStatus`, `tenants` (a list: these and no others),
/// `pausedTenants` (a list), `pauseForm` (`SENDING_PAUSED`, `MESSAGE_REJECTED`, `ACCESS_DENIED`) |
/// | `POST /admin/events` | publishes the body as an event of SES |
record SesConsole(SesServer ses) {
  private static final String EML = ".eml";
  private static final int DEFAULT_LIMIT = 100;

  void serve(Routes routes) {
    new InboxPage(ses.inbox()).serve(routes);
    routes
        .on("GET /inbox", (call, _) -> list(call))
        .on(
            "DELETE /inbox",
            (_, _) -> {
              ses.inbox().clear();
              return Reply.empty(204);
            })
        .on("GET /inbox/*", (_, name) -> show(name))
        .on("GET /admin/counters", (_, _) -> Reply.pretty(ses.counters().json()))
        .on("POST /admin/faults", (call, _) -> with(call.body(), ses.faults()::arm))
        .on(
            "DELETE /admin/faults",
            (_, _) -> {
              ses.faults().clear();
              return Reply.empty(204);
            })
        .on("POST /admin/account", (call, _) -> with(call.body(), this::changeAccount))
        .on("POST /admin/events", (call, _) -> with(call.body(), e -> ses.publish(e.toString())));
  }

  private Reply list(HttpCall call) {
    int limit;
    Duration wait;
    try {
      limit = limit(call.parameter("limit"));
      wait = wait(call.parameter("wait"));
    } catch (IllegalArgumentException e) {
      return bad(String.valueOf(e.getMessage()));
    }
    if (!wait.isZero()) {
      ses.inbox()
          .await(() -> ses.inbox().messages().stream().anyMatch(m -> matches(call, m)), wait);
    }
    ArrayNode messages = HttpJson.array();
    ses.inbox().messages().reversed().stream()
        .filter(m -> matches(call, m))
        .limit(limit)
        .forEach(m -> messages.add(m.summary()));
    return Reply.pretty(messages);
  }

  private static boolean matches(HttpCall call, ReceivedMessage message) {
    return call.parameter("to").map(message.submission().recipients()::contains).orElse(true)
        && call.parameter("subject").map(message.subject()::contains).orElse(true)
        && call.parameter("id").map(message.unit()::equals).orElse(true);
  }

  private static int limit(Optional<String> given) {
    String limit = given.orElse(String.valueOf(DEFAULT_LIMIT));
    if (!limit.matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException("limit must be a number from 1 to 99999");
    }
    return Integer.parseInt(limit);
  }

  private static Duration wait(Optional<String> given) {
    String wait = given.orElse("0s");
    if (!wait.matches("[0-9]s|[1-5][0-9]s|60s")) {
      throw new IllegalArgumentException("wait must be a number of seconds to 60, such as 5s");
    }
    return Duration.ofSeconds(Integer.parseInt(wait.replace("s", "")));
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
    Optional<ObjectNode> json = HttpJson.readObject(body);
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

  private void changeAccount(ObjectNode change) {
    change.properties().forEach(field -> changeAccount(field.getKey(), field.getValue()));
  }

  private void changeAccount(String field, JsonNode value) {
    SesAccount account = ses.account();
    switch (field) {
      case "sendingEnabled" -> account.sendingEnabled(value.asBoolean());
      case "suspended" -> account.suspended(value.asBoolean());
      case "quotaGone" -> account.quotaGone(value.asBoolean());
      case "maxSendRate" -> account.maxSendRate(value.asDouble());
      case "throttleAt" -> account.throttleAt(value.asDouble());
      case "tenants" -> account.tenants(Set.copyOf(HttpJson.texts(value)));
      case "pausedTenants" -> account.pausedTenants(Set.copyOf(HttpJson.texts(value)));
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
