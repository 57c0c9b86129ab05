package dev.postrider.pace;

import java.time.Duration;
import java.time.Instant;

/// The account's pace, shared by all instances.
public interface Pacer {

  /// Reserves slots for at least `atLeast` and at most `atMost` recipients that end within the
  /// horizon: one write, or two when another instance came first.
  Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon);

  /// What this instance knows of the pace without asking: the state of its last reservation.
  PaceState known();

  /// SES answered calls of a slot. Calls nobody: the next reservation of this instance tells it to
  /// all, and the rate falls where SES throttles more than now and then (docs/decisions/0136).
  void answered(SlotAnswers answers);

  /// SES will send nothing for now: opens the breaker for everyone. Best effort; AccountWatch sees
  /// the same within a minute.
  ///
  /// @param reason a code, for the operator
  void openBreaker(String reason, Instant now);

  /// SES will send nothing of this tenant for now: each reservation brings it in
  /// [PaceState#pausedTenants]. Best effort; SES says the same at the tenant's next mail.
  void pauseTenant(String tenant, Instant now);
}
