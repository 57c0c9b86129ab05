package dev.postrider.dispatch;

import static java.util.function.Predicate.not;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the calls of one reserved slot: groups its units into calls, starts each call at its
/// start time, settles its units as soon as SES has answered ([GroupSettlement]), and tells the
/// pacer at once what concerns all.
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

  /// What is left of a slot's units, and why.
  ///
  /// @param kept units that were not offered: SES had said meanwhile that it sends nothing, the
  ///     time was over, or the start time had passed
  /// @param suspected units that SES refused in a call with others, any of which may be the
  ///     reason: each is to be offered in a call of its own
  /// @param stopped why SES sends nothing for now; null while it sends
  /// @param pausedTenants of which SES sends nothing for now
  record SlotReport(
      List<Delivery> kept,
      List<Delivery> suspected,
      @Nullable String stopped,
      Set<String> pausedTenants) {}

  /// @param log of the call alone: units that were offered to SES, or expired in time
  private record CallReport(BatchLog log, List<Delivery> kept, List<Delivery> suspected) {}

  /// @param log takes the units that are not left
  SlotReport make(
      List<Delivery> units,
      Reservation.Reserved slot,
      int recipientsPerCall,
      Deadlines times,
      BatchLog log) {
    SlotEnd end = new SlotEnd();
    GroupSettlement settling = new GroupSettlement(recorder, times.settleBy());
    List<Supplier<CallReport>> calls = new ArrayList<>();
    int before = 0;
    for (List<Delivery> call : Grouping.group(units, recipientsPerCall)) {
      Instant start = slot.slot(before);
      calls.add(() -> atItsTime(call, start, times, end, settling));
      before += call.stream().mapToInt(Delivery::recipients).sum();
    }
    List<CallReport> reports = fanout.all(calls);
    reports.forEach(report -> log.addAll(report.log()));
    settling.into(log);
    return new SlotReport(
        reports.stream().flatMap(report -> report.kept().stream()).toList(),
        reports.stream().flatMap(report -> report.suspected().stream()).toList(),
        end.stopped.get(),
        Set.copyOf(end.pausedTenants));
  }

  /// Once SES has said that it sends nothing, or nothing of the call's tenant, or too much at this
  /// rate, or the time is over, calls whose start time has not come are not made, and neither are
  /// calls whose start time has passed. A defect harms the units of its own call alone: what it
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

  /// What SES says in one slot that concerns more than one call: it ends the slot, or the part that
  /// a paused tenant has in it, and the pacer is told of it once. Shared by the slot's calls.
  private static final class SlotEnd {
    private final AtomicBoolean throttled = new AtomicBoolean();
    private final AtomicReference<@Nullable String> stopped = new AtomicReference<>();
    private final Set<String> pausedTenants = ConcurrentHashMap.newKeySet();

    /// True if a call whose start time has not come is not to be made.
    boolean isReached(List<Delivery> call) {
      return throttled.get()
          || stopped.get() != null
          || tenantOf(call).filter(pausedTenants::contains).isPresent();
    }

    /// Takes in SES's answers to a call. Of several that concern others the widest counts, in
    /// whichever order they come: a stop, then a pause of the call's tenant, then a throttle.
    ///
    /// @return tells the pacer, to be run when the call's units are settled; does nothing where
    ///     another call tells it
    Runnable heard(List<Delivery> call, List<SendOutcome> answers, Pacer pacer, Instant now) {
      for (SendOutcome answer : answers) {
        if (answer instanceof SendOutcome.Stopped(String code)) {
          return telling(stopped.compareAndSet(null, code), () -> pacer.openBreaker(code, now));
        }
      }
      Optional<String> tenant = tenantOf(call);
      if (tenant.isPresent()
          && answers.stream().anyMatch(SendOutcome.TenantPaused.class::isInstance)) {
        String paused = tenant.get();
        return telling(pausedTenants.add(paused), () -> pacer.pauseTenant(paused, now));
      }
      boolean slowDown =
          answers.stream()
              .anyMatch(one -> one instanceof SendOutcome.Throttled(_, boolean slow) && slow);
      return telling(slowDown && throttled.compareAndSet(false, true), () -> pacer.throttled(now));
    }

    private static Runnable telling(boolean first, Runnable tell) {
      return first ? tell : () -> {};
    }

    private static Optional<String> tenantOf(List<Delivery> call) {
      return Optional.ofNullable(call.getFirst().email().tenant());
    }
  }
}
