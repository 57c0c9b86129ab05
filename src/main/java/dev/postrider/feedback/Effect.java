package dev.postrider.feedback;

import dev.postrider.ledger.DeliveryReport;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;

/// One thing that follows from an event. Each is idempotent and independent of the others, so that
/// all may be applied at the same time.
public sealed interface Effect {

  /// A fact for the suppression table.
  record AddFact(SuppressionKey key, SuppressionFact fact) implements Effect {}

  /// What became of a unit, for the ledger.
  record ReportToLedger(DeliveryReport report) implements Effect {}

  /// What services are told of it: what SES says, whatever the tables hold (decision 0146).
  record Tell() implements Effect {}

  /// The mail carries no tags of the dispatcher: there is no unit to report on.
  record Untracked() implements Effect {}
}
