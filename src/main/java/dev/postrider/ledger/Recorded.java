package dev.postrider.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// All that the ledger holds of one unit, for people.
///
/// @param stream empty when an event came before any claim
/// @param reason why the unit is where it is; empty when nothing needs saying
/// @param recipients status by recipient hash, as far as events have come
public record Recorded(
    Entry entry,
    String stream,
    String reason,
    Optional<Instant> createdAt,
    Optional<Instant> updatedAt,
    Map<String, RecipientStatus> recipients) {
  public Recorded {
    recipients = Map.copyOf(recipients);
  }
}
