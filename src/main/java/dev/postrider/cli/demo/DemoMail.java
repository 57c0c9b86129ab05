package dev.postrider.cli.demo;

import static dev.postrider.cli.demo.DemoMessage.ended;
import static dev.postrider.cli.demo.DemoMessage.rejected;
import static dev.postrider.cli.demo.DemoMessage.sent;
import static dev.postrider.ledger.RecipientStatus.BOUNCED;
import static dev.postrider.ledger.RecipientStatus.COMPLAINED;
import static dev.postrider.ledger.RecipientStatus.DELIVERED;
import static dev.postrider.ledger.State.EXPIRED;
import static dev.postrider.ledger.State.SUPPRESSED;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.dispatch.RejectReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The mix of mail: what a service sends on an ordinary day, and what goes wrong on a bad one.
final class DemoMail {
  /// Entries of the templated message: three bulk calls.
  static final int ENTRIES = 120;

  /// How many calls those are.
  static final int BULK_CALLS = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJg"
          + "gg==";

  private DemoMail() {}

  /// What is enqueued first.
  static List<DemoMessage> first(Instant now) {
    return List.of(
        new DemoMessage("Plain text", plain("demo-plain", "success"), delivered("demo-plain")),
        new DemoMessage("HTML and text", html("demo-html"), delivered("demo-html")),
        new DemoMessage(
            "Japanese subject, name with emoji", japanese(), delivered("demo-japanese")),
        new DemoMessage("A template to " + ENTRIES + " recipients", template(), entries()),
        new DemoMessage("An inline image", inlineImage(), delivered("demo-image")),
        new DemoMessage(
            "One id, first copy", plain("demo-twice", "success"), delivered("demo-twice")),
        new DemoMessage(
            "One id, second copy", plain("demo-twice", "success"), delivered("demo-twice")),
        new DemoMessage(
            "The same id with other content",
            plain("demo-twice", "success+other"),
            List.of(rejected("demo-twice", RejectReason.ID_REUSED))),
        new DemoMessage(
            "JSON that is none",
            "{\"id\": \"demo-malformed\", ",
            List.of(rejected("", RejectReason.MALFORMED))),
        new DemoMessage(
            "A one-time code that has expired",
            expired(now),
            List.of(ended("demo-expired", EXPIRED))),
        new DemoMessage(
            "To bounce@",
            plain("demo-bounce-1", "bounce"),
            List.of(sent("demo-bounce-1", BOUNCED))),
        new DemoMessage(
            "To complaint@",
            plain("demo-complaint-1", "complaint"),
            List.of(sent("demo-complaint-1", COMPLAINED))),
        new DemoMessage("To ooto@", plain("demo-ooto-1", "ooto"), delivered("demo-ooto-1")));
  }

  /// What is enqueued when the feedback of the first has come back.
  static List<DemoMessage> second() {
    return List.of(
        new DemoMessage(
            "To bounce@ again",
            plain("demo-bounce-2", "bounce"),
            List.of(ended("demo-bounce-2", SUPPRESSED))),
        new DemoMessage(
            "To complaint@ again",
            plain("demo-complaint-2", "complaint"),
            List.of(ended("demo-complaint-2", SUPPRESSED))),
        new DemoMessage("To ooto@ again", plain("demo-ooto-2", "ooto"), delivered("demo-ooto-2")));
  }

  private static List<DemoMessage.Expected> delivered(String key) {
    return List.of(sent(key, DELIVERED));
  }

  private static List<DemoMessage.Expected> entries() {
    return IntStream.range(0, ENTRIES)
        .mapToObj(n -> sent("demo-invoices#" + n, DELIVERED))
        .toList();
  }

  private static String plain(String id, String mailbox) {
    return message(id, mailbox)
        .put("subject", "Your password was changed")
        .put("text", "If that was not you, tell us.")
        .toString();
  }

  private static String html(String id) {
    return message(id, "success")
        .put("subject", "Your order has left")
        .put("text", "It arrives on Thursday.")
        .put("html", "<p>It arrives on <b>Thursday</b>.</p>")
        .toString();
  }

  private static String japanese() {
    ObjectNode message =
        JSON.createObjectNode()
            .put("id", "demo-japanese")
            .put("from", "郵便屋さん 📮 <no-reply@example.com>");
    message.putArray("to").add("山田 花子 🌸 <success+hanako@simulator.amazonses.com>");
    return message.put("subject", "ご注文ありがとうございます 🎉").put("text", "商品は木曜日に届きます。").toString();
  }

  private static String template() {
    ObjectNode message = JSON.createObjectNode().put("id", "demo-invoices");
    message
        .putObject("template")
        .put("subject", "Invoice {{number}}")
        .put("text", "Dear {{name}}, invoice {{number}} is ready.");
    var recipients = message.putArray("recipients");
    for (int n = 0; n < ENTRIES; n++) {
      recipients
          .addObject()
          .put("to", "success+" + n + "@simulator.amazonses.com")
          .putObject("data")
          .put("name", "customer " + n)
          .put("number", String.valueOf(2026_000 + n));
    }
    return message.toString();
  }

  private static String inlineImage() {
    ObjectNode message =
        message("demo-image", "success")
            .put("subject", "Our new logo")
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
    return message("demo-expired", "success")
        .put("subject", "Your code is 123456")
        .put("text", "It is valid for ten minutes.")
        .put("expiresAt", now.minus(1, ChronoUnit.MINUTES).toString())
        .toString();
  }

  private static ObjectNode message(String id, String mailbox) {
    ObjectNode message = JSON.createObjectNode().put("id", id);
    message.put("to", mailbox + "@simulator.amazonses.com");
    return message.setAll(Map.of("tags", JSON.createObjectNode().put("demo", "yes")));
  }
}
