package dev.postrider.dispatch;

import dev.postrider.email.Decoded;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settlement;
import dev.postrider.pace.Pacer;
import dev.postrider.status.StatusEvent;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// Brings one batch from the queue to SES. A large batch goes in slices of what the pace can send
/// in a few seconds, so that nothing is claimed that could not be sent.
public final class Dispatcher {
  /// What an invocation keeps for itself at its end: the last call to SES, the ledger, the queues.
  public static final Duration CLOSING_TIME = Duration.ofSeconds(15);

  private static final Duration SLICE = Duration.ofSeconds(5);

  /// A slice that began later would have its claims cut off in mid-write.
  private static final Duration SHORTEST_SLICE = Duration.ofSeconds(2);

  private static final int SMALLEST_SLICE = 10;
  /// What is sent at the same time at most: whoever runs the calls to SES needs as many permits and
  /// connections, or a call waits for another one's answer, and its turn passes.
  public static final int LARGEST_SLICE = 250;

  private final Admission admission;
  private final Slice slice;
  private final PacedSending sending;
  private final SecondTry secondTry;
  private final Ledger ledger;
  private final Pacer pacer;
  private final Parking parking;
  private final Backoff backoff;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param grace how long a Send event may take to settle an unknown outcome
  public Dispatcher(
      BiFunction<String, String, Decoded> decoder,
      DispatchPolicy policy,
      Ports ports,
      Duration grace) {
    this.ledger = ports.ledger();
    this.pacer = ports.pacer();
    this.parking = ports.parking();
    this.clock = ports.clock();
    this.random = ports.random();
    this.backoff = new Backoff(random);
    this.admission = new Admission(decoder, policy, backoff);
    Settling settling = new Settling(ledger, backoff, clock, grace);
    this.secondTry = new SecondTry(policy, ledger, settling, ports.pause(), clock);
    this.slice = new Slice(ledger, ports.suppressions(), policy, backoff, settling, clock);
    this.sending =
        new PacedSending(
            pacer,
            new SlotSender(pacer, ports.sender(), settling, ports.fanout(), ports.pause(), clock),
            settling,
            backoff,
            ports.pause(),
            clock);
  }

  /// What the dispatcher reaches the world through.
  ///
  /// @param fanout of the calls to SES, each of which waits for the ledger: the ledger must not run
  ///     its own calls on it
  public record Ports(
      Ledger ledger,
      Suppressions suppressions,
      Pacer pacer,
      EmailSender sender,
      Parking parking,
      Fanout fanout,
      Pause pause,
      InstantSource clock,
      RandomGenerator random) {}

  /// Dispatches a batch. Every record ends acknowledged or in the report's failed ones; none harms
  /// another.
  public BatchReport dispatch(Batch batch) {
    List<RecordEnds.Wish> wishes = new ArrayList<>();
    List<UnitOutcome> outcomes = new ArrayList<>();
    List<RuntimeException> defects = new ArrayList<>();
    Set<String> failed = new HashSet<>();
    Deque<Task> waiting = new ArrayDeque<>();
    for (Received record : batch.records()) {
      try {
        switch (admission.admit(record, batch.lane(), clock.instant())) {
          case Admission.Admitted.Work work -> waiting.addAll(work.tasks());
          case Admission.Admitted.Elsewhere elsewhere -> {
            wishes.add(new RecordEnds.Wish(elsewhere.placement(), List.of()));
            outcomes.add(elsewhere.outcome());
          }
        }
      } catch (RuntimeException defect) {
        failed.add(record.messageId());
        defects.add(defect);
      }
    }
    Deadlines times = new Deadlines(batch.deadline());
    Worked worked = work(waiting, batch.lane(), times, defects);
    for (RecordEnds ends : byRecord(worked.ends())) {
      wishes.addAll(ends.wishes());
      if (ends.returned()) {
        failed.add(ends.record().messageId());
      }
    }
    failed.addAll(place(wishes, times, defects));
    List<StatusEvent> events = UnitStatus.of(outcomes, worked.ends(), failed);
    worked.ends().forEach(end -> outcomes.add(end.outcome()));
    return new BatchReport(failed, outcomes, worked.calls(), worked.dropped(), defects, events);
  }

  private record Worked(List<UnitEnd> ends, Calls calls, int dropped) {}

  private Worked work(
      Deque<Task> waiting, Batch.Lane lane, Deadlines times, List<RuntimeException> defects) {
    Instant sendBy = times.sendBy();
    List<UnitEnd> ends = new ArrayList<>();
    Calls calls = Calls.NONE;
    int dropped = 0;
    Optional<PacedSending.Stop> stop = Optional.empty();
    while (!waiting.isEmpty() && stop.isEmpty()) {
      if (!clock.instant().plus(SHORTEST_SLICE).isBefore(sendBy)) {
        stop = Optional.of(outOfTime());
        continue;
      }
      List<Task> next = next(waiting);
      try {
        Slice.Prepared prepared = slice.prepare(next, token(), times);
        ends.addAll(reused(waiting, prepared.reused()));
        PacedSending.Result result = sending.send(prepared.ready(), lane, times);
        ends.addAll(prepared.ends());
        ends.addAll(result.ends());
        calls = calls.plus(result.calls());
        dropped += prepared.dropped();
        defects.addAll(result.defects());
        stop = result.stop().or(prepared::stop);
      } catch (RuntimeException defect) {
        defects.add(defect);
        next.forEach(task -> ends.add(UnitEnd.returned(task, defect, clock.instant())));
      }
    }
    stop.ifPresent(why -> waiting.forEach(task -> ends.add(unclaimed(task, why))));
    return new Worked(again(ends, times, defects), calls, dropped);
  }

  /// What is left of messages whose id belongs to others.
  private List<UnitEnd> reused(Deque<Task> waiting, Set<String> records) {
    Instant now = clock.instant();
    List<UnitEnd> ends =
        waiting.stream()
            .filter(task -> records.contains(task.record().messageId()))
            .map(task -> Slice.reused(task, Optional.empty(), now))
            .toList();
    waiting.removeIf(task -> records.contains(task.record().messageId()));
    return ends;
  }

  private List<UnitEnd> again(List<UnitEnd> ends, Deadlines times, List<RuntimeException> defects) {
    try {
      return secondTry.settle(ends, times);
    } catch (RuntimeException defect) {
      defects.add(defect);
      return ends;
    }
  }

  /// Names the claims of one slice. A second copy of a unit comes in a later slice, and must not
  /// take the first one's claim for its own.
  private String token() {
    return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  private PacedSending.Stop outOfTime() {
    Instant now = clock.instant();
    return new PacedSending.Stop(ParkReason.PACE, "", backoff.until(now, now));
  }

  private UnitEnd unclaimed(Task task, PacedSending.Stop why) {
    return new UnitEnd(
        task,
        new Fate.Parked(why.reason(), why.delay()),
        Outcomes.of(
            task, UnitOutcome.Kind.PARKED, why.reason().name(), why.code(), clock.instant()));
  }

  /// The next units, at least one, with distinct keys: a second copy in the same batch waits for
  /// the slice in which the first has been settled.
  private List<Task> next(Deque<Task> waiting) {
    double perSlice = pacer.known().ratePerSecond() * SLICE.toSeconds();
    int room = (int) Math.clamp(perSlice, SMALLEST_SLICE, LARGEST_SLICE);
    Set<String> keys = new HashSet<>();
    List<Task> taken = new ArrayList<>();
    for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext() && room > 0; ) {
      Task task = tasks.next();
      if (keys.add(task.unit().key())) {
        taken.add(task);
        tasks.remove();
        room -= task.unit().recipientCount();
      }
    }
    return taken;
  }

  private static List<RecordEnds> byRecord(List<UnitEnd> ends) {
    Map<String, List<UnitEnd>> byRecord = new LinkedHashMap<>();
    for (UnitEnd end : ends) {
      byRecord.computeIfAbsent(end.task().record().messageId(), id -> new ArrayList<>()).add(end);
    }
    return byRecord.values().stream()
        .map(group -> RecordEnds.of(group.getFirst().task().record(), group))
        .toList();
  }

  /// @return the records whose copies are not safe
  private Set<String> place(
      List<RecordEnds.Wish> wishes, Deadlines times, List<RuntimeException> defects) {
    if (wishes.isEmpty()) {
      return Set.of();
    }
    List<Boolean> placed = placed(wishes, defects);
    Set<String> failed = new HashSet<>();
    List<Settlement> afterwards = new ArrayList<>();
    for (int i = 0; i < wishes.size(); i++) {
      if (placed.get(i)) {
        wishes.get(i).ends().forEach(end -> settlementOf(end.fate()).ifPresent(afterwards::add));
      } else {
        failed.add(wishes.get(i).placement().record().messageId());
      }
    }
    settle(afterwards, times.endBy(), defects);
    return failed;
  }

  private List<Boolean> placed(List<RecordEnds.Wish> wishes, List<RuntimeException> defects) {
    try {
      return parking.place(wishes.stream().map(RecordEnds.Wish::placement).toList());
    } catch (RuntimeException defect) {
      defects.add(defect);
      return Collections.nCopies(wishes.size(), false);
    }
  }

  /// A settlement that fails leaves the claim to its lease: the copy is safe either way.
  private void settle(List<Settlement> afterwards, Instant until, List<RuntimeException> defects) {
    if (afterwards.isEmpty()) {
      return;
    }
    try {
      var _ = ledger.settle(afterwards, until);
    } catch (RuntimeException defect) {
      defects.add(defect);
    }
  }

  private static Optional<Settlement> settlementOf(Fate fate) {
    return switch (fate) {
      case Fate.Rejected rejected -> rejected.afterwards();
      case Fate.Held held -> Optional.of(held.afterwards());
      case Fate.Ended _ -> Optional.empty();
      case Fate.Parked _ -> Optional.empty();
      case Fate.Returned _ -> Optional.empty();
    };
  }
}
