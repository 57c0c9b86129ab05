package dev.postrider.dispatch;

import static java.util.stream.Collectors.toCollection;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.email.Decoded;
import dev.postrider.ledger.Ledger;
import dev.postrider.pace.Pacer;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
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

  /// What is sent in calls of its own at the same time at most: the calls to SES need as many
  /// permits and connections, or a call waits for another one's answer, and its start time passes.
  public static final int LARGEST_SLICE = 250;

  /// Recipients of a slice. Entries share calls, ten of which hold these.
  static final int MOST_RECIPIENTS = 500;

  private final Admission admission;
  private final ClaimStage claiming;
  private final SendStage sending;
  private final OutcomeRecorder recorder;
  private final CopyStage copying;
  private final Pacer pacer;
  private final Backoff backoff;
  private final Fanout fanout;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param decoder from a body and the id of a message that has none
  /// @param grace how long a Send event may take to settle an unknown outcome
  public Dispatcher(
      BiFunction<String, String, Decoded> decoder,
      DispatchPolicy policy,
      Ports ports,
      Duration grace) {
    this.pacer = ports.pacer();
    this.fanout = ports.fanout();
    this.clock = ports.clock();
    this.random = ports.random();
    this.backoff = new Backoff(random);
    this.admission = new Admission(decoder, policy, backoff);
    this.recorder =
        new OutcomeRecorder(ports.ledger(), policy, backoff, ports.pause(), clock, grace);
    this.claiming =
        new ClaimStage(
            ports.ledger(), ports.suppressions(), policy, recorder, backoff, fanout, clock);
    SlotCalls slots = new SlotCalls(pacer, ports.sender(), recorder, fanout, ports.pause(), clock);
    this.sending = new SendStage(pacer, slots, recorder, backoff, ports.pause(), clock);
    this.copying = new CopyStage(ports.copyQueues(), recorder);
  }

  /// What the dispatcher reaches the world through.
  ///
  /// @param fanout of the calls to SES, some of which wait for the ledger, and of the few steps
  ///     that go beside them: the ledger must not run its own calls on it
  public record Ports(
      Ledger ledger,
      Suppressions suppressions,
      Pacer pacer,
      EmailSender sender,
      CopyQueues copyQueues,
      Fanout fanout,
      Pause pause,
      InstantSource clock,
      RandomGenerator random) {}

  /// Dispatches a batch. Every record ends acknowledged or among the log's failed ones; none harms
  /// another.
  public BatchLog dispatch(Batch batch) {
    BatchLog log = new BatchLog();
    Deadlines times = new Deadlines(batch.deadline());
    Deque<Delivery> waiting = admit(batch, log);
    List<Delivery> admitted = List.copyOf(waiting);
    Slices slices = new Slices(waiting, times, log);
    log.attempt(() -> sending.send(slices, batch.lane(), times, log));
    slices.awaitSettlement();
    log.attempt(() -> log.stopped().ifPresent(why -> log.addAll(spread(waiting, why))));
    returnUnended(admitted, log);
    log.attempt(() -> recorder.again(log, times));
    copying.place(log, times);
    return log;
  }

  private List<FinishedUnit> spread(Deque<Delivery> waiting, Outcome.Deferred why) {
    return Backoff.spread(waiting, why, pacer.known().ratePerSecond(), clock.instant());
  }

  /// What a defect kept from ending returns to SQS; the ledger knows how far it came.
  private void returnUnended(List<Delivery> admitted, BatchLog log) {
    Set<UnitOfRecord> ended =
        log.finished().stream()
            .map(one -> new UnitOfRecord(one.record().messageId(), one.key()))
            .collect(toCollection(HashSet::new));
    String defect =
        log.defects().stream().findFirst().map(one -> one.getClass().getSimpleName()).orElse("");
    admitted.stream()
        .filter(unit -> ended.add(new UnitOfRecord(unit.record().messageId(), unit.key())))
        .forEach(
            unit -> log.add(unit.ended(new Outcome.Returned("DEFECT", defect), clock.instant())));
  }

  private record UnitOfRecord(String messageId, String key) {}

  private Deque<Delivery> admit(Batch batch, BatchLog log) {
    Deque<Delivery> waiting = new ArrayDeque<>();
    for (Received record : batch.records()) {
      try {
        waiting.addAll(admission.admit(record, batch.lane(), clock.instant(), log));
      } catch (RuntimeException defect) {
        log.fail(record.messageId());
        log.defect(defect);
      }
    }
    return waiting;
  }

  /// What is left of a batch, claimed slice by slice. What the claims of a slice leave unsent is
  /// settled while the rest is sent, and before the next slice is claimed.
  private final class Slices implements SendStage.Slices {
    private final Deque<Delivery> waiting;
    private final Deadlines times;
    private final BatchLog log;
    private Fanout.TasksUnderWay<List<FinishedUnit>> settlement = () -> List.of(List.of());

    Slices(Deque<Delivery> waiting, Deadlines times, BatchLog log) {
      this.waiting = waiting;
      this.times = times;
      this.log = log;
    }

    @Override
    public List<Delivery> next(List<Delivery> underWay) {
      while (log.stopped().isEmpty()) {
        awaitSettlement();
        List<Delivery> slice = take(waiting, underWay);
        if (slice.isEmpty()) {
          return slice;
        }
        Instant now = clock.instant();
        if (!now.plus(SHORTEST_SLICE).isBefore(times.sendBy())) {
          slice.reversed().forEach(waiting::addFirst);
          log.stop(backoff.deferredUntil(now, DeferReason.PACE, now));
          return List.of();
        }
        List<Delivery> ready = claim(slice);
        if (!ready.isEmpty()) {
          return ready;
        }
      }
      return List.of();
    }

    /// A defect returns the slice to SQS; the ledger knows how far its units came.
    private List<Delivery> claim(List<Delivery> slice) {
      BatchLog part = new BatchLog();
      try {
        ClaimStage.Claimed claimed = claiming.claim(slice, waiting, token(), times, part);
        ClaimStage.Decided decided = claiming.decide(claimed, part);
        log.addAll(part);
        settle(decided.ended());
        return decided.ready();
      } catch (RuntimeException defect) {
        log.defect(defect);
        slice.forEach(unit -> log.add(unit.returned(defect, clock.instant())));
        return List.of();
      }
    }

    private void settle(List<FinishedUnit> units) {
      if (!units.isEmpty()) {
        settlement = fanout.begin(List.of(() -> recorder.settle(units, times.settleBy())));
      }
    }

    void awaitSettlement() {
      log.attempt(() -> settlement.results().forEach(log::addAll));
      settlement = () -> List.of(List.of());
    }
  }

  /// Names the claims of one slice. A second copy of a unit comes in a later slice, and must not
  /// take the first one's claim for its own.
  private String token() {
    return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  /// The next units, with distinct keys: a second copy in the same batch waits until the first has
  /// been settled.
  private List<Delivery> take(Deque<Delivery> waiting, List<Delivery> underWay) {
    double perSlice = pacer.known().ratePerSecond() * SLICE.toSeconds();
    int room = (int) Math.clamp(perSlice, SMALLEST_SLICE, MOST_RECIPIENTS);
    int calls = LARGEST_SLICE;
    Set<String> keys = underWay.stream().map(Delivery::key).collect(toCollection(HashSet::new));
    List<Delivery> taken = new ArrayList<>();
    for (Iterator<Delivery> units = waiting.iterator();
        units.hasNext() && room > 0 && calls > 0; ) {
      Delivery unit = units.next();
      if (keys.add(unit.key())) {
        taken.add(unit);
        units.remove();
        room -= unit.recipients();
        calls -= unit.unit().entry().isPresent() ? 0 : 1;
      }
    }
    return taken;
  }
}
