package dev.postrider.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the ledger holds of one unit.
///
/// @param key `id`, or `id#n` for entry n of `recipients`
/// @param fingerprint of the message's content; null when an operator cancelled the unit before any
///     claim
/// @param token of the claim that holds the unit; null when none does
/// @param since when the state began to count: a claim's lease end, or when the outcome became
///     unknown; null for states without a clock
/// @param claims how often the unit was claimed
/// @param resends how often it was claimed again because its outcome stayed unknown
/// @param sesMessageId SES's id; null until SES is known to have accepted the unit
/// @param createdAt when the first claim or an operator made the entry; null when neither did
/// @param furtherSesMessageIds under which SES accepted the unit again
/// @param recipients the most severe status of each recipient, by hash, as far as events have come
public record Entry(
    String key,
    State state,
    @Nullable String fingerprint,
    @Nullable String token,
    @Nullable Instant since,
    int claims,
    int resends,
    @Nullable String sesMessageId,
    @Nullable Instant createdAt,
    Set<String> furtherSesMessageIds,
    Map<String, RecipientStatus> recipients) {
  public Entry {
    furtherSesMessageIds = Set.copyOf(furtherSesMessageIds);
    recipients = Map.copyOf(recipients);
  }

  /// An entry before its first write.
  static Entry of(String key, State state) {
    return new Entry(key, state, null, null, null, 0, 0, null, null, Set.of(), Map.of());
  }

  /// Whether a claim made the entry, at this time at the latest.
  boolean wasClaimedBy(Instant latest) {
    return claims > 0 && createdAt != null && !createdAt.isAfter(latest);
  }

  /// Whether only an event can tell that SES accepted the unit: it is not SENT, and no dispatcher
  /// holds a claim.
  boolean awaitsEvent() {
    return state != State.SENT && state != State.CLAIMED;
  }

  /// When the grace begins: at the end of a claim's lease, or when the outcome became unknown.
  Instant graceFrom() {
    return Objects.requireNonNullElse(since, Instant.EPOCH);
  }
}
