package dev.postrider.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The generic cell rate algorithm over one shared item. Pure: the adapter carries out the plan as
/// a conditional write and asks again with what it found when the condition did not hold.
public final class Gcra {
  /// How long a lowered rate rests before it climbs one step.
  static final Duration STEP_EVERY = Duration.ofSeconds(5);

  /// One step up, as a share of the ceiling.
  static final double STEP = 0.1;

  /// Throttles closer together than this count as one.
  static final Duration THROTTLES_MERGE = Duration.ofSeconds(1);

  /// The slowest that throttles can make it, in recipients a second.
  static final double FLOOR_PER_SECOND = 0.5;

  private Gcra() {}

  /// What to write.
  public sealed interface ReservationPlan {

    /// Move the arrival time by `addMicros`, provided that the version is the one known, the
    /// arrival time is at least `fromMicros` and at most `limitMicros`. Instances that append do
    /// not get in each other's way.
    record Append(long addMicros, long fromMicros, long limitMicros, int recipients)
        implements ReservationPlan {}

    /// Write `next`, provided that arrival time and version are the ones known.
    record Replace(PaceState next, Reservation.Reserved reservation) implements ReservationPlan {}

    /// Write nothing; this is the answer.
    record NoWrite(Reservation reservation) implements ReservationPlan {}
  }

  /// Plans a reservation of at least `atLeast` and at most `atMost` recipients whose slot ends
  /// within the [#horizon]. For `atLeast` that take longer than the whole horizon it is enough that
  /// the slot starts within it: they are one message, and would otherwise never be sent.
  public static ReservationPlan plan(
      PaceState known, int atLeast, int atMost, Instant now, Duration horizon) {
    if (known.openReason() != null) {
      return new ReservationPlan.NoWrite(new Reservation.BreakerOpen(known.openReason()));
    }
    PaceState risen = climb(known, now);
    long nowMicros = micros(now);
    long start = Math.max(risen.theoreticalArrivalMicros(), nowMicros);
    long horizonMicros = horizon(risen, horizon).toNanos() / 1_000;
    long endMicros = nowMicros + horizonMicros;
    int fits = fitting(atMost, endMicros - start, risen);
    if (fits < atLeast) {
      boolean neverFits = spanMicros(atLeast, risen.ratePerSecond()) > horizonMicros;
      return neverFits && start < endMicros
          ? replace(risen, start, atLeast)
          : new ReservationPlan.NoWrite(new Reservation.Later(instant(start)));
    }
    long add = spanMicros(fits, risen.ratePerSecond());
    boolean queued = known.theoreticalArrivalMicros() >= nowMicros;
    return queued && risen.version() == known.version()
        ? new ReservationPlan.Append(add, nowMicros, endMicros - add, fits)
        : replace(risen, start, fits);
  }

  /// How far ahead slots end at most. What is reserved at a lowered rate keeps that rate when the
  /// pace climbs: no more of it than one step lasts.
  public static Duration horizon(PaceState state, Duration asked) {
    boolean lowered = state.ratePerSecond() < state.ceilingPerSecond();
    return lowered && asked.compareTo(STEP_EVERY) > 0 ? STEP_EVERY : asked;
  }

  private static ReservationPlan replace(PaceState state, long start, int recipients) {
    return new ReservationPlan.Replace(
        withArrival(state, start + spanMicros(recipients, state.ratePerSecond())),
        new Reservation.Reserved(instant(start), state.ratePerSecond(), recipients));
  }

  /// The reservation that an [ReservationPlan.Append] obtained.
  ///
  /// @param arrivalAfter the arrival time after the write
  public static Reservation.Reserved appended(
      ReservationPlan.Append plan, long arrivalAfter, double ratePerSecond) {
    return new Reservation.Reserved(
        instant(arrivalAfter - plan.addMicros()), ratePerSecond, plan.recipients());
  }

  /// The state after SES throttled a call: half the rate, for everyone. Throttles of one moment
  /// count once: the answer is then the state as it was.
  public static PaceState lowered(PaceState known, Instant now) {
    Instant last = known.throttledAt();
    if (last != null && now.isBefore(last.plus(THROTTLES_MERGE))) {
      return known;
    }
    PaceState slower = withRate(known, Math.max(floor(known), known.ratePerSecond() / 2), now);
    return slower.throttled(now);
  }

  private static double floor(PaceState state) {
    return Math.min(FLOOR_PER_SECOND, state.ceilingPerSecond());
  }

  /// The state under a new ceiling; a rate that throttles lowered stays lowered.
  public static PaceState underCeiling(PaceState known, double ceilingPerSecond, Instant now) {
    boolean full = known.ratePerSecond() >= known.ceilingPerSecond();
    double rate = full ? ceilingPerSecond : Math.min(known.ratePerSecond(), ceilingPerSecond);
    return new PaceState(
        known.theoreticalArrivalMicros(),
        rate,
        ceilingPerSecond,
        full ? known.rateChangedAt() : now,
        known.version() + 1,
        known.openReason(),
        known.openedAt(),
        known.throttledAt(),
        known.pausedTenants());
  }

  /// The state with the breaker open: nothing may be sent.
  public static PaceState breakerOpened(PaceState known, String reason, Instant now) {
    return new PaceState(
        known.theoreticalArrivalMicros(),
        known.ratePerSecond(),
        known.ceilingPerSecond(),
        known.rateChangedAt(),
        known.version() + 1,
        reason,
        now,
        known.throttledAt(),
        known.pausedTenants());
  }

  /// The state with the breaker closed again, at the slowest rate: it climbs step by step.
  public static PaceState breakerClosed(PaceState known, Instant now) {
    PaceState slow = withRate(known, floor(known), now);
    return new PaceState(
        Math.max(slow.theoreticalArrivalMicros(), micros(now)),
        slow.ratePerSecond(),
        slow.ceilingPerSecond(),
        now,
        slow.version(),
        null,
        null,
        slow.throttledAt(),
        slow.pausedTenants());
  }

  /// How long a number of recipients takes.
  public static Duration span(int recipients, double ratePerSecond) {
    return Duration.of(spanMicros(recipients, ratePerSecond), ChronoUnit.MICROS);
  }

  private static PaceState climb(PaceState known, Instant now) {
    boolean rested = !now.isBefore(known.rateChangedAt().plus(STEP_EVERY));
    return known.ratePerSecond() < known.ceilingPerSecond() && rested
        ? withRate(
            known,
            Math.min(
                known.ceilingPerSecond(), known.ratePerSecond() + STEP * known.ceilingPerSecond()),
            now)
        : known;
  }

  private static int fitting(int atMost, long roomMicros, PaceState state) {
    double fits = Math.floor(roomMicros * state.ratePerSecond() / 1_000_000);
    return (int) Math.clamp(fits, 0, atMost);
  }

  private static long spanMicros(int recipients, double ratePerSecond) {
    return (long) Math.ceil(recipients * 1_000_000 / ratePerSecond);
  }

  /// The state with another arrival time, in microseconds since the epoch.
  public static PaceState withArrival(PaceState state, long arrivalMicros) {
    return new PaceState(
        arrivalMicros,
        state.ratePerSecond(),
        state.ceilingPerSecond(),
        state.rateChangedAt(),
        state.version(),
        state.openReason(),
        state.openedAt(),
        state.throttledAt(),
        state.pausedTenants());
  }

  private static PaceState withRate(PaceState state, double ratePerSecond, Instant now) {
    return new PaceState(
        state.theoreticalArrivalMicros(),
        ratePerSecond,
        state.ceilingPerSecond(),
        now,
        state.version() + 1,
        state.openReason(),
        state.openedAt(),
        state.throttledAt(),
        state.pausedTenants());
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
