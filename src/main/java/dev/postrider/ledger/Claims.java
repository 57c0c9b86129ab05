package dev.postrider.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// Decides what an existing entry means for a claim. Pure: adapters read, judge and write.
public final class Claims {
  /// How often a unit whose outcome stays unknown is sent again. Where SES answers the same mail
  /// with an error each time, or no event ever comes back, nobody but a person can end it.
  static final int RESENDS = 2;

  private Claims() {}

  /// What to do with a claim that met an existing entry.
  public sealed interface Judgement {

    /// The answer stands without another write.
    record Answer(Claim claim) implements Judgement {}

    /// Claim it, provided that the entry is still in the state and under the token that was read.
    record TakeOver(boolean resend) implements Judgement {}
  }

  /// Judges a claim that met an entry.
  ///
  /// @param grace how long a Send event may take to settle an unknown outcome
  public static Judgement judge(Entry entry, ClaimRequest request, Duration grace) {
    if (isOurs(entry, request)) {
      return answer(new Claim.Granted(entry.attempts(), false));
    }
    if (entry.fingerprint() != null && !entry.fingerprint().equals(request.fingerprint())) {
      return answer(new Claim.Reused());
    }
    return switch (entry.state()) {
      case PENDING -> new Judgement.TakeOver(false);
      case CLAIMED -> claimed(entry, request, grace);
      case UNKNOWN -> unknown(entry, request, grace);
      case SENT, SUPPRESSED, REJECTED, EXPIRED, CANCELLED, HELD ->
          answer(new Claim.Duplicate(entry.state()));
    };
  }

  /// A conditional write that took effect although its answer was lost comes back as a conflict
  /// with itself.
  private static boolean isOurs(Entry entry, ClaimRequest request) {
    return entry.state() == State.CLAIMED && request.token().equals(entry.token());
  }

  private static Judgement claimed(Entry entry, ClaimRequest request, Duration grace) {
    Instant leaseUntil = Objects.requireNonNullElse(entry.since(), Instant.EPOCH);
    return request.now().isBefore(leaseUntil)
        ? answer(new Claim.Busy(leaseUntil))
        : unknown(entry, request, grace);
  }

  private static Judgement unknown(Entry entry, ClaimRequest request, Duration grace) {
    Instant decidableAt = Objects.requireNonNullElse(entry.since(), Instant.EPOCH).plus(grace);
    if (request.now().isBefore(decidableAt)) {
      return answer(new Claim.Unsettled(decidableAt));
    }
    return switch (request.onUnknown()) {
      case END -> new Judgement.TakeOver(false);
      case RESEND -> entry.resends() < RESENDS ? new Judgement.TakeOver(true) : hold(entry);
      case HOLD -> hold(entry);
    };
  }

  private static Judgement hold(Entry entry) {
    return answer(new Claim.Hold(Objects.requireNonNullElse(entry.token(), "")));
  }

  private static Judgement answer(Claim claim) {
    return new Judgement.Answer(claim);
  }
}
