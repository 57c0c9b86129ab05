package dev.postrider.ledger;

/// The feedback side of the ledger.
public interface DeliveryLedger {

  /// Records what an event says. Idempotent, independent of order, and needs no existing row.
  ///
  /// @throws RuntimeException when the ledger could not be written; the event must then be
  ///     delivered again
  Learnt record(DeliveryReport report);

  /// What the ledger learnt from an event.
  ///
  /// @param settled whether the event settled what nobody was about to settle: the unit is SENT
  ///     now, was not before, and no claim was held on it whose holder knows that
  /// @param sentTwice whether SES accepted the unit under another id than the ledger's too, and
  ///     nobody had told it of this one: true once for each such id, whichever event comes first
  record Learnt(boolean settled, boolean sentTwice) {
    public static final Learnt NOTHING = new Learnt(false, false);

    /// What two writes learnt together.
    public Learnt and(Learnt other) {
      return new Learnt(settled || other.settled, sentTwice || other.sentTwice);
    }
  }
}
