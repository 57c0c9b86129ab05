package dev.postrider.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the ledger holds of one unit.
///
/// @param key `id`, or `id#n` for entry n of `recipients`
/// @param fingerprint of the message's content; null when an operator cancelled the unit before any
///     claim
/// @param token of the claim that holds the unit; null when none does
/// @param since when the state began to count: a claim's lease end, or when the outcome became
///     unknown; null for states without a clock
/// @param attempts how often the unit was claimed
/// @param resends how often it was claimed again because its outcome stayed unknown
/// @param sesMessageId SES's id; null until SES is known to have accepted the unit
public record Entry(
    String key,
    State state,
    @Nullable String fingerprint,
    @Nullable String token,
    @Nullable Instant since,
    int attempts,
    int resends,
    @Nullable String sesMessageId) {}
