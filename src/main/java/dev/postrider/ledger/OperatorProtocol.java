package dev.postrider.ledger;

import dev.postrider.ledger.OperatorLedger.UnitOfMail;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// The steps of what an operator asks for: one write, on the condition that the entry is still as
/// it was read. Where it is not, the request is decided again. Pure.
public final class OperatorProtocol {
  private OperatorProtocol() {}

  /// Lets the dispatcher claim a unit.
  ///
  /// @param entry as it was read; empty when the ledger does not know the unit, so that anyone may
  ///     claim it
  /// @param from the state that the operator decides about
  /// @param grace how long a Send event may take to settle an unknown outcome
  public static ProtocolStep<Intervention> free(
      UnitOfMail unit, Optional<Entry> entry, State from, Instant now, Duration grace) {
    if (entry.isEmpty()) {
      return new Concluded<>(new Intervention.Applied());
    }
    Entry read = entry.get();
    if (!unit.fingerprint()
        .equals(Objects.requireNonNullElse(read.fingerprint(), unit.fingerprint()))) {
      return new Concluded<>(new Intervention.OtherMessage());
    }
    State state = read.state();
    ProtocolStep<Intervention> move =
        move(unit.key(), entry, State.PENDING, now, found -> free(unit, found, from, now, grace));
    return switch (state) {
      case PENDING -> new Concluded<>(new Intervention.Applied());
      case HELD, REJECTED -> state == from ? move : ended(state);
      case CLAIMED, UNKNOWN -> notBefore(read.graceFrom().plus(grace), now, move);
      case SENT, SUPPRESSED, EXPIRED, CANCELLED -> ended(state);
    };
  }

  /// Ends a unit without a send. An unknown outcome may be cancelled at once: the unit is then not
  /// sent again, and a Send event still says that it was sent. What is cancelled already is
  /// cancelled once more, for as long again.
  ///
  /// @param entry as it was read; empty when the ledger does not know the unit
  public static ProtocolStep<Intervention> cancel(String key, Optional<Entry> entry, Instant now) {
    ProtocolStep<Intervention> move =
        move(key, entry, State.CANCELLED, now, found -> cancel(key, found, now));
    if (entry.isEmpty()) {
      return move;
    }
    State state = entry.get().state();
    return switch (state) {
      case PENDING, HELD, UNKNOWN, CANCELLED -> move;
      case CLAIMED -> notBefore(entry.get().graceFrom(), now, move);
      case SENT, SUPPRESSED, REJECTED, EXPIRED -> ended(state);
    };
  }

  private static ProtocolStep<Intervention> move(
      String key,
      Optional<Entry> read,
      State next,
      Instant now,
      Function<Optional<Entry>, ProtocolStep<Intervention>> again) {
    String reason = next == State.PENDING ? "RELEASED" : "OPERATOR";
    return new Write<>(
        new ConditionalWrite(
            key,
            now,
            new Condition.Unchanged(read),
            new Change.MoveTo(next, reason, Optional.empty(), true)),
        before -> new Concluded<>(new Intervention.Applied()),
        found -> {
          if (found.equals(read)) {
            throw new IllegalStateException("the ledger's entry " + key + " refuses every write");
          }
          return again.apply(found);
        });
  }

  private static ProtocolStep<Intervention> notBefore(
      Instant decidableAt, Instant now, ProtocolStep<Intervention> move) {
    return now.isBefore(decidableAt)
        ? new Concluded<>(new Intervention.TooEarly(decidableAt))
        : move;
  }

  private static ProtocolStep<Intervention> ended(State state) {
    return new Concluded<>(new Intervention.AlreadyEnded(state));
  }
}
