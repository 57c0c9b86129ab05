package dev.postrider.ledger;

import java.time.Instant;
import java.util.Optional;

/// What a claim came to.
///
/// @param token of the claim that is settled
public record Settlement(String key, String token, Instant now, ClaimResult result) {

  /// The unit's next state, with what proves it.
  public sealed interface ClaimResult {

    /// SES accepted the unit.
    record SesAccepted(String sesMessageId) implements ClaimResult {}

    /// SES may have accepted the unit.
    ///
    /// @param nextTry when the unit's copy comes back at the earliest; empty when that is not known
    record OutcomeUnknown(String code, Optional<Instant> nextTry) implements ClaimResult {

      public OutcomeUnknown(String code) {
        this(code, Optional.empty());
      }
    }

    /// Nothing was sent; anyone may claim the unit again.
    ///
    /// @param reason why, a code and never an address
    /// @param claim which of the unit's claims is let go, as [Claim.Granted] said it; 0 when the
    ///     claim had no answer
    /// @param text of the [Diagnostic] that led to it; empty when there was none
    /// @param nextTry when the unit's copy comes back at the earliest; empty when none does
    record Released(String reason, int claim, String text, Optional<Instant> nextTry)
        implements ClaimResult {

      public Released(String reason, int claim) {
        this(reason, claim, "", Optional.empty());
      }
    }

    /// The unit ended without being sent.
    ///
    /// @param state SUPPRESSED, REJECTED, EXPIRED or HELD
    /// @param reason a code, never an address
    /// @param text of the [Diagnostic] that led to it; empty when there was none
    record EndedUnsent(State state, String reason, String text) implements ClaimResult {

      public EndedUnsent(State state, String reason) {
        this(state, reason, "");
      }
    }
  }
}
