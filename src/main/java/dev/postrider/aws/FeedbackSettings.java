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
        suppressionPolicy(settings));
  }

  /// What every function that reads or writes suppressions must agree on.
  static SuppressionPolicy suppressionPolicy(Settings settings) {
    int count = settings.count("POSTRIDER_SOFT_BOUNCE_COUNT");
    Duration window = settings.duration("POSTRIDER_SOFT_BOUNCE_WINDOW");
    Duration suppression = settings.duration("POSTRIDER_SOFT_BOUNCE_SUPPRESSION");
    try {
      return new SuppressionPolicy(count, window, suppression);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("POSTRIDER_SOFT_BOUNCE_…: " + e.getMessage(), e);
    }
  }
}
