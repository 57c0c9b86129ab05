package dev.postrider.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// What one SES event says of one unit. Proof that SES accepted the unit: whatever the event is,
/// the unit's state becomes SENT if it was not already.
///
/// @param key the unit's key in the ledger, `id` or `id#n`, from the tags `postrider-id` and
///     `postrider-entry`
/// @param sesMessageId SES's id of the accepted message
/// @param sentAt when SES accepted the message
/// @param at when the event happened
/// @param recipients status by recipient hash ([dev.postrider.email.RecipientHash]); empty for a
///     Send event
/// @param diagnostics why, by recipient hash; a recipient of whom nothing was said is missing
public record DeliveryReport(
    String key,
    String sesMessageId,
    Instant sentAt,
    Instant at,
    Map<String, RecipientStatus> recipients,
    Map<String, Diagnostic> diagnostics) {
  /// How far the clocks of SES and of the dispatcher are apart at most.
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  public DeliveryReport {
    recipients = Map.copyOf(recipients);
    diagnostics = Map.copyOf(diagnostics);
  }

  /// An event that does not say why.
  public DeliveryReport(
      String key,
      String sesMessageId,
      Instant sentAt,
      Instant at,
      Map<String, RecipientStatus> recipients) {
    this(key, sesMessageId, sentAt, at, recipients, Map.of());
  }

  /// Whether it says no more than that SES accepted the unit.
  public boolean isSend() {
    return recipients.isEmpty();
  }

  /// The latest time at which the row of this message can have been made: the dispatcher claims a
  /// unit before it sends it. A younger row is that of another message with the same id.
  public Instant rowMadeBy() {
    return sentAt.plus(CLOCKS_APART);
  }
}
