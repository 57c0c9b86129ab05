package dev.postrider.dispatch;

import dev.postrider.email.EntryRanges;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A copy of a message that goes to a queue before its original is acknowledged.
public sealed interface MessageCopy {

  /// The message whose copy it is.
  Received record();

  /// A copy that comes back to a lane.
  ///
  /// @param id the message's id, which the copy carries
  /// @param entries what the copy is about
  /// @param delay 0 to 15 minutes
  /// @param attempt how many attempts have failed; the next back-off grows with it
  /// @param reason null for what an operator puts back
  /// @param misconfiguredSince since when its units wait for something that is set up wrongly;
  ///     empty when they do not, and for what an operator puts back: the time begins again
  record DeferredCopy(
      Received record,
      String id,
      EntryRanges entries,
      Batch.Lane lane,
      Duration delay,
      int attempt,
      @Nullable DeferReason reason,
      Optional<Instant> misconfiguredSince)
      implements MessageCopy {

    /// A copy whose units never met a wrong setup.
    public DeferredCopy(
        Received record,
        String id,
        EntryRanges entries,
        Batch.Lane lane,
        Duration delay,
        int attempt,
        @Nullable DeferReason reason) {
      this(record, id, entries, lane, delay, attempt, reason, Optional.empty());
    }
  }

  /// A copy for the rejected queue.
  ///
  /// @param id the message's id, or SQS's where the message has none that can be read
  /// @param detail what is wrong; holds no address and no body
  record RejectedCopy(
      Received record, String id, EntryRanges entries, RejectReason reason, String detail)
      implements MessageCopy {}

  /// A copy for the held queue, where an operator releases or cancels it.
  record HeldCopy(Received record, String id, EntryRanges entries) implements MessageCopy {}
}
