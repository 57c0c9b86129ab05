package dev.postrider.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a write changes a unit's entry.
public sealed interface Change {

  /// The request's claim holds the unit from now on.
  ///
  /// @param resend whether an earlier outcome stayed unknown, so that a second copy is possible
  record TakeClaim(ClaimRequest request, boolean resend) implements Change {}

  /// The unit goes to another state.
  ///
  /// @param reason a code, never an address
  /// @param since when the state began to count; empty for a state without a clock, which also lets
  ///     go of the claim
  /// @param inHistory whether the history tells of it
  /// @param text of the [Diagnostic] that led to it; empty when there was none
  /// @param nextTry when the unit's copy comes back at the earliest; empty when none does
  record MoveTo(
      State state,
      String reason,
      Optional<Instant> since,
      boolean inHistory,
      String text,
      Optional<Instant> nextTry)
      implements Change {

    /// Without a text and without another try.
    public MoveTo(State state, String reason, Optional<Instant> since, boolean inHistory) {
      this(state, reason, since, inHistory, "", Optional.empty());
    }
  }

  /// SES answered that it accepted the unit. There may be no entry before.
  record RecordAcceptance(String sesMessageId) implements Change {}

  /// An event proves that SES accepted the unit. The first id that was recorded stays.
  ///
  /// @param reports what became of recipients, one each; none for a Send event
  record RecordReport(String sesMessageId, List<UnitRecord.RecipientReport> reports)
      implements Change {
    public RecordReport {
      reports = List.copyOf(reports);
    }
  }

  /// SES accepted the unit once more.
  record RecordFurtherSend(String sesMessageId) implements Change {}
}
