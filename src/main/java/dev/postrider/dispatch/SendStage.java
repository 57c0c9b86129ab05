package dev.postrider.dispatch;

import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.PausedTenants;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sends claimed units at the account's pace: reserves slots, makes the calls of each, and defers
/// what finds no slot in time.
record SendStage(
    Pacer pacer,
    SlotCalls slots,
    OutcomeRecorder recorder,
    Backoff backoff,
    Pause pause,
    InstantSource clock) {
  /// Bulk mail reserves no further ahead than this, so that other mail never waits longer behind
  /// it.
  static final Duration BULK_HORIZON = Duration.ofSeconds(2);

  /// No slot is reserved further ahead than this for the sake of a slow answer.
  private static final Duration LONGEST_LEAD = Duration.ofSeconds(2);

  /// @param log takes all units; it is stopped if nothing more can be sent in this invocation
  void send(List<Delivery> ready, Batch.Lane lane, Deadlines times, BatchLog log) {
    Deque<Delivery> waiting = new ArrayDeque<>(ready);
    Optional<Outcome.Deferred> stop = Optional.empty();
    Duration lead = Duration.ZERO;
    Set<String> paused = new HashSet<>();
    while (stop.isEmpty()) {
      deferPaused(waiting, paused, times, log);
      if (waiting.isEmpty()) {
        break;
      }
      Instant asked = clock.instant();
      if (!asked.isBefore(times.sendBy())) {
        stop = Optional.of(outOfTime(asked));
        continue;
      }
      Instant now = asked.plus(lead);
      Duration horizon = horizon(lane, now, times.sendBy());
      Reservation reservation =
          pacer.reserve(
              first(waiting), atMost(waiting, Gcra.horizon(pacer.known(), horizon)), now, horizon);
      lead = lead(asked);
      stop =
          switch (reservation) {
            case Reservation.Reserved slot -> sendSlot(waiting, slot, paused, times, log);
            case Reservation.Later(Instant freeAt) -> {
              Duration near = Gcra.horizon(pacer.known(), horizon);
              boolean comesNear = lane == Batch.Lane.BULK || near.compareTo(horizon) < 0;
              yield waitOrStop(
                  comesNear, fitsAt(freeAt, near, waiting), freeAt, now, times.sendBy());
            }
            case Reservation.BreakerOpen(String reason) -> Optional.of(stopped(reason));
            case Reservation.PaceUnavailable(String code, Duration retryAfter) ->
                Optional.of(new Outcome.Deferred(DeferReason.PACE_UNAVAILABLE, code, retryAfter));
          };
    }
    stop.ifPresent(log::stop);
    if (!waiting.isEmpty()) {
      Outcome.Deferred why = stop.orElseThrow();
      Instant now = clock.instant();
      log.addAll(
          recorder.settle(
              waiting.stream().map(unit -> unit.ended(why, now)).toList(), times.settleBy()));
    }
  }

  private Optional<Outcome.Deferred> sendSlot(
      Deque<Delivery> waiting,
      Reservation.Reserved slot,
      Set<String> paused,
      Deadlines times,
      BatchLog log) {
    // The pacer's answer tells which tenants are paused now.
    deferPaused(waiting, paused, times, log);
    SlotCalls.SlotReport report =
        slots.make(
            take(waiting, slot.recipients()), slot, pacer.known().recipientsPerCall(), times, log);
    paused.addAll(report.pausedTenants());
    waiting.addAll(report.suspected());
    report.kept().reversed().forEach(waiting::addFirst);
    return Optional.ofNullable(report.stopped()).map(this::stopped);
  }

  /// Gives back the mail of tenants that SES sends nothing of: it stands in nobody's way, and takes
  /// no slot.
  ///
  /// @param paused what this slice was told itself: the pacer's view may be full, or not written
  private void deferPaused(
      Deque<Delivery> waiting, Set<String> paused, Deadlines times, BatchLog log) {
    if (waiting.stream().allMatch(unit -> unit.email().tenant() == null)) {
      return;
    }
    PausedTenants known = pacer.known().pausedTenants();
    Instant now = clock.instant();
    List<FinishedUnit> deferred = new ArrayList<>();
    for (Iterator<Delivery> units = waiting.iterator(); units.hasNext(); ) {
      Delivery unit = units.next();
      String tenant = unit.email().tenant();
      if (tenant != null && (paused.contains(tenant) || known.holds(tenant, now))) {
        units.remove();
        deferred.add(unit.ended(backoff.deferred(unit, DeferReason.TENANT_PAUSED, ""), now));
      }
    }
    log.addAll(recorder.settle(deferred, times.settleBy()));
  }

  /// What is left waits for the slot that was free when this instance last asked.
  private Outcome.Deferred outOfTime(Instant now) {
    Instant freeAt =
        Instant.EPOCH.plus(pacer.known().theoreticalArrivalMicros(), ChronoUnit.MICROS);
    return backoff.deferredUntil(freeAt, DeferReason.PACE, now);
  }

  private Outcome.Deferred stopped(String reason) {
    return new Outcome.Deferred(DeferReason.STOPPED, reason, backoff.after(DeferReason.STOPPED, 0));
  }

  /// How far ahead the next slot is to be: its start must not pass before the answer is there.
  private Duration lead(Instant asked) {
    Duration took = Duration.between(asked, clock.instant());
    if (took.compareTo(SlotCalls.LATEST) <= 0) {
      return Duration.ZERO;
    }
    return took.compareTo(LONGEST_LEAD) < 0 ? took : LONGEST_LEAD;
  }

  private static Duration horizon(Batch.Lane lane, Instant now, Instant sendBy) {
    Duration left = Duration.between(now, sendBy);
    Duration most =
        switch (lane) {
          case MAIL -> left;
          case BULK -> left.compareTo(BULK_HORIZON) < 0 ? left : BULK_HORIZON;
        };
    return most.isNegative() ? Duration.ZERO : most;
  }

  /// A slot that is too far away now may come near enough while the invocation lasts.
  ///
  /// @param comesNear whether this lane, or the pace, reserves less far ahead than that
  private Optional<Outcome.Deferred> waitOrStop(
      boolean comesNear, Instant fitsAt, Instant freeAt, Instant now, Instant sendBy) {
    if (comesNear && fitsAt.isAfter(now) && fitsAt.isBefore(sendBy)) {
      pause.until(fitsAt);
      return Optional.empty();
    }
    return Optional.of(backoff.deferredUntil(freeAt, DeferReason.PACE, now));
  }

  /// When the first unit fits the horizon, at the latest when the slot is free; and with half of
  /// the horizon left, so that one reservation holds many small ones.
  private Instant fitsAt(Instant freeAt, Duration horizon, Deque<Delivery> waiting) {
    Duration span = Gcra.span(first(waiting), pacer.known().ratePerSecond());
    Duration half = horizon.dividedBy(2);
    Duration early = horizon.minus(span).compareTo(half) < 0 ? horizon.minus(span) : half;
    return early.isNegative() ? freeAt : freeAt.minus(early);
  }

  private static int first(Deque<Delivery> waiting) {
    return waiting.getFirst().recipients();
  }

  /// The recipients of the first units that the horizon can hold at all: what a slot holds beyond
  /// whole units is lost.
  private int atMost(Deque<Delivery> waiting, Duration horizon) {
    double room = pacer.known().ratePerSecond() * horizon.toMillis() / 1_000;
    int recipients = 0;
    for (Delivery unit : waiting) {
      if (recipients > 0 && recipients + unit.recipients() > room) {
        return recipients;
      }
      recipients += unit.recipients();
    }
    return recipients;
  }

  private static List<Delivery> take(Deque<Delivery> waiting, int recipients) {
    List<Delivery> taken = new ArrayList<>();
    int room = recipients;
    while (!waiting.isEmpty() && first(waiting) <= room) {
      room -= first(waiting);
      taken.add(waiting.removeFirst());
    }
    return taken;
  }
}
