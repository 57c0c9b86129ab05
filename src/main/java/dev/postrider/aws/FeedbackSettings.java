package dev.postrider.aws;

import dev.postrider.suppression.SuppressionPolicy;
import java.util.Map;

/// What the template tells the FeedbackFunction.
record FeedbackSettings(String ledgerTable, String suppressionTable, SuppressionPolicy policy) {

  /// Reads the variables.
  ///
  /// @throws IllegalArgumentException when one is missing or out of range; the message names it
  static FeedbackSettings from(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return new FeedbackSettings(
        settings.text("POSTRIDER_LEDGER_TABLE"),
        settings.text("POSTRIDER_SUPPRESSION_TABLE"),
        settings.suppressionPolicy());
  }
}
