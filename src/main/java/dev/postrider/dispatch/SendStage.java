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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends units at the account's pace: reserves slots, makes the calls of each, claims the next
/// slice while a slot ends, and defers what finds no slot in time.
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

  /// How long before a slot ends the next one is reserved.
  private static final Duration RESERVING = Duration.ofMillis(100);

  /// How long before a slot ends the next slice's claims begin at most.
  private static final Duration CLAIMING = Duration.ofSeconds(1);

  /// When a slot that should have fitted is asked for again.
  private static final Duration SOON = Duration.ofMillis(10);

  /// Claims the next slice.
  interface Slices {
    /// Claims it.
    ///
    /// @param underWay units that are being sent; none with the key of one of them is claimed
    /// @return claimed units that are to be sent; empty if there are none, or none now
    List<Delivery> next(List<Delivery> underWay);
  }

  /// Sends all slices.
  ///
  /// @param log takes all claimed units but those that a defect kept from ending; it is stopped if
  ///     nothing more can be sent in this invocation
  void send(Slices slices, Batch.Lane lane, Deadlines times, BatchLog log) {
    new Sending(slices, lane, times, log).run();
  }

  /// One invocation's sending. At most one slot's calls are under way while the next one is
  /// reserved.
  private final class Sending {
    private final Slices slices;
    private final Batch.Lane lane;
    private final Deadlines times;
    private final BatchLog log;
    private final SlotCalls.Stops stops = new SlotCalls.Stops();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private SlotCalls.@Nullable SlotUnderWay underWay;
    private Duration late = Duration.ZERO;
    private Duration lead = Duration.ZERO;
    private Duration claiming = RESERVING;

    /// Whether the pace once had no slot free at once. All that comes later waited for it too: it
    /// came with the same invocation.
    private boolean paced;

    Sending(Slices slices, Batch.Lane lane, Deadlines times, BatchLog log) {
      this.slices = slices;
      this.lane = lane;
      this.times = times;
      this.log = log;
    }

    void run() {
      Optional<Outcome.Deferred> stop = Optional.empty();
      boolean more = true;
      while (stop.isEmpty() && more) {
        try {
          deferPaused();
          if (waiting.isEmpty()) {
            more = claimNext();
          } else {
            stop = sendNext();
          }
        } catch (RuntimeException defect) {
          // What waits is not ended. Where nothing waited, the next slice would meet the same.
          log.defect(defect);
          more = !waiting.isEmpty();
          waiting.clear();
        }
      }
      endSlot();
      stop.ifPresent(log::stop);
      stop.ifPresent(this::deferWaiting);
    }

    private void deferWaiting(Outcome.Deferred why) {
      Instant now = clock.instant();
      double rate = pacer.known().ratePerSecond();
      log.addAll(recorder.settle(Backoff.spread(waiting, why, rate, now), times.settleBy()));
    }

    /// @return false when nothing is left
    private boolean claimNext() {
      awaitEndOfSlot(claiming);
      Instant begun = clock.instant();
      waiting.addAll(slices.next(underWay == null ? List.of() : underWay.units()));
      Duration twice = Duration.between(begun, clock.instant()).multipliedBy(2);
      claiming = shorter(CLAIMING, longer(twice, claiming.dividedBy(2)));
      if (!waiting.isEmpty()) {
        return true;
      }
      boolean perhaps = underWay != null;
      endSlot();
      return perhaps;
    }

    /// Until some time before it: what comes next is to be ready when the slot is over.
    private void awaitEndOfSlot(Duration before) {
      SlotCalls.SlotUnderWay slot = underWay;
      if (slot == null) {
        return;
      }
      Instant next = slot.endsAt().minus(before);
      pause.until(next.isBefore(times.sendBy()) ? next : times.sendBy());
      if (slot.endedEarly()) {
        endSlot();
      }
    }

    private void endSlot() {
      SlotCalls.SlotUnderWay slot = underWay;
      underWay = null;
      report(slot);
    }

    /// Waits for SES's last answer in a slot.
    private void report(SlotCalls.@Nullable SlotUnderWay slot) {
      if (slot != null) {
        SlotCalls.SlotReport report = slot.report(log);
        waiting.addAll(report.suspected());
        report.kept().reversed().forEach(waiting::addFirst);
      }
    }

    private Optional<Outcome.Deferred> sendNext() {
      awaitEndOfSlot(RESERVING);
      Optional<String> stopped = stops.stopped();
      if (stopped.isPresent()) {
        return stopped.map(SendStage.this::stopped);
      }
      Instant asked = clock.instant();
      if (!asked.isBefore(times.sendBy())) {
        return Optional.of(backoff.deferredUntil(freeAt(), DeferReason.PACE, asked));
      }
      Instant now = asked.plus(lead);
      Duration horizon = horizon(lane, asked, now, times.sendBy());
      Reservation reservation =
          pacer.reserve(
              first(waiting), atMost(waiting, Gcra.horizon(pacer.known(), horizon)), now, horizon);
      Duration lateBefore = late;
      late = late(asked);
      lead = shorter(late, lateBefore);
      return switch (reservation) {
        case Reservation.Reserved slot -> {
          paced |= slot.start().isAfter(now);
          yield begin(slot);
        }
        case Reservation.Later(Instant freeAt) -> await(freeAt, now, horizon);
        case Reservation.BreakerOpen(String reason) -> Optional.of(stopped(reason));
        case Reservation.PaceUnavailable(String code, Duration retryAfter) ->
            Optional.of(new Outcome.Deferred(DeferReason.PACE_UNAVAILABLE, code, retryAfter));
      };
    }

    private Optional<Outcome.Deferred> begin(Reservation.Reserved slot) {
      // The pacer's answer tells which tenants are paused now.
      deferPaused();
      List<Delivery> units =
          take(waiting, slot.recipients()).stream().map(unit -> unit.inSlot(paced)).toList();
      if (!units.isEmpty()) {
        SlotCalls.SlotUnderWay before = underWay;
        underWay = slots.begin(units, slot, pacer.known().recipientsPerCall(), times, stops);
        report(before);
      }
      return Optional.empty();
    }

    /// A slot comes near enough while the invocation lasts: others reserve no further ahead either.
    /// Mail that waits here is not copied.
    private Optional<Outcome.Deferred> await(Instant freeAt, Instant now, Duration horizon) {
      paced = true;
      if (!freeAt.isBefore(times.sendBy())) {
        return Optional.of(backoff.deferredUntil(freeAt, DeferReason.PACE, now));
      }
      Instant fitsAt = fitsAt(freeAt, Gcra.horizon(pacer.known(), horizon), waiting);
      pause.until(fitsAt.isAfter(now) ? fitsAt : now.plus(SOON));
      return Optional.empty();
    }

    /// Gives back the mail of tenants that SES sends nothing of: it stands in nobody's way, and
    /// takes no slot.
    private void deferPaused() {
      if (waiting.stream().allMatch(unit -> unit.email().tenant() == null)) {
        return;
      }
      // What this invocation was told itself: the pacer's view may be full, or not written.
      Set<String> paused = stops.pausedTenants;
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
  }

  /// When the slot is free that was free when this instance last asked.
  private Instant freeAt() {
    return Instant.EPOCH.plus(pacer.known().theoreticalArrivalMicros(), ChronoUnit.MICROS);
  }

  private Outcome.Deferred stopped(String reason) {
    return new Outcome.Deferred(DeferReason.STOPPED, reason, backoff.after(DeferReason.STOPPED, 0));
  }

  /// How late an answer was, so that a slot's start may have passed before it was there. After two
  /// in a row the next slot is reserved as far ahead as the quicker of them took. After one alone
  /// it is not: a slot ahead of the others leaves a gap that nobody uses.
  private Duration late(Instant asked) {
    Duration took = Duration.between(asked, clock.instant());
    if (took.compareTo(SlotCalls.LATEST) <= 0) {
      return Duration.ZERO;
    }
    return shorter(took, LONGEST_LEAD);
  }

  /// @param asked by the clock; the lead is a part of [Gcra#HORIZON]
  private static Duration horizon(Batch.Lane lane, Instant asked, Instant now, Instant sendBy) {
    Duration left =
        shorter(Duration.between(now, sendBy), Duration.between(now, asked.plus(Gcra.HORIZON)));
    Duration most = lane == Batch.Lane.BULK ? shorter(left, BULK_HORIZON) : left;
    return most.isNegative() ? Duration.ZERO : most;
  }

  /// When the first unit fits the horizon, at the latest when the slot is free; and with half of
  /// the horizon left, so that one reservation holds many small ones.
  private Instant fitsAt(Instant freeAt, Duration horizon, Deque<Delivery> waiting) {
    Duration span = Gcra.span(first(waiting), pacer.known().ratePerSecond());
    Duration early = shorter(horizon.minus(span), horizon.dividedBy(2));
    return early.isNegative() ? freeAt : freeAt.minus(early);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
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
