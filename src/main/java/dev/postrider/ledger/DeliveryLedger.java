package dev.postrider.ledger;

/// The feedback side of the ledger.
public interface DeliveryLedger {

  /// Records what an event says. Idempotent, independent of order, and needs no existing row.
  ///
  /// @throws RuntimeException when the ledger could not be written; the event must then be
  ///     delivered again
  void record(DeliveryReport report);
}
