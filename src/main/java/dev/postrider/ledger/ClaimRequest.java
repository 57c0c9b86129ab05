package dev.postrider.ledger;

import java.time.Instant;

/// A request to be the only invocation that sends a unit.
///
/// @param token names the claiming invocation; a write that is repeated after a lost answer is
///     recognised by it
/// @param now the claiming instance's clock
/// @param leaseUntil when others may conclude that the claimant is gone
/// @param onUnknown what to do when an earlier send's outcome stayed unknown for longer than the
///     grace
/// @param seenBefore true if an earlier invocation has probably claimed the unit: a write that only
///     makes new entries would be in vain
public record ClaimRequest(
    String key,
    String fingerprint,
    String stream,
    String token,
    Instant now,
    Instant leaseUntil,
    OnUnknown onUnknown,
    boolean seenBefore) {

  /// A request for a unit that nobody has claimed, as far as the claimant knows.
  public ClaimRequest(
      String key,
      String fingerprint,
      String stream,
      String token,
      Instant now,
      Instant leaseUntil,
      OnUnknown onUnknown) {
    this(key, fingerprint, stream, token, now, leaseUntil, onUnknown, false);
  }

  /// The choice for a unit whose outcome stayed unknown.
  public enum OnUnknown {
    /// Send again, a bounded number of times: a second copy is better than none.
    RESEND,
    /// Keep it for an operator: none is better than a second copy.
    HOLD,
    /// Take it over to end it without a send, however often it was resent: it has expired.
    END
  }
}
