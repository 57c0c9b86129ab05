package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.Routes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sesv2.model.DkimStatus;

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
/// | `GET /admin/faults` | those that may still strike |
/// | `POST /admin/faults`, `DELETE /admin/faults` | arm one ([FaultInjector#arm]), take all back |
/// | `POST /admin/account` | `sendingEnabled`, `suspended`, `quotaGone`, `maxSendRate`,
/// `throttleAt`, `max24HourSend`, `dkimStatus`, `tenants` (a list: these and no others),
/// `pausedTenants` (a list), `pauseForm` (`SENDING_PAUSED`, `MESSAGE_REJECTED`, `ACCESS_DENIED`) |
/// | `POST /admin/tenants` | makes the tenant `name`, which may use everything |
/// | `POST /admin/events` | publishes the body as an event of SES |
///
/// What a door does not understand is answered with 400 and a sentence ([AdminBody]). People read
/// `docs/local.md`.
record SesConsole(SesServer ses) {
  private static final String EML = ".eml";
  private static final int DEFAULT_LIMIT = 100;
  private static final double LARGEST = 1_000_000_000;

  /// The least rate that is told from none: GetAccount answers it, and the pace divides by it.
  private static final double LEAST_RATE = 0.1;

  private static final List<String> PAUSE_FORMS =
      Arrays.stream(SesAccount.PauseForm.values()).map(Enum::name).toList();
  private static final List<String> DKIM_STATUSES =
      DkimStatus.knownValues().stream().map(DkimStatus::toString).sorted().toList();
  private static final List<String> ACCOUNT_FIELDS =
      List.of(
          "sendingEnabled",
          "suspended",
          "quotaGone",
          "maxSendRate",
          "throttleAt",
          "max24HourSend",
          "dkimStatus",
          "tenants",
          "pausedTenants",
          "pauseForm");

  void serve(Routes routes) {
    new InboxPage(ses.inbox(), ses::stackAnswers).serve(routes);
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
        .on("GET /admin/faults", (_, _) -> Reply.pretty(ses.faults().json()))
        .on("POST /admin/faults", (call, _) -> with(call.body(), ses.faults()::arm))
        .on(
            "DELETE /admin/faults",
            (_, _) -> {
              ses.faults().clear();
              return Reply.empty(204);
            })
        .on("POST /admin/account", (call, _) -> with(call.body(), this::changeAccount))
        .on("POST /admin/tenants", (call, _) -> with(call.body(), this::makeTenant))
        .on("POST /admin/events", (call, _) -> with(call.body(), this::publish));
  }

  private Reply list(HttpCall call) {
    call.allows("limit", "to", "subject", "id", "wait");
    int limit = call.count("limit", DEFAULT_LIMIT);
    Duration wait = wait(call.parameter("wait").orElse("0s"));
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

  private static Duration wait(String given) {
    if (!given.matches("[0-9]s|[1-5][0-9]s|60s")) {
      throw new HttpCall.BadParameter(
          "wait: found \"" + given + "\", allowed is a number of seconds to 60, such as 5s");
    }
    return Duration.ofSeconds(Integer.parseInt(given.replace("s", "")));
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
  private static Reply with(byte[] body, Consumer<AdminBody> action) {
    Optional<ObjectNode> json = HttpJson.readObject(body);
    if (json.isEmpty()) {
      return bad("the body must be a JSON object");
    }
    try {
      action.accept(new AdminBody(json.get()));
      return Reply.empty(204);
    } catch (IllegalArgumentException | Refusal e) {
      return bad(String.valueOf(e.getMessage()));
    }
  }

  private static Set<String> tenants(AdminBody change) {
    Set<String> names = new TreeSet<>(change.texts("tenants"));
    names.forEach(TenantOperations::checkedName);
    return names;
  }

  /// Refuses what SES never publishes: an event without a type or without a mail.
  private void publish(AdminBody event) {
    String type = event.has("eventType") ? "eventType" : "notificationType";
    event.require(type, JsonNode::isTextual, "a type of SES's events, such as Bounce");
    event.require("mail", JsonNode::isObject, "an object, as in the files of events/");
    ses.publish(event.json().toString());
  }

  private void makeTenant(AdminBody tenant) {
    tenant.allows(Stream.of("name"));
    ses.account().tenants().createUnlimited(TenantOperations.checkedName(tenant.text("name", "")));
  }

  /// All of a change, or nothing when a part of it is wrong.
  private void changeAccount(AdminBody change) {
    List<Runnable> parts =
        change.json().properties().stream().map(field -> part(change, field.getKey())).toList();
    parts.forEach(Runnable::run);
  }

  private Runnable part(AdminBody change, String field) {
    SesAccount account = ses.account();
    return switch (field) {
      case "sendingEnabled" -> later(change.flag(field, true), account::sendingEnabled);
      case "suspended" -> later(change.flag(field, true), account::suspended);
      case "quotaGone" -> later(change.flag(field, true), account::quotaGone);
      case "maxSendRate" -> later(change.number(field, LEAST_RATE, LARGEST), account::maxSendRate);
      case "throttleAt" -> later(change.number(field, 0, LARGEST), account::throttleAt);
      case "tenants" -> later(tenants(change), account::tenants);
      case "pausedTenants" ->
          later(
              Set.copyOf(
                  change.textsOf(
                      field, change.has("tenants") ? tenants(change) : account.tenants().names())),
              account::pausedTenants);
      case "pauseForm" ->
          later(SesAccount.PauseForm.valueOf(change.word(field, PAUSE_FORMS)), account::pauseForm);
      case "max24HourSend" -> later(change.number(field, -1, LARGEST), account::max24HourSend);
      case "dkimStatus" -> later(change.word(field, DKIM_STATUSES), account::dkimStatus);
      default ->
          throw new IllegalArgumentException(
              "unknown field \"" + field + "\", allowed is " + String.join(", ", ACCOUNT_FIELDS));
    };
  }

  private static <T> Runnable later(T value, Consumer<T> change) {
    return () -> change.accept(value);
  }

  private static Reply bad(String why) {
    return Reply.text(400, "text/plain", why + "\n");
  }
}
