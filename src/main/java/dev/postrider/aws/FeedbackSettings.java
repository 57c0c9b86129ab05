package dev.postrider.aws;

import dev.postrider.suppression.SuppressionPolicy;
import java.time.Duration;
import java.util.Map;

/// What the template tells the FeedbackFunction.
///
/// @param keep how long the ledger keeps an item that an event made
record FeedbackSettings(
    String ledgerTable, String suppressionTable, Duration keep, SuppressionPolicy policy) {

  /// Reads the variables.
  ///
  /// @throws IllegalArgumentException when one is missing or out of range; the message names it
  static FeedbackSettings from(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return new FeedbackSettings(
        settings.text("POSTRIDER_LEDGER_TABLE"),
        settings.text("POSTRIDER_SUPPRESSION_TABLE"),
        Duration.ofDays(settings.count("POSTRIDER_LEDGER_DAYS")),
        settings.suppressionPolicy());
  }
}
