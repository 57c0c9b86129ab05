package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.CliJson;
import dev.postrider.email.Email;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A message that waits for a person, as lists show it: no address, and nothing of the body but its
/// id and stream.
///
/// @param id the message's own, or SQS's where it has none
/// @param entries which of its `recipients` it is about; empty for all
/// @param reason why it waits; empty where the queue says it
/// @param problems what is wrong with it; empty where nothing was found
/// @param since when it came into this queue
/// @param firstSeen when its producer enqueued it
record WaitingMessage(
    String id,
    String messageId,
    String stream,
    String entries,
    String reason,
    String problems,
    Instant since,
    Instant firstSeen,
    int receives,
    int bytes) {

  static WaitingMessage of(BrowsedMessage browsed) {
    var message = browsed.message();
    Optional<ObjectNode> body = CliJson.readObject(message.body());
    return new WaitingMessage(
        body.flatMap(json -> named(json, "id")).orElse(message.fallbackId()),
        message.messageId(),
        body.flatMap(json -> named(json, "stream")).orElse(Email.TRANSACTIONAL),
        message.carried().entries().text(),
        browsed.reason().orElse(""),
        browsed.problems().orElse(""),
        message.sentAt(),
        message.firstSeen(),
        message.receiveCount(),
        message.body().getBytes(StandardCharsets.UTF_8).length);
  }

  /// A field that is a name; what a malformed message has there may be anything, an address too.
  private static Optional<String> named(ObjectNode json, String field) {
    return CliJson.text(json, field).filter(text -> text.matches("[A-Za-z0-9_-]{1,128}"));
  }

  Duration age(Instant now) {
    return Duration.between(since, now);
  }

  /// `id`, with the entries that it is about.
  String name() {
    return entries.isEmpty() ? id : id + "#" + entries;
  }
}
