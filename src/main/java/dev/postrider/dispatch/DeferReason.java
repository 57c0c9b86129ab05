package dev.postrider.dispatch;

/// Why a unit waits in a delayed copy of its message.
public enum DeferReason {
  /// Its `sendAt` has not come.
  SCHEDULED,
  /// Its stream is sent from the bulk queue.
  BULK_LANE,
  /// The next free slot of the account's pace is too far away for this invocation.
  PACE,
  /// The shared pace could not be read or written.
  PACE_UNAVAILABLE,
  /// SES refused it for now.
  THROTTLED,
  /// Something is set up wrongly; an alarm calls a person.
  MISCONFIGURED,
  /// The breaker is open.
  STOPPED,
  /// SES sends nothing of its tenant; an alarm calls a person.
  TENANT_PAUSED,
  /// SES may have accepted it; its Send event is awaited.
  UNKNOWN,
  /// Another invocation holds it.
  BUSY,
  /// Whether a recipient is suppressed could not be read.
  SUPPRESSIONS_UNREADABLE,
  /// The ledger could not be written.
  LEDGER_UNAVAILABLE;

  /// Whether the wait counts as a failed attempt, so that the next one is longer.
  boolean countsAsAttempt() {
    return switch (this) {
      case THROTTLED,
          MISCONFIGURED,
          STOPPED,
          TENANT_PAUSED,
          PACE_UNAVAILABLE,
          SUPPRESSIONS_UNREADABLE,
          LEDGER_UNAVAILABLE ->
          true;
      case SCHEDULED, BULK_LANE, PACE, UNKNOWN, BUSY -> false;
    };
  }

  /// Whether mail that waits for it is late. Not when it waits for its time or its lane, when an
  /// alarm of its own calls a person, and when SES may have it already.
  public boolean meansLate() {
    return switch (this) {
      case PACE,
          PACE_UNAVAILABLE,
          THROTTLED,
          STOPPED,
          SUPPRESSIONS_UNREADABLE,
          LEDGER_UNAVAILABLE ->
          true;
      case SCHEDULED, BULK_LANE, MISCONFIGURED, TENANT_PAUSED, UNKNOWN, BUSY -> false;
    };
  }
}
