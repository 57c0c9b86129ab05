package dev.postrider.dispatch;

import static java.util.stream.Collectors.toCollection;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
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

  /// What is sent at the same time at most: the calls to SES need as many permits and connections,
  /// or a call waits for another one's answer, and its start time passes.
  public static final int LARGEST_SLICE = 250;

  private final Admission admission;
  private final ClaimStage claiming;
  private final SendStage sending;
  private final OutcomeRecorder recorder;
  private final CopyStage copying;
  private final Pacer pacer;
  private final Backoff backoff;
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
    this.clock = ports.clock();
    this.random = ports.random();
    this.backoff = new Backoff(random);
    this.admission = new Admission(decoder, policy, backoff);
    this.recorder =
        new OutcomeRecorder(ports.ledger(), policy, backoff, ports.pause(), clock, grace);
    this.claiming =
        new ClaimStage(ports.ledger(), ports.suppressions(), policy, recorder, backoff, clock);
    SlotCalls slots =
        new SlotCalls(pacer, ports.sender(), recorder, ports.fanout(), ports.pause(), clock);
    this.sending = new SendStage(pacer, slots, recorder, backoff, ports.pause(), clock);
    this.copying = new CopyStage(ports.copyQueues(), recorder);
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
    sending.send(underWay -> nextSlice(waiting, underWay, times, log), batch.lane(), times, log);
    log.stopped()
        .ifPresent(
            why ->
                log.addAll(
                    Backoff.spread(waiting, why, pacer.known().ratePerSecond(), clock.instant())));
    log.attempt(() -> recorder.again(log, times));
    copying.place(log, times);
    return log;
  }

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

  /// Claims the next slice that has something to send. A defect returns it to SQS; the ledger knows
  /// how far its units came.
  ///
  /// @param underWay units that are being sent
  /// @return empty if none is left, or none without the key of a unit that is being sent
  private List<Delivery> nextSlice(
      Deque<Delivery> waiting, List<Delivery> underWay, Deadlines times, BatchLog log) {
    while (log.stopped().isEmpty()) {
      List<Delivery> slice = next(waiting, underWay);
      if (slice.isEmpty()) {
        return slice;
      }
      Instant now = clock.instant();
      if (!now.plus(SHORTEST_SLICE).isBefore(times.sendBy())) {
        slice.reversed().forEach(waiting::addFirst);
        log.stop(backoff.deferredUntil(now, DeferReason.PACE, now));
        return List.of();
      }
      List<Delivery> ready = claim(slice, waiting, times, log);
      if (!ready.isEmpty()) {
        return ready;
      }
    }
    return List.of();
  }

  private List<Delivery> claim(
      List<Delivery> slice, Deque<Delivery> waiting, Deadlines times, BatchLog log) {
    BatchLog part = new BatchLog();
    try {
      List<Delivery> claimed = claiming.claim(slice, waiting, token(), times, part);
      List<Delivery> ready = claiming.decide(claimed, times, part);
      log.addAll(part);
      return ready;
    } catch (RuntimeException defect) {
      log.defect(defect);
      slice.forEach(unit -> log.add(unit.returned(defect, clock.instant())));
      return List.of();
    }
  }

  /// Names the claims of one slice. A second copy of a unit comes in a later slice, and must not
  /// take the first one's claim for its own.
  private String token() {
    return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  /// The next units, with distinct keys: a second copy in the same batch waits until the first has
  /// been settled.
  private List<Delivery> next(Deque<Delivery> waiting, List<Delivery> underWay) {
    double perSlice = pacer.known().ratePerSecond() * SLICE.toSeconds();
    int room = (int) Math.clamp(perSlice, SMALLEST_SLICE, LARGEST_SLICE);
    Set<String> keys = underWay.stream().map(Delivery::key).collect(toCollection(HashSet::new));
    List<Delivery> taken = new ArrayList<>();
    for (Iterator<Delivery> units = waiting.iterator(); units.hasNext() && room > 0; ) {
      Delivery unit = units.next();
      if (keys.add(unit.key())) {
        taken.add(unit);
        units.remove();
        room -= unit.recipients();
      }
    }
    return taken;
  }
}
