package dev.postrider.dispatch;

import java.time.Duration;

/// Why a unit waits in a delayed copy of its message.
public enum DeferReason {
  /// Its `sendAt` has not come.
  SCHEDULED(false),
  /// Its stream is sent from the bulk queue.
  BULK_LANE(false),
  /// The next free slot of the account's pace is too far away for this invocation.
  PACE(true),
  /// The shared pace could not be read or written.
  PACE_UNAVAILABLE(true, 4),
  /// SES refused it for now.
  THROTTLED(true, 4),
  /// Something is set up wrongly; an alarm calls a person.
  MISCONFIGURED(false, 90),
  /// The breaker is open.
  STOPPED(true, 90),
  /// SES sends nothing of its tenant; an alarm calls a person.
  TENANT_PAUSED(false, 90),
  /// SES may have accepted it; its Send event is awaited.
  UNKNOWN(false),
  /// Another invocation holds it.
  BUSY(false),
  /// Whether a recipient is suppressed could not be read.
  SUPPRESSIONS_UNREADABLE(true, 4),
  /// The ledger could not be written.
  LEDGER_UNAVAILABLE(true, 4);

  private final boolean late;
  private final boolean attempt;
  private final Duration firstWait;

  /// A wait that no failed attempt led to.
  DeferReason(boolean late) {
    this.late = late;
    this.attempt = false;
    this.firstWait = Duration.ofSeconds(2);
  }

  DeferReason(boolean late, int firstWaitSeconds) {
    this.late = late;
    this.attempt = true;
    this.firstWait = Duration.ofSeconds(firstWaitSeconds);
  }

  /// Whether the wait counts as a failed attempt, so that the next one is longer.
  boolean countsAsAttempt() {
    return attempt;
  }

  /// The longest wait after the first failed attempt; jitter takes up to half of it away.
  Duration firstWait() {
    return firstWait;
  }

  /// Whether mail that waits for it is late. Not when it waits for its time or its lane, when an
  /// alarm of its own calls a person, and when SES may have it already.
  public boolean meansLate() {
    return late;
  }
}
