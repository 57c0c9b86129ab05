package dev.postrider.ledger;

/// The feedback side of the ledger.
public interface DeliveryLedger {

  /// Records what an event says. Idempotent, independent of order, and needs no existing row.
  ///
  /// @return whether the event settled what nobody was about to settle: the unit is SENT now, was
  ///     not before, and no claim was held on it whose holder knows that
  /// @throws RuntimeException when the ledger could not be written; the event must then be
  ///     delivered again
  boolean record(DeliveryReport report);
}
