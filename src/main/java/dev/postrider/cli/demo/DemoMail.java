package dev.postrider.cli.demo;

import static dev.postrider.ledger.RecipientStatus.BOUNCED;
import static dev.postrider.ledger.RecipientStatus.COMPLAINED;
import static dev.postrider.ledger.RecipientStatus.DELIVERED;
import static dev.postrider.ledger.State.EXPIRED;
import static dev.postrider.ledger.State.SUPPRESSED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.dispatch.RejectReason;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The mix of mail: what a service sends on an ordinary day, and what goes wrong on a bad one.
final class DemoMail {
  /// Entries of the templated message.
  static final int ENTRIES = 120;

  /// How many calls those are, of up to 50 entries.
  static final int BULK_CALLS = 3;

  /// How many they are at most where the machine is too busy to make each call in its time.
  static final int MOST_BULK_CALLS = 2 * BULK_CALLS;

  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJg"
          + "gg==";

  private static final String JAPANESE =
      """
      {"id":"demo-japanese","from":"郵便屋さん 📮 <no-reply@example.com>",
       "to":["山田 花子 🌸 <success+hanako@simulator.amazonses.com>"],
       "subject":"ご注文ありがとうございます 🎉","text":"商品は木曜日に届きます。"}\
      """;

  private DemoMail() {}

  /// What is enqueued first.
  static List<DemoMessage> first(Instant now) {
    return List.of(
        delivered("Plain text", "demo-plain", plain("demo-plain", "success")),
        delivered("HTML and text", "demo-html", html("demo-html")),
        delivered("Japanese subject, name with emoji", "demo-japanese", JAPANESE),
        new DemoMessage("A template to " + ENTRIES + " recipients", template(), entries(), null),
        delivered("An inline image", "demo-image", inlineImage()),
        delivered("One id, first copy", "demo-twice", plain("demo-twice", "success")),
        delivered("One id, second copy", "demo-twice", plain("demo-twice", "success")),
        rejected(
            "The same id with other content",
            plain("demo-twice", "success+other"),
            RejectReason.ID_REUSED),
        rejected("JSON that is none", "{\"id\": \"demo-malformed\", ", RejectReason.MALFORMED),
        ended("A one-time code that has expired", "demo-expired", expired(now), EXPIRED),
        sent("To bounce@", "demo-bounce-1", plain("demo-bounce-1", "bounce"), BOUNCED),
        sent(
            "To complaint@",
            "demo-complaint-1",
            plain("demo-complaint-1", "complaint"),
            COMPLAINED),
        delivered("To ooto@", "demo-ooto-1", plain("demo-ooto-1", "ooto")));
  }

  /// What is enqueued when the feedback of the first has come back.
  static List<DemoMessage> second() {
    return List.of(
        ended("To bounce@ again", "demo-bounce-2", plain("demo-bounce-2", "bounce"), SUPPRESSED),
        ended(
            "To complaint@ again",
            "demo-complaint-2",
            plain("demo-complaint-2", "complaint"),
            SUPPRESSED),
        delivered("To ooto@ again", "demo-ooto-2", plain("demo-ooto-2", "ooto")));
  }

  private static DemoMessage sent(String title, String key, String body, RecipientStatus status) {
    return new DemoMessage(
        title, body, List.of(new ExpectedUnit(key, State.SENT, Optional.of(status))), null);
  }

  private static DemoMessage ended(String title, String key, String body, State state) {
    return new DemoMessage(
        title, body, List.of(new ExpectedUnit(key, state, Optional.empty())), null);
  }

  private static DemoMessage rejected(String title, String body, RejectReason reason) {
    return new DemoMessage(title, body, List.of(), reason);
  }

  private static DemoMessage delivered(String title, String id, String body) {
    return sent(title, id, body, DELIVERED);
  }

  private static List<ExpectedUnit> entries() {
    return IntStream.range(0, ENTRIES)
        .mapToObj(n -> "demo-invoices#" + n)
        .map(key -> new ExpectedUnit(key, State.SENT, Optional.of(DELIVERED)))
        .toList();
  }

  private static String plain(String id, String mailbox) {
    return message(id, mailbox, "Your password was changed")
        .put("text", "If that was not you, tell us.")
        .toString();
  }

  private static String html(String id) {
    return message(id, "success", "Your order has left")
        .put("text", "It arrives on Thursday.")
        .put("html", "<p>It arrives on <b>Thursday</b>.</p>")
        .toString();
  }

  private static String template() {
    String recipients =
        IntStream.range(0, ENTRIES)
            .mapToObj(
                n ->
                    """
                    {"to":"success+%1$d@simulator.amazonses.com",
                     "data":{"name":"customer %1$d","number":"%2$d"}}\
                    """
                        .formatted(n, 2026_000 + n))
            .collect(Collectors.joining(","));
    return """
    {"id":"demo-invoices","recipients":[%s],
     "template":{"subject":"Invoice {{number}}","text":"Dear {{name}}, invoice {{number}} is ready."}}\
    """
        .formatted(recipients);
  }

  private static String inlineImage() {
    ObjectNode message =
        message("demo-image", "success", "Our new logo")
            .put("html", "<img src=\"cid:logo\" alt=\"logo\">");
    message
        .putArray("attachments")
        .addObject()
        .put("filename", "logo.png")
        .put("contentType", "image/png")
        .put("content", PIXEL)
        .put("contentId", "logo")
        .put("disposition", "INLINE");
    return message.toString();
  }

  private static String expired(Instant now) {
    return message("demo-expired", "success", "Your code is 123456")
        .put("text", "It is valid for ten minutes.")
        .put("expiresAt", now.minus(1, ChronoUnit.MINUTES).toString())
        .toString();
  }

  private static ObjectNode message(String id, String mailbox, String subject) {
    ObjectNode message = CliJson.object().put("id", id).put("subject", subject);
    message.put("to", mailbox + "@simulator.amazonses.com").putObject("tags").put("demo", "yes");
    return message;
  }

  /// One message of the demonstration, and what must become of it.
  ///
  /// @param title what it shows
  /// @param body what is put on the queue
  /// @param units how its units must end, in their order; empty for one that must be rejected
  /// @param rejection why it must be in the rejected queue; null for one that must not
  record DemoMessage(
      String title, String body, List<ExpectedUnit> units, @Nullable RejectReason rejection) {
    DemoMessage {
      units = List.copyOf(units);
    }
  }

  /// How a unit must end.
  ///
  /// @param status of its only recipient; empty when no event is awaited
  record ExpectedUnit(String key, State state, Optional<RecipientStatus> status) {}
}
