package dev.postrider.ledger;

/// The feedback side of the ledger.
public interface DeliveryLedger {

  /// Records what an event says. Idempotent and independent of order. Never makes a row, and
  /// changes none that no claim has made, or that was made after the mail was sent: the dispatcher
  /// claims a unit before it sends it, so such an event is not about that row's mail (decision
  /// 0026).
  ///
  /// @throws RuntimeException when the ledger could not be written; the event must then be
  ///     delivered again
  ReportOutcome record(DeliveryReport report);

  /// What recording an event changed.
  ///
  /// @param settled true if the unit is SENT now, was not before, and no dispatcher held a claim on
  ///     it: only the event tells that SES accepted it
  /// @param sentTwice whether SES accepted the unit under another id than the ledger's too, and
  ///     nobody had told it of this one: true once for each such id, whichever event comes first
  /// @param unknownUnit true if no row can be that of the event's mail: nothing was recorded
  record ReportOutcome(boolean settled, boolean sentTwice, boolean unknownUnit) {
    public static final ReportOutcome NOTHING = new ReportOutcome(false, false, false);
    public static final ReportOutcome UNKNOWN_UNIT = new ReportOutcome(false, false, true);

    /// What two writes changed together.
    public ReportOutcome and(ReportOutcome other) {
      return new ReportOutcome(
          settled || other.settled, sentTwice || other.sentTwice, unknownUnit || other.unknownUnit);
    }
  }
}
