package dev.postrider.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The generic cell rate algorithm over one shared item. Pure: the adapter carries out the plan as
/// a conditional write and asks again with what it found when the condition did not hold.
public final class Gcra {
  /// No slot ends further ahead than this: within it all obey a lower MaxSendRate.
  public static final Duration HORIZON = Duration.ofSeconds(4);

  /// A reservation that comes so late goes on where the last one ended: half of how late a call may
  /// start (`SlotCalls.LATEST`), so that no more is offered in any second.
  static final Duration CATCH_UP = Duration.ofMillis(50);

  /// How long a rate rests before it climbs one step after the breaker closed.
  static final Duration STEP_EVERY = Duration.ofSeconds(5);

  /// One step up then, as a share of the ceiling.
  static final double STEP = 0.1;

  /// How long a rate that throttles lowered rests before it climbs one step.
  static final Duration PROBE_EVERY = Duration.ofSeconds(4);

  /// The first step up then, as a share of the ceiling; each one after it is twice the one before.
  static final double FIRST_PROBE = 0.02;

  /// A debt above this lowers the rate, in calls; less at rates below it.
  static final double MOST_DEBT = 10;

  /// The smallest debt that lowers any rate.
  static final double LEAST_DEBT = 2;

  /// The rate does not climb while the debt is more than this share of the one that lowers it.
  static final double QUIET = 0.1;

  /// The rate is lowered to this share of what SES accepted of it: the first steps up find room.
  static final double BELOW = 0.9;

  /// The least share of the rate that one lowering leaves.
  static final double LEAST_SHARE = 0.25;

  /// The slowest that throttles can make it, in recipients a second.
  static final double FLOOR_PER_SECOND = 0.5;

  private Gcra() {}

  /// What to write.
  public sealed interface ReservationPlan {

    /// Move the arrival time by `addMicros`, provided that the version is the one known, the
    /// arrival time is at least `fromMicros` and at most `limitMicros`. Instances that append do
    /// not get in each other's way.
    ///
    /// @param calls to be added to the counts too
    record Append(
        long addMicros, long fromMicros, long limitMicros, int recipients, CallCounts calls)
        implements ReservationPlan {}

    /// Write `next`, provided that arrival time and version are the ones known.
    record Replace(PaceState next, Reservation reservation) implements ReservationPlan {}

    /// Write nothing; this is the answer.
    record NoWrite(Reservation reservation) implements ReservationPlan {}
  }

  /// Plans a reservation of at least `atLeast` and at most `atMost` recipients whose slot ends
  /// within the [#horizon]. For `atLeast` that take longer than the whole horizon it is enough that
  /// the slot starts within it: they are one message, and would otherwise never be sent.
  public static ReservationPlan plan(
      PaceState known,
      List<SlotAnswers> told,
      int atLeast,
      int atMost,
      Instant now,
      Duration horizon) {
    if (known.openReason() != null) {
      return new ReservationPlan.NoWrite(new Reservation.BreakerOpen(known.openReason()));
    }
    PaceState learnt = learnt(known, told, now);
    PaceState risen = learnt.version() == known.version() ? climb(learnt, now) : learnt;
    long nowMicros = micros(now);
    long arrival = risen.theoreticalArrivalMicros();
    long goesOnFrom = nowMicros - CATCH_UP.toNanos() / 1_000;
    long start = arrival >= goesOnFrom ? arrival : nowMicros;
    long horizonMicros = horizon(risen, horizon).toNanos() / 1_000;
    long endMicros = nowMicros + horizonMicros;
    int fits = fitting(atMost, endMicros - start, risen);
    if (fits < atLeast) {
      boolean neverFits = spanMicros(atLeast, risen.ratePerSecond()) > horizonMicros;
      if (neverFits && start < endMicros) {
        return replace(risen, start, atLeast);
      }
      Reservation later = new Reservation.Later(instant(start));
      return learnt.version() == known.version()
          ? new ReservationPlan.NoWrite(later)
          : new ReservationPlan.Replace(learnt, later);
    }
    long add = spanMicros(fits, risen.ratePerSecond());
    boolean queued = arrival >= goesOnFrom;
    return queued && risen.version() == known.version()
        ? new ReservationPlan.Append(
            add, goesOnFrom, endMicros - add, fits, learnt.calls().minus(known.calls()))
        : replace(risen, start, fits);
  }

  /// How far ahead slots end at most. What is reserved at a rate keeps it when the pace changes: a
  /// lower MaxSendRate holds for all after four seconds, and a lowered rate is not reserved for
  /// longer than it lasts.
  public static Duration horizon(PaceState state, Duration asked) {
    boolean lowered = state.ratePerSecond() < state.ceilingPerSecond();
    Duration most = lowered ? PROBE_EVERY : HORIZON;
    return asked.compareTo(most) > 0 ? most : asked;
  }

  private static ReservationPlan replace(PaceState state, long start, int recipients) {
    return new ReservationPlan.Replace(
        withArrival(state, start + spanMicros(recipients, state.ratePerSecond())),
        new Reservation.Reserved(instant(start), state.ratePerSecond(), recipients));
  }

  /// The state that an [ReservationPlan.Append] leaves.
  public static PaceState appended(PaceState known, ReservationPlan.Append plan) {
    return withArrival(known, known.theoreticalArrivalMicros() + plan.addMicros())
        .withCalls(known.calls().plus(plan.calls()));
  }

  /// The reservation that an [ReservationPlan.Append] obtained.
  ///
  /// @param arrivalAfter the arrival time after the write
  public static Reservation.Reserved appended(
      ReservationPlan.Append plan, long arrivalAfter, double ratePerSecond) {
    return new Reservation.Reserved(
        instant(arrivalAfter - plan.addMicros()), ratePerSecond, plan.recipients());
  }

  /// The state after instances told what SES answered: where it throttles more than now and then,
  /// the rate falls to a little less than SES accepted of it. Answers to slots of a higher rate
  /// than the present one do not count, since that rate is lowered already.
  ///
  /// @return with the same version while the rate stays
  static PaceState learnt(PaceState known, List<SlotAnswers> told, Instant now) {
    CallCounts calls = known.calls();
    for (SlotAnswers answers : told) {
      if (answers.ratePerSecond() <= known.ratePerSecond()) {
        calls = calls.plus(answers.calls()).whileOwing();
      }
    }
    return calls.debt() > mostDebt(known)
        ? lowered(known, Math.max(LEAST_SHARE, BELOW * calls.acceptedShare()), now)
        : known.withCalls(calls);
  }

  private static double mostDebt(PaceState state) {
    return Math.clamp(state.ratePerSecond(), LEAST_DEBT, MOST_DEBT);
  }

  /// The state with a share of the rate, for everyone.
  public static PaceState lowered(PaceState known, double share, Instant now) {
    double rate = Math.max(floor(known), known.ratePerSecond() * share);
    return withRate(known, rate, now).throttled(now).withCalls(CallCounts.NONE);
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
        known.pausedTenants(),
        known.calls());
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
        known.pausedTenants(),
        known.calls());
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
        null,
        slow.pausedTenants(),
        slow.calls());
  }

  /// How long a number of recipients takes.
  public static Duration span(int recipients, double ratePerSecond) {
    return Duration.of(spanMicros(recipients, ratePerSecond), ChronoUnit.MICROS);
  }

  /// After the breaker the rate climbs in equal steps. After throttles it climbs in steps that
  /// grow: small while it is near the rate that was too much, large once that is long ago.
  private static PaceState climb(PaceState known, Instant now) {
    Instant throttled = known.throttledAt();
    Duration rest = throttled == null ? STEP_EVERY : PROBE_EVERY;
    if (known.ratePerSecond() >= known.ceilingPerSecond()
        || known.calls().debt() > mostDebt(known) * QUIET
        || now.isBefore(known.rateChangedAt().plus(rest))) {
      return known;
    }
    double step =
        throttled == null
            ? STEP
            : FIRST_PROBE
                * Math.pow(2, Duration.between(throttled, now).dividedBy(PROBE_EVERY) - 1.0);
    double rate = known.ratePerSecond() + step * known.ceilingPerSecond();
    return withRate(known, Math.min(known.ceilingPerSecond(), rate), now);
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
        state.pausedTenants(),
        state.calls());
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
        state.pausedTenants(),
        state.calls());
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
