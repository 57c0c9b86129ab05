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
  Learnt record(DeliveryReport report);

  /// What the ledger learnt from an event.
  ///
  /// @param settled whether the event settled what nobody was about to settle: the unit is SENT
  ///     now, was not before, and no claim was held on it whose holder knows that
  /// @param sentTwice whether SES accepted the unit under another id than the ledger's too, and
  ///     nobody had told it of this one: true once for each such id, whichever event comes first
  /// @param unknownUnit whether there is no row that the event can be about: nothing was recorded
  record Learnt(boolean settled, boolean sentTwice, boolean unknownUnit) {
    public static final Learnt NOTHING = new Learnt(false, false, false);
    public static final Learnt UNKNOWN_UNIT = new Learnt(false, false, true);

    /// What two writes learnt together.
    public Learnt and(Learnt other) {
      return new Learnt(
          settled || other.settled, sentTwice || other.sentTwice, unknownUnit || other.unknownUnit);
    }
  }
}
