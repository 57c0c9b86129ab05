package dev.postrider.dispatch;

import dev.postrider.ledger.State;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Sends claimed units at the account's pace: reserves slots, sends what each holds, settles it,
/// and gives back what finds no slot in time.
final class PacedSending {
  /// Bulk mail reserves no further ahead than this, so that other mail never waits longer behind
  /// it.
  static final Duration BULK_HORIZON = Duration.ofSeconds(2);

  /// No slot is reserved further ahead than this for the sake of a slow answer.
  private static final Duration LONGEST_LEAD = Duration.ofSeconds(2);

  private final Pacer pacer;
  private final SlotSender sender;
  private final Settling settling;
  private final Backoff backoff;
  private final Pause pause;
  private final InstantSource clock;

  PacedSending(
      Pacer pacer,
      SlotSender sender,
      Settling settling,
      Backoff backoff,
      Pause pause,
      InstantSource clock) {
    this.pacer = pacer;
    this.sender = sender;
    this.settling = settling;
    this.backoff = backoff;
    this.pause = pause;
    this.clock = clock;
  }

  /// What a slice came to.
  ///
  /// @param stop why nothing more can be sent in this invocation; empty when more can
  /// @param defects what should not have happened; the units concerned are redelivered
  record Result(
      List<UnitEnd> ends, Calls calls, Optional<Stop> stop, List<RuntimeException> defects) {}

  /// Why sending stopped.
  ///
  /// @param delay how long what was not sent stays away
  record Stop(ParkReason reason, String code, Duration delay) {}

  Result send(List<Ready> ready, Batch.Lane lane, Deadlines times) {
    Instant sendBy = times.sendBy();
    Deque<Ready> waiting = new ArrayDeque<>(ready);
    List<UnitEnd> ends = new ArrayList<>();
    Set<RuntimeException> defects = new LinkedHashSet<>();
    Calls calls = Calls.NONE;
    Optional<Stop> stop = Optional.empty();
    Duration lead = Duration.ZERO;
    Set<String> paused = new HashSet<>();
    while (stop.isEmpty()) {
      ends.addAll(deferred(waiting, paused, times));
      if (waiting.isEmpty()) {
        break;
      }
      Instant asked = clock.instant();
      if (!asked.isBefore(sendBy)) {
        stop = Optional.of(outOfTime(asked));
        continue;
      }
      Instant now = asked.plus(lead);
      Duration horizon = horizon(lane, now, sendBy);
      Reservation reservation =
          pacer.reserve(
              first(waiting), atMost(waiting, Gcra.horizon(pacer.known(), horizon)), now, horizon);
      lead = lead(asked);
      switch (reservation) {
        case Reservation.Granted slot -> {
          // The answer tells which tenants are paused now.
          ends.addAll(deferred(waiting, paused, times));
          List<Ready> taken = take(waiting, slot.recipients());
          SlotSender.Sent sent = sender.send(taken, slot, pacer.known().recipientsPerCall(), times);
          calls = calls.plus(sent.calls());
          paused.addAll(sent.pausedTenants());
          Turns turns = Turns.of(sent.turns());
          turns.offered().forEach(offered -> ends.add(offered.end()));
          ends.addAll(
              settling.ended(
                  turns.late().stream().map(PacedSending::expired).toList(), times.settleBy()));
          for (Turn.Broken broken : turns.broken()) {
            defects.add(broken.defect());
            ends.add(UnitEnd.returned(broken.ready().task(), broken.defect(), clock.instant()));
          }
          defects.addAll(sent.defects());
          waiting.addAll(turns.suspected());
          turns.kept().reversed().forEach(waiting::addFirst);
          stop = stop(turns.offered());
        }
        case Reservation.Later(Instant freeAt) -> {
          Duration near = Gcra.horizon(pacer.known(), horizon);
          boolean comesNear = lane == Batch.Lane.BULK || near.compareTo(horizon) < 0;
          stop = waitOrStop(comesNear, fitsAt(freeAt, near, waiting), freeAt, now, sendBy);
        }
        case Reservation.Closed(String reason) -> stop = Optional.of(stopped(reason));
        case Reservation.Unavailable(String code, Duration retryAfter) ->
            stop = Optional.of(new Stop(ParkReason.PACE_UNAVAILABLE, code, retryAfter));
      }
    }
    if (stop.isPresent() && !waiting.isEmpty()) {
      Stop why = stop.get();
      ends.addAll(
          settling.released(
              waiting.stream()
                  .map(unit -> new Settling.Release(unit, why.reason(), why.code(), why.delay()))
                  .toList(),
              times.settleBy()));
    }
    return new Result(ends, calls, stop, List.copyOf(defects));
  }

  /// Gives back the mail of tenants that SES sends nothing of: it stands in nobody's way, and takes
  /// no slot.
  ///
  /// @param paused what this slice was told itself: the pacer's view may be full, or not written
  private List<UnitEnd> deferred(Deque<Ready> waiting, Set<String> paused, Deadlines times) {
    if (waiting.stream().allMatch(ready -> ready.outgoing().email().tenant() == null)) {
      return List.of();
    }
    PausedTenants known = pacer.known().pausedTenants();
    Instant now = clock.instant();
    List<Settling.Release> releases = new ArrayList<>();
    for (Iterator<Ready> units = waiting.iterator(); units.hasNext(); ) {
      Ready ready = units.next();
      String tenant = ready.outgoing().email().tenant();
      if (tenant != null && (paused.contains(tenant) || known.holds(tenant, now))) {
        units.remove();
        releases.add(settling.release(ready, ParkReason.TENANT_PAUSED, ""));
      }
    }
    return releases.isEmpty() ? List.of() : settling.released(releases, times.settleBy());
  }

  /// What is left waits for the slot that was free when this instance last asked.
  private Stop outOfTime(Instant now) {
    Instant freeAt =
        Instant.EPOCH.plus(pacer.known().theoreticalArrivalMicros(), ChronoUnit.MICROS);
    return new Stop(ParkReason.PACE, "", backoff.until(freeAt, now));
  }

  /// How far ahead the next slot is to be: its turns must not pass before the answer is there.
  private Duration lead(Instant asked) {
    Duration took = Duration.between(asked, clock.instant());
    if (took.compareTo(SlotSender.LATEST) <= 0) {
      return Duration.ZERO;
    }
    return took.compareTo(LONGEST_LEAD) < 0 ? took : LONGEST_LEAD;
  }

  /// The turns of a slot, each kind by itself.
  private record Turns(
      List<Turn.Offered> offered,
      List<Ready> suspected,
      List<Ready> late,
      List<Ready> kept,
      List<Turn.Broken> broken) {

    static Turns of(List<Turn> turns) {
      Turns sorted =
          new Turns(
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      for (Turn turn : turns) {
        switch (turn) {
          case Turn.Offered offered -> sorted.offered.add(offered);
          case Turn.Suspected(Ready ready) -> sorted.suspected.add(ready);
          case Turn.Late(Ready ready) -> sorted.late.add(ready);
          case Turn.Kept(Ready ready) -> sorted.kept.add(ready);
          case Turn.Broken broken -> sorted.broken.add(broken);
        }
      }
      return sorted;
    }
  }

  private static Settling.Ended expired(Ready ready) {
    return new Settling.Ended(
        ready.task(), ready.token(), State.EXPIRED, UnitOutcome.Kind.EXPIRED, "EXPIRED");
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
  private Optional<Stop> waitOrStop(
      boolean comesNear, Instant fitsAt, Instant freeAt, Instant now, Instant sendBy) {
    if (comesNear && fitsAt.isAfter(now) && fitsAt.isBefore(sendBy)) {
      pause.until(fitsAt);
      return Optional.empty();
    }
    return Optional.of(new Stop(ParkReason.PACE, "", backoff.until(freeAt, now)));
  }

  /// When the first unit fits the horizon, at the latest when the slot is free; and with half of
  /// the horizon left, so that one reservation holds many small ones.
  private Instant fitsAt(Instant freeAt, Duration horizon, Deque<Ready> waiting) {
    Duration span = Gcra.span(first(waiting), pacer.known().ratePerSecond());
    Duration half = horizon.dividedBy(2);
    Duration early = horizon.minus(span).compareTo(half) < 0 ? horizon.minus(span) : half;
    return early.isNegative() ? freeAt : freeAt.minus(early);
  }

  private Stop stopped(String reason) {
    return new Stop(ParkReason.STOPPED, reason, backoff.after(ParkReason.STOPPED, 0));
  }

  private Optional<Stop> stop(List<Turn.Offered> turns) {
    return turns.stream()
        .map(turn -> turn.attempted().outcome())
        .flatMap(
            outcome -> outcome instanceof SendOutcome.Stopped s ? Stream.of(s) : Stream.empty())
        .findFirst()
        .map(stopped -> stopped(stopped.code()));
  }

  private static int first(Deque<Ready> waiting) {
    return waiting.getFirst().outgoing().unit().recipientCount();
  }

  /// The recipients of the first units that the horizon can hold at all: what a slot holds beyond
  /// whole units is lost.
  private int atMost(Deque<Ready> waiting, Duration horizon) {
    double room = pacer.known().ratePerSecond() * horizon.toMillis() / 1_000;
    int recipients = 0;
    for (Ready ready : waiting) {
      int more = ready.outgoing().unit().recipientCount();
      if (recipients > 0 && recipients + more > room) {
        return recipients;
      }
      recipients += more;
    }
    return recipients;
  }

  private static List<Ready> take(Deque<Ready> waiting, int recipients) {
    List<Ready> taken = new ArrayList<>();
    int room = recipients;
    while (!waiting.isEmpty() && first(waiting) <= room) {
      room -= first(waiting);
      taken.add(waiting.removeFirst());
    }
    return taken;
  }
}
