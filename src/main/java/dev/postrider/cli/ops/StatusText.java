package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.account.Account;
import dev.postrider.aws.SqsShelf.Depth;
import dev.postrider.cli.domain.TerminalWriter;
import dev.postrider.cli.ops.Status.Identity;
import dev.postrider.cli.ops.Status.Part;
import dev.postrider.cli.ops.Status.Queue;
import dev.postrider.local.http.Json;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// A status on one screen, and as JSON.
final class StatusText {
  private StatusText() {}

  static String text(Status status) {
    StringBuilder text = new StringBuilder();
    line(text, status.stack(), Times.at(status.at()));
    line(text, "Breaker", said(status.pace(), pace -> breaker(pace, status.at())));
    if (status.pace() instanceof Part.Known<PaceState>(PaceState pace)
        && !pace.pausedTenants().until().isEmpty()) {
      line(text, "Paused", "tenants " + String.join(", ", pace.pausedTenants().until().keySet()));
    }
    line(text, "Pace", said(status.pace(), pace -> pace(pace, status.at())));
    line(text, "Account", said(status.account(), StatusText::account));
    line(
        text,
        "Polling",
        "mail "
            + said(status.mailEventSource(), s -> s)
            + ", bulk "
            + said(status.bulkEventSource(), s -> s));
    line(text, "Domain", said(status.identity(), StatusText::identity));
    line(text, "Alarms", said(status.alarms(), a -> a.isEmpty() ? "none" : String.join(", ", a)));
    return text.append('\n').append(queues(status)).toString();
  }

  private static String breaker(PaceState pace, Instant now) {
    return pace.openReason() == null
        ? "closed: mail flows"
        : "OPEN: "
            + pace.openReason()
            + (pace.openedAt() == null
                ? ""
                : ", for " + Times.span(Duration.between(pace.openedAt(), now)));
  }

  private static String pace(PaceState pace, Instant now) {
    return String.format(
        Locale.ROOT,
        "%.1f of %.1f recipients a second, booked for the next %s",
        pace.ratePerSecond(),
        pace.ceilingPerSecond(),
        Times.span(booked(pace, now)));
  }

  private static Duration booked(PaceState pace, Instant now) {
    Instant arrival = Instant.EPOCH.plus(pace.theoreticalArrivalMicros(), ChronoUnit.MICROS);
    return arrival.isAfter(now) ? Duration.between(now, arrival) : Duration.ZERO;
  }

  private static String account(Account account) {
    String sending = account.sendingEnabled() ? "sending" : "SENDING IS OFF";
    String quota =
        account.max24HourSend() < 0
            ? "no daily quota"
            : String.format(
                Locale.ROOT,
                "%.0f of %.0f in 24 h (%.0f %%)",
                account.sentLast24Hours(),
                account.max24HourSend(),
                account.quotaShare() * 100);
    return String.join(", ", account.enforcement(), sending, quota)
        + String.format(Locale.ROOT, ", at most %.0f a second", account.maxSendRate());
  }

  private static String identity(Identity identity) {
    return identity.name()
        + (identity.verified() ? " verified" : " NOT VERIFIED")
        + ", DKIM "
        + identity.dkim()
        + (identity.mailFrom().isEmpty() ? "" : ", MAIL FROM " + identity.mailFrom());
  }

  private static String queues(Status status) {
    Columns columns = new Columns("QUEUE", "WAITING", "IN FLIGHT", "DELAYED", "OLDEST");
    for (Queue queue : status.queues()) {
      String age =
          said(
              status.ages(),
              ages -> ages.containsKey(queue.name()) ? Times.span(age(ages, queue)) : "-");
      switch (queue.depth()) {
        case Part.Known<Depth>(Depth depth) ->
            columns.row(
                queue.name(),
                Integer.toString(depth.waiting()),
                Integer.toString(depth.inFlight()),
                Integer.toString(depth.delayed()),
                age);
        case Part.Unread<Depth>(String code) -> columns.row(queue.name(), code, "", "", age);
      }
    }
    return columns.text();
  }

  private static Duration age(Map<String, Duration> ages, Queue queue) {
    return ages.getOrDefault(queue.name(), Duration.ZERO);
  }

  private static <T> String said(Part<T> part, Function<T, String> text) {
    return switch (part) {
      case Part.Known<T>(T value) -> text.apply(value);
      case Part.Unread<T>(String code) -> "could not be read: " + code;
    };
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).repeat(' ', Math.max(1, 10 - name.length()));
    text.append(TerminalWriter.cell(value)).append('\n');
  }

  static ObjectNode json(Status status) {
    ObjectNode json = Json.object().put("stack", status.stack()).put("at", status.at().toString());
    ArrayNode queues = json.putArray("queues");
    status.queues().forEach(queue -> queues.add(queue(queue, status)));
    put(json, "pace", status.pace(), pace -> paceJson(pace, status.at()));
    put(json, "account", status.account(), StatusText::accountJson);
    put(json, "identity", status.identity(), StatusText::identityJson);
    put(json, "mailEventSource", status.mailEventSource(), s -> Json.object().put("state", s));
    put(json, "bulkEventSource", status.bulkEventSource(), s -> Json.object().put("state", s));
    put(json, "alarms", status.alarms(), StatusText::alarmsJson);
    return json;
  }

  private static ObjectNode queue(Queue queue, Status status) {
    ObjectNode json = Json.object().put("name", queue.name());
    switch (queue.depth()) {
      case Part.Known<Depth>(Depth depth) ->
          json.put("waiting", depth.waiting())
              .put("inFlight", depth.inFlight())
              .put("delayed", depth.delayed());
      case Part.Unread<Depth>(String code) -> json.put("unread", code);
    }
    if (status.ages() instanceof Part.Known<Map<String, Duration>>(var ages)
        && ages.containsKey(queue.name())) {
      json.put("oldestSeconds", age(ages, queue).toSeconds());
    }
    return json;
  }

  private static ObjectNode paceJson(PaceState pace, Instant now) {
    ObjectNode json = Json.object();
    pace.pausedTenants().until().keySet().forEach(json.putArray("pausedTenants")::add);
    return json.put("ratePerSecond", pace.ratePerSecond())
        .put("ceilingPerSecond", pace.ceilingPerSecond())
        .put("bookedSeconds", booked(pace, now).toSeconds())
        .put("breakerOpen", pace.openReason() != null)
        .put("breakerReason", pace.openReason())
        .put("breakerSince", pace.openedAt() == null ? null : pace.openedAt().toString());
  }

  private static ObjectNode accountJson(Account account) {
    return Json.object()
        .put("enforcement", account.enforcement())
        .put("sendingEnabled", account.sendingEnabled())
        .put("maxSendRate", account.maxSendRate())
        .put("max24HourSend", account.max24HourSend())
        .put("sentLast24Hours", account.sentLast24Hours())
        .put("quotaShare", account.quotaShare());
  }

  private static ObjectNode identityJson(Identity identity) {
    return Json.object()
        .put("name", identity.name())
        .put("verified", identity.verified())
        .put("dkim", identity.dkim())
        .put("mailFrom", identity.mailFrom());
  }

  private static ObjectNode alarmsJson(List<String> alarms) {
    ObjectNode json = Json.object();
    json.set("inAlarm", Json.strings(alarms));
    return json;
  }

  private static <T> void put(
      ObjectNode json, String name, Part<T> part, Function<T, ObjectNode> value) {
    json.set(
        name,
        switch (part) {
          case Part.Known<T>(T known) -> value.apply(known);
          case Part.Unread<T>(String code) -> Json.object().put("unread", code);
        });
  }
}
