package dev.postrider.aws;

import dev.postrider.suppression.SuppressionPolicy;
import java.time.Duration;
import java.util.Map;

/// What FeedbackFunction takes from its environment.
///
/// @param ledgerRetention how long the ledger keeps a unit
record FeedbackSettings(
    String ledgerTable,
    String suppressionTable,
    Duration ledgerRetention,
    SuppressionPolicy policy) {

  /// Reads the variables that the template sets.
  ///
  /// @throws IllegalArgumentException when one is missing or out of range; the message names it
  static FeedbackSettings from(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    return new FeedbackSettings(
        variables.required("POSTRIDER_LEDGER_TABLE"),
        variables.required("POSTRIDER_SUPPRESSION_TABLE"),
        Duration.ofDays(variables.integer("POSTRIDER_LEDGER_DAYS", 30, 1, 3650)),
        suppressionPolicy(variables));
  }

  static SuppressionPolicy suppressionPolicy(Variables variables) {
    SuppressionPolicy usual = SuppressionPolicy.DEFAULT;
    return new SuppressionPolicy(
        variables.integer("POSTRIDER_SOFT_BOUNCE_COUNT", usual.softBounceCount(), 1, 20),
        variables.positiveDuration("POSTRIDER_SOFT_BOUNCE_WINDOW", usual.softBounceWindow()),
        variables.positiveDuration(
            "POSTRIDER_SOFT_BOUNCE_SUPPRESSION", usual.softBounceSuppression()));
  }
}
