package dev.postrider.dispatch;

import dev.postrider.email.EntryRanges;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One SQS record.
///
/// @param body the producer's JSON, byte for byte, also in a deferred copy
/// @param groupId the MessageGroupId that keeps the queue fair; null when there is none
/// @param sentAt when this copy was enqueued
/// @param receiveCount how often SQS has handed this copy out, 1 for the first time
public record Received(
    String messageId,
    String body,
    @Nullable String groupId,
    Instant sentAt,
    int receiveCount,
    Carried carried) {

  @Override
  public String toString() {
    return "Received[" + messageId + "]";
  }

  /// What a deferred copy carries beside the body.
  ///
  /// @param id the message's id, so that a copy keeps it when the body has none
  /// @param attempt how many attempts have failed; 0 for the producer's own message
  /// @param firstSeen when the producer's own message was enqueued
  /// @param entries which entries are still to be sent
  /// @param misconfiguredSince since when they wait for something that is set up wrongly
  public record Carried(
      Optional<String> id,
      int attempt,
      Optional<Instant> firstSeen,
      EntryRanges entries,
      Optional<Instant> misconfiguredSince) {

    /// What a copy carries that never met a wrong setup.
    public Carried(
        Optional<String> id, int attempt, Optional<Instant> firstSeen, EntryRanges entries) {
      this(id, attempt, firstSeen, entries, Optional.empty());
    }

    /// What a producer's own message carries.
    public static final Carried NOTHING =
        new Carried(Optional.empty(), 0, Optional.empty(), EntryRanges.ALL);
  }

  /// The id of a message that has none of its own.
  public String fallbackId() {
    return carried.id().orElse(messageId);
  }

  /// When the producer enqueued the message. No copy is older than its original: what a producer
  /// says of later times is not believed.
  public Instant firstSeen() {
    return carried.firstSeen().filter(sentAt::isAfter).orElse(sentAt);
  }

  /// Since when the message's units wait for something that is set up wrongly; empty when they do
  /// not. Not later than the copy itself: what a producer says of later times is not believed.
  public Optional<Instant> misconfiguredSince() {
    return carried.misconfiguredSince().map(since -> since.isBefore(sentAt) ? since : sentAt);
  }
}
