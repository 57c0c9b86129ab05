package dev.postrider.feedback;

import dev.postrider.ledger.DeliveryReport;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;

/// One thing that follows from an event. Each is idempotent and independent of order.
public sealed interface Effect {

  /// A fact for the suppression table.
  record AddFact(SuppressionKey key, SuppressionFact fact) implements Effect {}

  /// What became of a unit, for the ledger.
  record ReportToLedger(DeliveryReport report) implements Effect {}

  /// The mail carries no tags of the dispatcher: there is no unit to report on.
  record Untracked() implements Effect {}
}
