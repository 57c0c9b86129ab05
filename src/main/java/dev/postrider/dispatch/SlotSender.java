package dev.postrider.dispatch;

import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sends what a reserved slot holds: groups it into calls, starts each call when its turn comes,
/// settles its units as soon as SES has answered, and tells the pacer at once what concerns all.
final class SlotSender {
  /// How late a call may still use its turn. Turns that passed while the pace's answer was on its
  /// way would otherwise all be used at once.
  static final Duration LATEST = Duration.ofMillis(100);

  private final Pacer pacer;
  private final EmailSender sender;
  private final Settling settling;
  private final Fanout fanout;
  private final Pause pause;
  private final InstantSource clock;

  /// @param fanout other than the ledger's, which the calls wait for
  SlotSender(
      Pacer pacer,
      EmailSender sender,
      Settling settling,
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

  /// What the slot came to.
  ///
  /// @param turns one for each unit
  /// @param calls how many calls were made to SES
  /// @param pausedTenants those that SES said are paused
  /// @param defects what should not have happened when the pacer was told; harms no unit
  record Sent(
      List<Turn> turns, Calls calls, Set<String> pausedTenants, List<RuntimeException> defects) {}

  /// @param calls one, or none
  /// @param defects of telling the pacer
  private record Answer(List<Turn> turns, Calls calls, List<RuntimeException> defects) {}

  /// @param defects of telling the pacer
  private record Offer(List<? extends Turn> turns, List<RuntimeException> defects) {}

  Sent send(List<Ready> units, Reservation.Granted slot, int recipientsPerCall, Deadlines times) {
    Map<String, Ready> byKey =
        units.stream().collect(Collectors.toMap(ready -> ready.task().unit().key(), r -> r));
    List<SendCall> calls =
        Grouping.group(units.stream().map(Ready::outgoing).toList(), recipientsPerCall);
    Brake brake = new Brake(pacer);
    List<Supplier<Answer>> tasks = new ArrayList<>();
    int before = 0;
    for (SendCall call : calls) {
      List<Ready> carried =
          call.units().stream()
              .map(o -> Objects.requireNonNull(byKey.get(o.unit().key())))
              .toList();
      Instant turn = slot.slot(before);
      tasks.add(() -> inTurn(carried, turn, times, brake));
      before += call.recipientCount();
    }
    List<Answer> answers = fanout.all(tasks);
    return new Sent(
        answers.stream().flatMap(answer -> answer.turns().stream()).toList(),
        answers.stream().map(Answer::calls).reduce(Calls.NONE, Calls::plus),
        brake.pausedTenants(),
        answers.stream().flatMap(answer -> answer.defects().stream()).toList());
  }

  /// Once SES has said that it sends nothing, or nothing of the call's tenant, or too much at this
  /// rate, or the time is over, calls whose turn has not come are not made, and neither are calls
  /// whose turn has passed. A defect harms the units of its own call alone.
  private Answer inTurn(List<Ready> units, Instant turn, Deadlines times, Brake brake) {
    try {
      pause.until(turn);
      Instant now = clock.instant();
      if (brake.isOn(tenantOf(units))
          || !now.isBefore(times.sendBy())
          || now.isAfter(turn.plus(LATEST))) {
        return new Answer(kept(units), Calls.NONE, List.of());
      }
      List<Ready> inTime = new ArrayList<>();
      List<Turn> turns = new ArrayList<>();
      for (Ready ready : units) {
        if (DispatchPolicy.isExpired(ready.outgoing().email(), now)) {
          turns.add(new Turn.Late(ready));
        } else {
          inTime.add(ready);
        }
      }
      Offer offer =
          inTime.isEmpty() ? new Offer(List.of(), List.of()) : offer(inTime, now, times, brake);
      turns.addAll(offer.turns());
      return new Answer(turns, Calls.offering(inTime.size()), offer.defects());
    } catch (RuntimeException defect) {
      return new Answer(
          units.stream().<Turn>map(ready -> new Turn.Broken(ready, defect)).toList(),
          Calls.offering(units.size()),
          List.of());
    }
  }

  private static Optional<String> tenantOf(List<Ready> units) {
    return Optional.ofNullable(units.getFirst().outgoing().email().tenant());
  }

  private static List<Turn> kept(List<Ready> units) {
    return units.stream().<Turn>map(Turn.Kept::new).toList();
  }

  /// An instance that is killed between SES's yes and the ledger's leaves a unit that may be sent
  /// again: nothing comes in between. The pacer is told next, while other calls are under way.
  private Offer offer(List<Ready> units, Instant start, Deadlines times, Brake brake) {
    SendCall call = Grouping.call(units.stream().map(Ready::outgoing).toList());
    List<SendOutcome> outcomes = sender.send(call);
    Instant answered = clock.instant();
    Duration latency = Duration.between(start, answered);
    Optional<Runnable> tell = brake.heard(outcomes, call.tenant(), answered);
    if (units.size() > 1 && outcomes.stream().allMatch(SendOutcome.Refused.class::isInstance)) {
      return new Offer(
          units.stream().map(ready -> new Turn.Suspected(ready.alone())).toList(), List.of());
    }
    List<Attempted> attempts = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      attempts.add(new Attempted(units.get(i), outcomes.get(i), latency));
    }
    List<UnitEnd> ends = settling.attempted(attempts, times.settleBy());
    return new Offer(
        IntStream.range(0, units.size())
            .mapToObj(i -> new Turn.Offered(attempts.get(i), ends.get(i)))
            .toList(),
        tell.map(SlotSender::defectsOf).orElse(List.of()));
  }

  private static List<RuntimeException> defectsOf(Runnable tell) {
    try {
      tell.run();
      return List.of();
    } catch (RuntimeException defect) {
      return List.of(defect);
    }
  }
}
