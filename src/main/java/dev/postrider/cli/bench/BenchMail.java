package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The batches that are measured. Each message has an id of its own, so that no batch repeats one.
enum BenchMail {
  PLAIN("messages to one recipient each"),
  TEMPLATED("messages that share a template"),
  ENTRIES("entries of one message");

  static final String SUBJECT = "Your order has left";
  static final String TEXT = "It arrives on Thursday. ".repeat(40);
  static final String TEMPLATE_SUBJECT = "Invoice {{number}}";
  static final String TEMPLATE_TEXT = "Invoice {{number}} is ready. ".repeat(40);

  final String title;

  BenchMail(String title) {
    this.title = title;
  }

  /// The messages of one batch.
  ///
  /// @param id the prefix of their ids
  /// @param units how many units of mail they are
  List<String> bodies(String id, int units) {
    return switch (this) {
      case PLAIN -> each(units, n -> plain(id + "-" + n, n));
      case TEMPLATED -> each(units, n -> addressed(templated(id + "-" + n), n));
      case ENTRIES -> {
        ObjectNode message = templated(id);
        ArrayNode recipients = message.putArray("recipients");
        IntStream.range(0, units).forEach(n -> addressed(recipients.addObject(), n));
        yield List.of(message.toString());
      }
    };
  }

  /// The unit that a batch's n-th is, as the ledger and the tags name it.
  String unit(String id, int n) {
    return this == ENTRIES ? id + "#" + n : id + "-" + n;
  }

  private static List<String> each(int units, IntFunction<ObjectNode> message) {
    return IntStream.range(0, units).mapToObj(message).map(ObjectNode::toString).toList();
  }

  static String mailbox(int n) {
    return "success+" + n + "@simulator.amazonses.com";
  }

  private static ObjectNode plain(String id, int n) {
    return CliJson.object()
        .put("id", id)
        .put("to", mailbox(n))
        .put("subject", SUBJECT)
        .put("text", TEXT);
  }

  private static ObjectNode templated(String id) {
    ObjectNode message = CliJson.object().put("id", id);
    message.putObject("template").put("subject", TEMPLATE_SUBJECT).put("text", TEMPLATE_TEXT);
    return message;
  }

  /// Adds a recipient and what the template takes.
  private static ObjectNode addressed(ObjectNode to, int n) {
    to.put("to", mailbox(n)).putObject("data").put("number", "2026-" + n);
    return to;
  }
}
