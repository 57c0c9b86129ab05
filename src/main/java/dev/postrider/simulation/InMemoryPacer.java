package dev.postrider.simulation;

import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// The shared pace in memory, with the same conditions as the item's.
public final class InMemoryPacer implements Pacer {
  private final SharedPace shared;
  private PaceState known;

  /// What instances share.
  public static final class SharedPace {
    private PaceState state;

    public SharedPace(Instant now) {
      this.state = PaceState.initial(now);
    }

    public synchronized PaceState state() {
      return state;
    }

    /// @return the state after it
    public synchronized PaceState change(UnaryOperator<PaceState> change) {
      state = change.apply(state);
      return state;
    }

    private synchronized boolean replace(PaceState old, PaceState next) {
      boolean same = state.equals(old);
      if (same) {
        state = next;
      }
      return same;
    }
  }

  public InMemoryPacer(SharedPace shared) {
    this.shared = shared;
    this.known = shared.state();
  }

  @Override
  public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
    while (true) {
      known = shared.state();
      switch (Gcra.plan(known, atLeast, atMost, now, horizon)) {
        case Gcra.ReservationPlan.NoWrite(Reservation reservation) -> {
          return reservation;
        }
        case Gcra.ReservationPlan.Replace(PaceState next, Reservation.Reserved granted) -> {
          if (shared.replace(known, next)) {
            known = next;
            return granted;
          }
        }
        case Gcra.ReservationPlan.Append append -> {
          PaceState next =
              withArrival(known, known.theoreticalArrivalMicros() + append.addMicros());
          if (shared.replace(known, next)) {
            known = next;
            return Gcra.appended(append, next.theoreticalArrivalMicros(), next.ratePerSecond());
          }
        }
      }
    }
  }

  @Override
  public PaceState known() {
    return known;
  }

  @Override
  public void throttled(Instant now) {
    known = shared.change(state -> Gcra.lowered(state, now));
  }

  @Override
  public void openBreaker(String reason, Instant now) {
    known =
        shared.change(
            state -> state.openReason() == null ? Gcra.breakerOpened(state, reason, now) : state);
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    known =
        shared.change(state -> state.withPausedTenants(state.pausedTenants().with(tenant, now)));
  }

  private static PaceState withArrival(PaceState state, long micros) {
    return new PaceState(
        micros,
        state.ratePerSecond(),
        state.ceilingPerSecond(),
        state.rateChangedAt(),
        state.version(),
        state.openReason(),
        state.openedAt(),
        state.throttledAt(),
        state.pausedTenants());
  }
}
