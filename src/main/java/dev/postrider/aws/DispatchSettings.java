package dev.postrider.aws;

import dev.postrider.dispatch.DispatchPolicy;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Duration;
import java.util.Map;

/// What the template tells the DispatchFunction.
///
/// @param defaultFrom the mailbox of messages that name none; may be empty
/// @param ledgerDays how long the ledger remembers a unit
/// @param unknownGrace how long a Send event may take to settle an unknown outcome
record DispatchSettings(
    String mailQueueUrl,
    String bulkQueueUrl,
    String rejectedQueueUrl,
    String heldQueueUrl,
    String ledgerTable,
    String suppressionTable,
    String configurationSet,
    String defaultFrom,
    int ledgerDays,
    Duration unknownGrace,
    DispatchPolicy policy,
    SuppressionPolicy suppressionPolicy) {

  static DispatchSettings from(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return new DispatchSettings(
        settings.text("POSTRIDER_MAIL_QUEUE_URL"),
        settings.text("POSTRIDER_BULK_QUEUE_URL"),
        settings.text("POSTRIDER_REJECTED_QUEUE_URL"),
        settings.text("POSTRIDER_HELD_QUEUE_URL"),
        settings.text("POSTRIDER_LEDGER_TABLE"),
        settings.text("POSTRIDER_SUPPRESSION_TABLE"),
        settings.text("POSTRIDER_CONFIGURATION_SET"),
        settings.optional("POSTRIDER_DEFAULT_FROM").orElse(""),
        settings.count("POSTRIDER_LEDGER_DAYS"),
        settings.duration("POSTRIDER_UNKNOWN_GRACE"),
        new DispatchPolicy(
            settings.names("POSTRIDER_HOLD_STREAMS"),
            settings.names("POSTRIDER_BULK_STREAMS"),
            Lifetimes.ofLedger(Duration.ofDays(settings.count("POSTRIDER_LEDGER_DAYS")))),
        settings.suppressionPolicy());
  }
}
