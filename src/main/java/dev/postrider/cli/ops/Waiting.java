package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.email.Email;
import dev.postrider.local.http.Json;
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
record Waiting(
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

  static Waiting of(Item item) {
    Optional<ObjectNode> body = Json.readObject(item.message().body());
    return new Waiting(
        body.flatMap(json -> named(json, "id")).orElse(item.message().fallbackId()),
        item.message().messageId(),
        body.flatMap(json -> named(json, "stream")).orElse(Email.TRANSACTIONAL),
        item.message().carried().entries().text(),
        item.reason().orElse(""),
        item.problems().orElse(""),
        item.message().sentAt(),
        item.message().firstSeen(),
        item.message().receiveCount(),
        item.message().body().getBytes(StandardCharsets.UTF_8).length);
  }

  /// A field that is a name; what a malformed message has there may be anything, an address too.
  private static Optional<String> named(ObjectNode json, String field) {
    return Json.text(json, field).filter(text -> text.matches("[A-Za-z0-9_-]{1,128}"));
  }

  Duration age(Instant now) {
    return Duration.between(since, now);
  }

  ObjectNode json() {
    return Json.object()
        .put("id", id)
        .put("messageId", messageId)
        .put("stream", stream)
        .put("entries", entries)
        .put("reason", reason)
        .put("problems", problems)
        .put("since", since.toString())
        .put("firstSeen", firstSeen.toString())
        .put("receives", receives)
        .put("bytes", bytes);
  }

  /// `id`, with the entries that it is about.
  String name() {
    return entries.isEmpty() ? id : id + "#" + entries;
  }
}
