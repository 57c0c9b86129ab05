package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import java.util.List;
import java.util.stream.IntStream;

/// The batches that are measured. Each message has an id of its own, so that no batch repeats one.
enum BenchMail {
  PLAIN("messages to one recipient each") {
    @Override
    List<String> bodies(String id, int units) {
      return IntStream.range(0, units).mapToObj(n -> plain(id + "-" + n, n).toString()).toList();
    }
  },
  TEMPLATED("messages that share a template") {
    @Override
    List<String> bodies(String id, int units) {
      return IntStream.range(0, units)
          .mapToObj(n -> templated(id + "-" + n).put("to", mailbox(n)).set("data", data(n)))
          .map(Object::toString)
          .toList();
    }
  },
  ENTRIES("entries of one message") {
    @Override
    List<String> bodies(String id, int units) {
      ObjectNode message = templated(id);
      ArrayNode recipients = message.putArray("recipients");
      for (int n = 0; n < units; n++) {
        recipients.addObject().put("to", mailbox(n)).set("data", data(n));
      }
      return List.of(message.toString());
    }
  };

  private final String title;

  BenchMail(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// The messages of one batch.
  ///
  /// @param id the prefix of their ids
  /// @param units how many units of mail they are
  abstract List<String> bodies(String id, int units);

  static String mailbox(int n) {
    return "success+" + n + "@simulator.amazonses.com";
  }

  private static ObjectNode plain(String id, int n) {
    return CliJson.object()
        .put("id", id)
        .put("to", mailbox(n))
        .put("subject", "Your order has left")
        .put("text", "It arrives on Thursday. ".repeat(40));
  }

  private static ObjectNode templated(String id) {
    ObjectNode message = CliJson.object().put("id", id);
    message
        .putObject("template")
        .put("subject", "Invoice {{number}}")
        .put("text", "Invoice {{number}} is ready. ".repeat(40));
    return message;
  }

  private static ObjectNode data(int n) {
    return CliJson.object().put("number", "2026-" + n);
  }
}
