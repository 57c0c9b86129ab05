package dev.postrider.dispatch;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.BatchLog.SesCalls;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the calls of one reserved slot: groups its units into calls, starts each call at its
/// start time, settles its units as soon as SES has answered, and tells the pacer at once what
/// concerns all.
final class SlotCalls {
  /// How late a call may still start. Calls whose start times passed while the pacer's answer was
  /// on its way would otherwise all start at once.
  static final Duration LATEST = Duration.ofMillis(100);

  private final Pacer pacer;
  private final EmailSender sender;
  private final SettleStage settling;
  private final Fanout fanout;
  private final Pause pause;
  private final InstantSource clock;

  /// @param fanout other than the ledger's, which the calls wait for
  SlotCalls(
      Pacer pacer,
      EmailSender sender,
      SettleStage settling,
      Fanout fanout,
      Pause pause,
      InstantSource clock) {
    this.pacer = pacer;
    this.sender = sender;
    this.settling = settling;
    this.fanout = fanout;
    this.pause = pause;
    this.clock = clock;
  }

  /// What a slot came to, or one of its calls.
  ///
  /// @param finished units that were offered to SES, or expired in time; settled
  /// @param kept units that were not offered: SES had said meanwhile that it sends nothing, the
  ///     time was over, or the start time had passed
  /// @param suspected units that SES refused in a call with others, any of which may be the
  ///     reason: each is to be offered in a call of its own
  /// @param defects what should not have happened; the units concerned are redelivered
  /// @param stopped why SES sends nothing for now; null while it sends
  /// @param pausedTenants of which SES sends nothing for now
  record SlotReport(
      List<Finished.FinishedUnit> finished,
      List<Delivery> kept,
      List<Delivery> suspected,
      SesCalls calls,
      List<RuntimeException> defects,
      @Nullable String stopped,
      Set<String> pausedTenants) {

    static SlotReport kept(List<Delivery> units) {
      return new SlotReport(List.of(), units, List.of(), SesCalls.NONE, List.of(), null, Set.of());
    }

    static SlotReport of(
        List<Finished.FinishedUnit> finished, SesCalls calls, List<RuntimeException> defects) {
      return new SlotReport(finished, List.of(), List.of(), calls, defects, null, Set.of());
    }

    SlotReport plus(SlotReport more) {
      return new SlotReport(
          both(finished, more.finished),
          both(kept, more.kept),
          both(suspected, more.suspected),
          calls.plus(more.calls),
          both(defects, more.defects),
          null,
          Set.of());
    }

    private SlotReport with(SlotEnd end) {
      return new SlotReport(
          finished, kept, suspected, calls, defects, end.stopped(), end.pausedTenants());
    }

    private static <T> List<T> both(List<T> some, List<T> more) {
      return Stream.concat(some.stream(), more.stream()).toList();
    }
  }

  SlotReport make(
      List<Delivery> units, Reservation.Reserved slot, int recipientsPerCall, Deadlines times) {
    SlotEnd end = new SlotEnd(pacer);
    List<Supplier<SlotReport>> calls = new ArrayList<>();
    int before = 0;
    for (List<Delivery> call : Grouping.group(units, recipientsPerCall)) {
      Instant start = slot.slot(before);
      calls.add(() -> atItsTime(call, start, times, end));
      before += call.stream().mapToInt(Delivery::recipients).sum();
    }
    return fanout.all(calls).stream()
        .reduce(SlotReport.kept(List.of()), SlotReport::plus)
        .with(end);
  }

  /// Once SES has said that it sends nothing, or nothing of the call's tenant, or too much at this
  /// rate, or the time is over, calls whose start time has not come are not made, and neither are
  /// calls whose start time has passed. A defect harms the units of its own call alone.
  private SlotReport atItsTime(List<Delivery> units, Instant start, Deadlines times, SlotEnd end) {
    try {
      pause.until(start);
      Instant now = clock.instant();
      if (end.isReached(units)
          || !now.isBefore(times.sendBy())
          || now.isAfter(start.plus(LATEST))) {
        return SlotReport.kept(units);
      }
      List<Delivery> late =
          units.stream().filter(unit -> DispatchPolicy.isExpired(unit.email(), now)).toList();
      List<Delivery> inTime =
          units.stream().filter(unit -> !DispatchPolicy.isExpired(unit.email(), now)).toList();
      SlotReport offered =
          inTime.isEmpty() ? SlotReport.kept(List.of()) : offer(inTime, now, times, end);
      return late.isEmpty() ? offered : offered.plus(expired(late, now, times));
    } catch (RuntimeException defect) {
      return returned(units, defect);
    }
  }

  private SlotReport expired(List<Delivery> late, Instant now, Deadlines times) {
    List<Finished.FinishedUnit> expired =
        late.stream()
            .map(unit -> unit.mailing(unit.unit()))
            .map(unit -> new Finished.FinishedUnit(unit, new Outcome.Expired(), now))
            .toList();
    return SlotReport.of(settling.settle(expired, times.settleBy()), SesCalls.NONE, List.of());
  }

  /// What a defect interrupted, perhaps after SES had it, is redelivered; the ledger knows how far
  /// it came.
  private SlotReport returned(List<Delivery> units, RuntimeException defect) {
    Instant now = clock.instant();
    return SlotReport.of(
        units.stream().map(unit -> Dispatcher.returned(unit, defect, now)).toList(),
        SesCalls.offering(units.size()),
        List.of(defect));
  }

  /// An instance that is killed between SES's yes and the ledger's leaves a unit that may be sent
  /// again: nothing comes in between. The pacer is told next, while other calls are under way.
  private SlotReport offer(List<Delivery> units, Instant start, Deadlines times, SlotEnd end) {
    List<SendOutcome> answers = sender.send(units);
    Instant answered = clock.instant();
    Duration latency = Duration.between(start, answered);
    SesCalls calls = SesCalls.offering(units.size());
    Runnable tell = end.heard(units, answers, answered);
    if (units.size() > 1 && answers.stream().allMatch(SendOutcome.Refused.class::isInstance)) {
      List<Delivery> suspected = units.stream().map(Delivery::byItself).toList();
      return new SlotReport(List.of(), List.of(), suspected, calls, List.of(), null, Set.of());
    }
    List<Finished.FinishedUnit> finished =
        settling.answered(
            units.stream().map(unit -> unit.offered(latency)).toList(), answers, times.settleBy());
    return SlotReport.of(finished, calls, defectsOf(tell));
  }

  private static List<RuntimeException> defectsOf(Runnable tell) {
    try {
      tell.run();
      return List.of();
    } catch (RuntimeException defect) {
      return List.of(defect);
    }
  }

  /// What SES says in one slot that concerns more than one call: it ends the slot, or the part that
  /// a paused tenant has in it, and the pacer is told of it once. Shared by the slot's calls.
  private static final class SlotEnd {
    private final Pacer pacer;
    private final AtomicBoolean throttled = new AtomicBoolean();
    private final AtomicReference<@Nullable String> stopped = new AtomicReference<>();
    private final Set<String> pausedTenants = ConcurrentHashMap.newKeySet();

    SlotEnd(Pacer pacer) {
      this.pacer = pacer;
    }

    /// True if a call whose start time has not come is not to be made.
    boolean isReached(List<Delivery> call) {
      return throttled.get()
          || stopped.get() != null
          || tenantOf(call).filter(pausedTenants::contains).isPresent();
    }

    /// Takes in SES's answers to a call.
    ///
    /// @return tells the pacer, to be run when the call's units are settled; does nothing where
    ///     another call tells it
    Runnable heard(List<Delivery> call, List<SendOutcome> answers, Instant now) {
      for (SendOutcome answer : answers) {
        if (answer instanceof SendOutcome.Stopped(String code)) {
          return stopped.compareAndSet(null, code)
              ? () -> pacer.openBreaker(code, now)
              : SlotEnd::nothing;
        }
      }
      Optional<String> tenant = tenantOf(call);
      if (tenant.isPresent()
          && answers.stream().anyMatch(SendOutcome.TenantPaused.class::isInstance)) {
        String paused = tenant.get();
        return pausedTenants.add(paused) ? () -> pacer.pauseTenant(paused, now) : SlotEnd::nothing;
      }
      boolean slowDown =
          answers.stream()
              .anyMatch(one -> one instanceof SendOutcome.Throttled(_, boolean slow) && slow);
      return slowDown && throttled.compareAndSet(false, true)
          ? () -> pacer.throttled(now)
          : SlotEnd::nothing;
    }

    private static void nothing() {}

    private static Optional<String> tenantOf(List<Delivery> call) {
      return Optional.ofNullable(call.getFirst().email().tenant());
    }

    @Nullable String stopped() {
      return stopped.get();
    }

    Set<String> pausedTenants() {
      return Set.copyOf(pausedTenants);
    }
  }
}
