package dev.postrider.simulation;

import dev.postrider.dispatch.Received;
import org.jspecify.annotations.Nullable;

/// A message on a simulated queue.
final class QueuedMessage {
  private final String id;
  private final String label;
  private final String body;
  private final @Nullable String groupId;
  private final Received.Carried carried;
  private final long sentAt;
  private int receives;
  private int deliveries;
  private boolean deleted;

  /// @param label the id of the mail, for the trace
  QueuedMessage(
      String id,
      String label,
      String body,
      @Nullable String groupId,
      Received.Carried carried,
      long sentAt) {
    this.id = id;
    this.label = label;
    this.body = body;
    this.groupId = groupId;
    this.carried = carried;
    this.sentAt = sentAt;
  }

  String id() {
    return id;
  }

  String label() {
    return label;
  }

  String body() {
    return body;
  }

  Received.Carried carried() {
    return carried;
  }

  boolean deleted() {
    return deleted;
  }

  /// Deletes it; false when it was deleted before.
  boolean delete() {
    boolean first = !deleted;
    deleted = true;
    return first;
  }

  /// Counts a receive, and tells how many there have been.
  int receive() {
    deliveries++;
    return ++receives;
  }

  /// Which delivery is the latest: only its visibility time-out counts.
  int deliveries() {
    return deliveries;
  }

  /// As an invocation gets it.
  Received received() {
    return new Received(id, body, groupId, Timeline.instant(sentAt), receives, carried);
  }
}
