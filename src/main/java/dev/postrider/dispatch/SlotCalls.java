package dev.postrider.dispatch;

import static java.util.function.Predicate.not;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.pace.CallCounts;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the calls of one reserved slot: groups its units into calls, starts each call at its
/// start time, settles its units as soon as SES has answered ([GroupSettlement]), and tells the
/// pacer what SES made of it.
///
/// @param fanout other than the ledger's, which the calls wait for
record SlotCalls(
    Pacer pacer,
    EmailSender sender,
    OutcomeRecorder recorder,
    Fanout fanout,
    Pause pause,
    InstantSource clock) {
  /// How late a call may still start. Calls whose start times passed while the pacer's answer was
  /// on its way would otherwise all start at once.
  static final Duration LATEST = Duration.ofMillis(100);

  /// Three throttled calls of a slot, if they are more than half of its answers, end it: SES takes
  /// far less than the pace offers.
  private static final int SLOT_ENDING = 3;

  /// For how many calls a bulk call counts at most, by its entries.
  private static final double MOST_FOR_ONE = 2.5;

  /// What is left of a slot's units.
  ///
  /// @param kept units that were not offered: SES had said meanwhile that it sends nothing, the
  ///     time was over, or the start time had passed
  /// @param suspected units that SES refused in a call with others, any of which may be the
  ///     reason: each is to be offered in a call of its own
  record SlotReport(List<Delivery> kept, List<Delivery> suspected) {}

  /// @param log of the call alone: units that were offered to SES, or expired in time
  private record CallReport(BatchLog log, List<Delivery> kept, List<Delivery> suspected) {}

  /// A slot whose calls are made at their times.
  ///
  /// @param endsAt when the slot after it begins
  record SlotUnderWay(
      List<Delivery> units,
      Instant endsAt,
      SlotEnd end,
      GroupSettlement settling,
      Fanout.TasksUnderWay<CallReport> calls) {

    /// Whether calls whose start time has not come are not made.
    boolean endedEarly() {
      return end.isEarly();
    }

    /// Waits for SES's last answer; called once.
    ///
    /// @param log takes the units that are not left
    SlotReport report(BatchLog log) {
      List<CallReport> reports = calls.results();
      reports.forEach(report -> log.addAll(report.log()));
      settling.into(log);
      return new SlotReport(
          reports.stream().flatMap(report -> report.kept().stream()).toList(),
          reports.stream().flatMap(report -> report.suspected().stream()).toList());
    }
  }

  /// Begins the calls of a slot.
  ///
  /// @param stops what SES said in the slots of this invocation so far
  SlotUnderWay begin(
      List<Delivery> units,
      Reservation.Reserved slot,
      int recipientsPerCall,
      Deadlines times,
      Stops stops) {
    SlotEnd end = new SlotEnd(slot.ratePerSecond(), stops);
    GroupSettlement settling = new GroupSettlement(recorder, times.settleBy());
    List<Supplier<CallReport>> calls = new ArrayList<>();
    int before = 0;
    for (List<Delivery> call : Grouping.group(units, recipientsPerCall)) {
      Instant start = slot.slot(before);
      calls.add(() -> atItsTime(call, start, times, end, settling));
      before += call.stream().mapToInt(Delivery::recipients).sum();
    }
    return new SlotUnderWay(
        units, slot.slot(slot.recipients()), end, settling, fanout.begin(calls));
  }

  /// Once SES has said that it sends nothing, or nothing of the call's tenant, or far less than
  /// this rate, or the time is over, calls whose start time has not come are not made, and neither
  /// are calls whose start time has passed. A defect harms the units of its own call alone: what it
  /// interrupted, perhaps after SES had it, is redelivered.
  private CallReport atItsTime(
      List<Delivery> units, Instant start, Deadlines times, SlotEnd end, GroupSettlement settling) {
    try {
      pause.until(start);
      Instant now = clock.instant();
      if (end.isReached(units)
          || !now.isBefore(times.sendBy())
          || now.isAfter(start.plus(LATEST))) {
        return new CallReport(new BatchLog(), units, List.of());
      }
      BatchLog log = new BatchLog();
      Predicate<Delivery> expired = unit -> unit.isExpired(now);
      List<Delivery> inTime = units.stream().filter(not(expired)).toList();
      List<Delivery> suspected = offer(inTime, now, end, settling, log);
      List<FinishedUnit> late =
          units.stream()
              .filter(expired)
              .map(unit -> unit.mailing(unit.unit()).ended(new Outcome.Expired(), now))
              .toList();
      log.addAll(late);
      settling.settle(late, () -> {});
      return new CallReport(log, List.of(), suspected);
    } catch (RuntimeException defect) {
      BatchLog log = new BatchLog();
      units.forEach(unit -> log.add(unit.returned(defect, clock.instant())));
      log.offered(units.size());
      log.defect(defect);
      return new CallReport(log, List.of(), List.of());
    }
  }

  /// An instance that is killed between SES's yes and the ledger's leaves a unit that may be sent
  /// again: nothing comes in between. The pacer is told next, while other calls are under way.
  ///
  /// @return what is suspected
  private List<Delivery> offer(
      List<Delivery> units, Instant start, SlotEnd end, GroupSettlement settling, BatchLog log) {
    if (units.isEmpty()) {
      return List.of();
    }
    List<SendOutcome> answers = sender.send(units);
    Instant answered = clock.instant();
    log.offered(units.size());
    Runnable tellPacer = end.heard(units, answers, pacer, answered);
    if (units.size() > 1 && answers.stream().allMatch(SendOutcome.Refused.class::isInstance)) {
      return units.stream().map(Delivery::byItself).toList();
    }
    Duration latency = Duration.between(start, answered);
    List<FinishedUnit> ended =
        recorder.answered(units.stream().map(unit -> unit.offered(latency)).toList(), answers);
    log.addAll(ended);
    settling.settle(
        ended.stream().filter(unit -> !unit.outcome().waitsForItsCopy()).toList(),
        () -> log.attempt(tellPacer));
    return List.of();
  }

  /// What SES said in one invocation that concerns more than one call. Shared by its calls.
  static final class Stops {
    private final AtomicReference<@Nullable String> stopped = new AtomicReference<>();

    /// Of which SES sends nothing for now.
    final Set<String> pausedTenants = ConcurrentHashMap.newKeySet();

    /// Why SES sends nothing for now; empty while it sends.
    Optional<String> stopped() {
      return Optional.ofNullable(stopped.get());
    }
  }

  /// What SES says in one slot that concerns more than one call: it ends the slot, or the part that
  /// a paused tenant has in it, and the pacer is told of it once. Shared by the slot's calls.
  static final class SlotEnd {
    private final double ratePerSecond;
    private final Stops stops;
    private CallCounts calls = CallCounts.NONE;

    SlotEnd(double ratePerSecond, Stops stops) {
      this.ratePerSecond = ratePerSecond;
      this.stops = stops;
    }

    /// True if a call whose start time has not come is not to be made.
    boolean isReached(List<Delivery> call) {
      return isEarly() || tenantOf(call).filter(stops.pausedTenants::contains).isPresent();
    }

    synchronized boolean isEarly() {
      return stops.stopped().isPresent()
          || (calls.throttled() >= SLOT_ENDING && calls.throttled() > calls.accepted());
    }

    /// Takes in SES's answers to a call. Of several that concern others the widest counts, in
    /// whichever order they come: a stop, then a pause of the call's tenant, then a throttle.
    ///
    /// @return tells the pacer, to be run when the call's units are settled; does nothing where
    ///     another call tells it
    Runnable heard(List<Delivery> call, List<SendOutcome> answers, Pacer pacer, Instant now) {
      for (SendOutcome answer : answers) {
        if (answer instanceof SendOutcome.Stopped(String code)) {
          return telling(
              stops.stopped.compareAndSet(null, code), () -> pacer.openBreaker(code, now));
        }
      }
      Optional<String> tenant = tenantOf(call);
      if (tenant.isPresent()
          && answers.stream().anyMatch(SendOutcome.TenantPaused.class::isInstance)) {
        String paused = tenant.get();
        return telling(stops.pausedTenants.add(paused), () -> pacer.pauseTenant(paused, now));
      }
      CallCounts one = counts(answers);
      count(one);
      return telling(
          !one.equals(CallCounts.NONE), () -> pacer.answered(new SlotAnswers(ratePerSecond, one)));
    }

    private synchronized void count(CallCounts one) {
      calls = calls.plus(one);
    }

    /// A call counts once, one of several entries up to two and a half times: there are few of
    /// them, and each says as much of the rate as some single ones. An answer that is lost, or that
    /// has another reason than the rate, says nothing.
    private static CallCounts counts(List<SendOutcome> answers) {
      double each = Math.min(1, MOST_FOR_ONE / answers.size());
      return new CallCounts(
          each * answers.stream().filter(SendOutcome.Accepted.class::isInstance).count(),
          each
              * answers.stream()
                  .filter(one -> one instanceof SendOutcome.Throttled(_, boolean slow) && slow)
                  .count());
    }

    private static Runnable telling(boolean first, Runnable tell) {
      return first ? tell : () -> {};
    }

    private static Optional<String> tenantOf(List<Delivery> call) {
      return Optional.ofNullable(call.getFirst().email().tenant());
    }
  }
}
