package dev.postrider.ledger;

import java.time.Instant;

/// What a claim came to.
///
/// @param token of the claim that is settled
public record Settlement(String key, String token, Instant now, ClaimResult result) {

  /// The unit's next state, with what proves it.
  public sealed interface ClaimResult {

    /// SES accepted the unit.
    record SesAccepted(String sesMessageId) implements ClaimResult {}

    /// SES may have accepted the unit.
    record OutcomeUnknown(String code) implements ClaimResult {}

    /// Nothing was sent; anyone may claim the unit again.
    ///
    /// @param reason why, a code and never an address
    /// @param attempt of the claim that is let go, as [Claim.Granted] said it; 0 when the claim had
    ///     no answer
    record Released(String reason, int attempt) implements ClaimResult {}

    /// The unit ended without being sent.
    ///
    /// @param state SUPPRESSED, REJECTED, EXPIRED or HELD
    /// @param reason a code, never an address
    record EndedUnsent(State state, String reason) implements ClaimResult {}
  }
}
