package dev.postrider.simulation;

import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import dev.postrider.pace.UntoldAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The shared pace in memory, with the same conditions as the item's.
public final class InMemoryPacer implements Pacer {
  private final SharedPace shared;
  private final UntoldAnswers untold = new UntoldAnswers();
  private PaceState known;

  /// What instances share.
  public static final class SharedPace {
    private final AtomicReference<PaceState> state;

    public SharedPace(Instant now) {
      this.state = new AtomicReference<>(PaceState.initial(now));
    }

    public PaceState state() {
      return state.get();
    }

    /// Changes the state, and returns what it is then.
    public PaceState change(UnaryOperator<PaceState> change) {
      return state.updateAndGet(change);
    }
  }

  public InMemoryPacer(SharedPace shared) {
    this.shared = shared;
    this.known = shared.state();
  }

  @Override
  public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
    List<SlotAnswers> told = untold.take();
    while (true) {
      known = shared.state();
      switch (Gcra.plan(known, told, atLeast, atMost, now, horizon)) {
        case Gcra.ReservationPlan.NoWrite(Reservation reservation) -> {
          untold.putBack(told);
          return reservation;
        }
        case Gcra.ReservationPlan.Replace(PaceState next, Reservation reservation) -> {
          if (shared.state.compareAndSet(known, next)) {
            known = next;
            return reservation;
          }
        }
        case Gcra.ReservationPlan.Append append -> {
          PaceState next = Gcra.appended(known, append);
          if (shared.state.compareAndSet(known, next)) {
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
  public void answered(SlotAnswers answers) {
    untold.add(answers);
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
}
