package dev.postrider.dispatch;

import java.time.Duration;
import java.time.Instant;

/// Until when an invocation does what. A service that hangs must leave time for what comes after:
/// mail that is not deferred when the invocation is cut off costs a receive.
///
/// @param deadline when the invocation is cut off
record Deadlines(Instant deadline) {
  /// Before the cut-off, so long is kept for placing the copies.
  private static final Duration PLACING = Duration.ofSeconds(3);

  /// Before the cut-off, so long is kept for the answer itself.
  private static final Duration ANSWERING = Duration.ofSeconds(1);

  /// A claim outlives its invocation by so much, so that clocks may differ.
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

  /// Until when units are claimed, paces are reserved and calls to SES begin.
  Instant sendBy() {
    return deadline.minus(Dispatcher.CLOSING_TIME);
  }

  /// Until when the ledger is told what became of units.
  Instant settleBy() {
    return deadline.minus(PLACING);
  }

  /// Until when the ledger is told what had to wait for the copies.
  Instant endBy() {
    return deadline.minus(ANSWERING);
  }

  /// When others may conclude that the invocation is gone.
  Instant leaseUntil() {
    return deadline.plus(LEASE_MARGIN);
  }
}
