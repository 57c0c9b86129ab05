package dev.postrider.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Decides what an operator's wish means for what the ledger holds. Pure: adapters read, judge and
/// write.
public final class Interventions {
  private Interventions() {}

  /// What to do with a wish.
  public sealed interface Judgement {

    /// The answer stands without a write.
    record Answer(Intervention intervention) implements Judgement {}

    /// Move the unit, provided that it is still as it was read.
    record Move(State next) implements Judgement {}
  }

  /// Judges the wish to let the dispatcher claim a unit.
  ///
  /// @param entry empty when the ledger does not know the unit, so that anyone may claim it
  /// @param from the state that the operator decides about
  /// @param grace how long a Send event may take to settle an unknown outcome
  public static Judgement free(
      Optional<Entry> entry, String fingerprint, State from, Instant now, Duration grace) {
    if (entry.isEmpty()) {
      return answer(new Intervention.Done());
    }
    if (!fingerprint.equals(Objects.requireNonNullElse(entry.get().fingerprint(), fingerprint))) {
      return answer(new Intervention.Reused());
    }
    State state = entry.get().state();
    return switch (state) {
      case PENDING -> answer(new Intervention.Done());
      case HELD, REJECTED -> state == from ? new Judgement.Move(State.PENDING) : ended(state);
      case CLAIMED, UNKNOWN -> afterwards(decidableAt(entry.get()).plus(grace), now, State.PENDING);
      case SENT, SUPPRESSED, EXPIRED, CANCELLED -> ended(state);
    };
  }

  /// Judges the wish to end a unit without a send. An unknown outcome may be cancelled at once: the
  /// unit is then not sent again, and a Send event still says that it was sent. What is cancelled
  /// already is cancelled once more, for as long again.
  ///
  /// @param entry empty when the ledger does not know the unit
  public static Judgement cancel(Optional<Entry> entry, Instant now) {
    if (entry.isEmpty()) {
      return new Judgement.Move(State.CANCELLED);
    }
    State state = entry.get().state();
    return switch (state) {
      case PENDING, HELD, UNKNOWN, CANCELLED -> new Judgement.Move(State.CANCELLED);
      case CLAIMED -> afterwards(decidableAt(entry.get()), now, State.CANCELLED);
      case SENT, SUPPRESSED, REJECTED, EXPIRED -> ended(state);
    };
  }

  private static Judgement afterwards(Instant decidableAt, Instant now, State next) {
    return now.isBefore(decidableAt)
        ? answer(new Intervention.TooEarly(decidableAt))
        : new Judgement.Move(next);
  }

  /// A claim's lease end, or when the outcome became unknown.
  private static Instant decidableAt(Entry entry) {
    return Objects.requireNonNullElse(entry.since(), Instant.EPOCH);
  }

  private static Judgement ended(State state) {
    return answer(new Intervention.Ended(state));
  }

  private static Judgement answer(Intervention intervention) {
    return new Judgement.Answer(intervention);
  }
}
