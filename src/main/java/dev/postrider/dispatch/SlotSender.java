package dev.postrider.dispatch;

import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Sends what a reserved slot holds: groups it into calls, and starts each call when its turn
/// comes.
final class SlotSender {
  private final EmailSender sender;
  private final Fanout fanout;
  private final Pause pause;
  private final InstantSource clock;

  SlotSender(EmailSender sender, Fanout fanout, Pause pause, InstantSource clock) {
    this.sender = sender;
    this.fanout = fanout;
    this.pause = pause;
    this.clock = clock;
  }

  /// What the slot came to.
  record Sent(List<Attempted> attempts, int calls) {}

  private record Answer(List<SendOutcome> outcomes, Duration latency) {}

  Sent send(List<Ready> units, Reservation.Granted slot, int recipientsPerCall) {
    Map<String, Ready> byKey =
        units.stream().collect(Collectors.toMap(ready -> ready.task().unit().key(), r -> r));
    List<SendCall> calls =
        Grouping.group(units.stream().map(Ready::outgoing).toList(), recipientsPerCall);
    List<Answer> answers = fanout.all(tasks(calls, slot));
    List<Attempted> attempts = new ArrayList<>();
    for (int c = 0; c < calls.size(); c++) {
      List<Outgoing> inCall = calls.get(c).units();
      for (int u = 0; u < inCall.size(); u++) {
        attempts.add(
            new Attempted(
                Objects.requireNonNull(byKey.get(inCall.get(u).unit().key())),
                answers.get(c).outcomes().get(u),
                answers.get(c).latency()));
      }
    }
    return new Sent(attempts, calls.size());
  }

  private List<Supplier<Answer>> tasks(List<SendCall> calls, Reservation.Granted slot) {
    AtomicReference<SendOutcome.Stopped> brake = new AtomicReference<>();
    List<Supplier<Answer>> tasks = new ArrayList<>();
    int before = 0;
    for (SendCall call : calls) {
      int recipientsBefore = before;
      tasks.add(() -> inTurn(call, slot, recipientsBefore, brake));
      before += call.recipientCount();
    }
    return tasks;
  }

  /// Once SES has said that it sends nothing, calls whose turn has not come are not made.
  private Answer inTurn(
      SendCall call,
      Reservation.Granted slot,
      int recipientsBefore,
      AtomicReference<SendOutcome.Stopped> brake) {
    pause.until(slot.slot(recipientsBefore));
    SendOutcome.Stopped stopped = brake.get();
    if (stopped != null) {
      return new Answer(
          call.units().stream().<SendOutcome>map(o -> stopped).toList(), Duration.ZERO);
    }
    var start = clock.instant();
    List<SendOutcome> outcomes = sender.send(call);
    outcomes.forEach(
        outcome -> {
          if (outcome instanceof SendOutcome.Stopped now) {
            brake.set(now);
          }
        });
    return new Answer(outcomes, Duration.between(start, clock.instant()));
  }
}
