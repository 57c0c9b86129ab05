package dev.postrider.ledger;

import java.time.Instant;
import java.util.Map;

/// What one SES event says of one unit. Proof that SES accepted the unit: whatever the event is,
/// the unit's state becomes SENT if it was not already.
///
/// @param key the unit's key in the ledger, `id` or `id#n`, from the tags `postrider-id` and
///     `postrider-entry`
/// @param sesMessageId SES's id of the accepted message
/// @param at when the event happened
/// @param recipients status by recipient hash ([dev.postrider.email.RecipientHash]); empty for a
///     Send event
public record DeliveryReport(
    String key, String sesMessageId, Instant at, Map<String, RecipientStatus> recipients) {
  public DeliveryReport {
    recipients = Map.copyOf(recipients);
  }
}
