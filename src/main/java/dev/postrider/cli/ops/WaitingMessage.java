package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
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
/// @param id the message's own, or SQS's where it has none; of an event of SES, the unit's key
/// @param entries which of its `recipients` it is about; empty for all
/// @param reason why it waits; empty where the queue says it
/// @param problems what is wrong with it; empty where nothing was found
/// @param event of a dead letter of feedback, which event of SES; empty for mail
/// @param since when it came into this queue
/// @param firstSeen when its producer enqueued it
record WaitingMessage(
    String id,
    String messageId,
    String stream,
    String entries,
    String reason,
    String problems,
    @JsonInclude(Include.NON_EMPTY) String event,
    Instant since,
    Instant firstSeen,
    int receives,
    int bytes) {
  private static final int REASON_SHOWN = 80;

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
        "",
        message.sentAt(),
        message.firstSeen(),
        message.receiveCount(),
        message.body().getBytes(StandardCharsets.UTF_8).length);
  }

  /// A dead letter of feedback.
  static WaitingMessage of(BrowsedMessage browsed, DeadEvent event) {
    WaitingMessage letter = of(browsed);
    return new WaitingMessage(
        event.unit().isEmpty() ? letter.messageId() : event.unit(),
        letter.messageId(),
        event.stream(),
        "",
        event.reason().name(),
        String.join("; ", event.problems()),
        event.what(),
        letter.since(),
        letter.firstSeen(),
        letter.receives(),
        letter.bytes());
  }

  /// A field that is a name; what a malformed message has there may be anything, an address too.
  private static Optional<String> named(ObjectNode json, String field) {
    return CliJson.text(json, field).filter(text -> text.matches("[A-Za-z0-9_-]{1,128}"));
  }

  /// Reason and problems on one line of a list; `show` has them whole.
  String summary() {
    String all = reason + (problems.isEmpty() ? "" : ": " + problems);
    return all.codePointCount(0, all.length()) <= REASON_SHOWN
        ? all
        : all.substring(0, all.offsetByCodePoints(0, REASON_SHOWN - 1)) + "…";
  }

  Duration age(Instant now) {
    return Duration.between(since, now);
  }

  /// `id`, with the entries that it is about.
  String name() {
    return entries.isEmpty() ? id : id + "#" + entries;
  }
}
