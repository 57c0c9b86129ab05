package dev.postrider.ledger;

/// Where a unit of mail stands. ARCHITECTURE.md draws the transitions.
public enum State {
  /// Known, and free to be claimed: an earlier claim provably sent nothing.
  PENDING,
  /// Claimed by an instance until its lease is over; then as good as UNKNOWN.
  CLAIMED,
  /// SES may have accepted it. Its Send event settles it; the stream's policy decides when none
  /// comes within the grace.
  UNKNOWN,
  /// UNKNOWN for longer than the grace, and kept for an operator to release or cancel.
  HELD,
  /// SES accepted it.
  SENT,
  /// Every recipient in `to` was suppressed.
  SUPPRESSED,
  /// SES refused it for good.
  REJECTED,
  /// Its `expiresAt` passed before it was sent.
  EXPIRED,
  /// An operator cancelled it.
  CANCELLED;

  /// Whether the unit needs nothing more from the dispatcher: a further copy of the message is a
  /// duplicate.
  public boolean ended() {
    return switch (this) {
      case SENT, SUPPRESSED, REJECTED, EXPIRED, CANCELLED, HELD -> true;
      case PENDING, CLAIMED, UNKNOWN -> false;
    };
  }
}
