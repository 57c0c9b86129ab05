package dev.postrider.simulation;

import dev.postrider.email.Decoded;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.SuppressionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares what truly happened in a run with what was promised.
final class PromiseChecks {
  private final World world;
  private final GroundTruth truth;
  private final Map<String, List<GroundTruth.EndedCopy>> rejected = new HashMap<>();
  private final Map<String, List<GroundTruth.EndedCopy>> held = new HashMap<>();
  private final Map<String, List<QueuedMessage>> dead = new HashMap<>();
  private final Set<String> keys = new HashSet<>();
  final Map<String, Long> states = new TreeMap<>();
  long lost;
  long unrecorded;

  PromiseChecks(World world) {
    this.world = world;
    this.truth = world.truth;
    truth.rejected.forEach(copy -> add(rejected, copy.id(), copy));
    truth.held.forEach(copy -> add(held, copy.id(), copy));
    world.mailQueue.deadLetters().forEach(m -> add(dead, m.label(), m));
    world.bulkQueue.deadLetters().forEach(m -> add(dead, m.label(), m));
  }

  private static <T> void add(Map<String, List<T>> map, String key, T value) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  long units() {
    return keys.size();
  }

  /// Promise 1: every message ends in exactly one state, or where an operator finds it.
  void everyMessageEnded() {
    for (GroundTruth.Enqueued order : truth.orders) {
      if (order.entries() < 0) {
        malformed(order);
      } else if (order.entries() == 0) {
        ended(order, order.id(), null);
      } else {
        for (int entry = 0; entry < order.entries(); entry++) {
          ended(order, order.id() + "#" + entry, entry);
        }
      }
    }
  }

  /// Promise 1: no body harms another. Where no fault strikes, nothing is received five times.
  void nothingDiedWithoutAFault() {
    if (world.scenario.calm() && !dead.isEmpty()) {
      String first = dead.keySet().stream().sorted().findFirst().orElseThrow();
      truth.violation(1, first, dead.size() + " messages are dead letters without a fault");
    }
  }

  private void malformed(GroundTruth.Enqueued order) {
    if (!inRejected(order, null, "MALFORMED") && !inDeadLetters(order, null)) {
      lose(order.id(), "a malformed message is on no queue");
    }
  }

  private void ended(GroundTruth.Enqueued order, String key, @Nullable Integer entry) {
    Optional<Entry> found = world.ledger.lastKnown(key);
    if (keys.add(key)) {
      states.merge(found.map(e -> e.state().name()).orElse("NONE"), 1L, Long::sum);
    }
    if (found.isEmpty()) {
      boolean refused = order.tooFar() && inRejected(order, entry, "MALFORMED");
      if (!refused && !inDeadLetters(order, entry)) {
        lose(key, "the ledger knows nothing of it, and it is on no queue");
      }
    } else if (order.contested() && belongsToOther(order, found.get())) {
      if (!inRejected(order, entry, "ID_REUSED") && !inDeadLetters(order, entry)) {
        lose(key, "its id belongs to another message, and it is on no queue");
      }
    } else {
      ended(order, key, entry, found.get());
    }
  }

  private void ended(GroundTruth.Enqueued order, String key, @Nullable Integer entry, Entry found) {
    GroundTruth.UnitTruth unit = truth.unit(key);
    boolean accepted = !unit.acceptances.isEmpty();
    switch (found.state()) {
      case SENT -> {
        if (!accepted) {
          lose(key, "the ledger says SENT, and SES never accepted it");
        }
      }
      case SUPPRESSED, EXPIRED, CANCELLED -> notAccepted(key, unit, found.state());
      case REJECTED -> {
        notAccepted(key, unit, found.state());
        if (!unit.refused) {
          lose(key, "the ledger says REJECTED, and SES had not refused it for good");
        }
        if (!inRejected(order, entry, "SES_REFUSED")) {
          lose(key, "the ledger says REJECTED, and it is not on the rejected queue");
        }
      }
      case HELD -> {
        if (!inHeld(order, entry)) {
          lose(key, "the ledger says HELD, and it is not on the held queue");
        }
      }
      case PENDING, CLAIMED, UNKNOWN -> unsettled(order, key, entry, unit, found.state());
    }
  }

  private void notAccepted(String key, GroundTruth.UnitTruth unit, State state) {
    if (unit.proven()) {
      truth.violation(1, key, "the ledger says " + state + " after an event had proved a send");
    }
  }

  private void unsettled(
      GroundTruth.Enqueued order,
      String key,
      @Nullable Integer entry,
      GroundTruth.UnitTruth unit,
      State state) {
    boolean findable =
        inDeadLetters(order, entry) || inHeld(order, entry) || inRejected(order, entry, "");
    if (findable) {
      return;
    }
    if (!unit.acceptances.isEmpty() && !unit.proven()) {
      unrecorded++;
    } else {
      lose(key, "the ledger says " + state + " for good, and it is on no queue");
    }
  }

  private static boolean belongsToOther(GroundTruth.Enqueued order, Entry entry) {
    return World.decoder().decode(order.body(), order.id()) instanceof Decoded.WellFormed accepted
        && entry.fingerprint() != null
        && !accepted.email().fingerprint().equals(entry.fingerprint());
  }

  private boolean inRejected(GroundTruth.Enqueued order, @Nullable Integer entry, String reason) {
    return rejected.getOrDefault(order.id(), List.of()).stream()
        .anyMatch(
            copy ->
                copy.body().equals(order.body())
                    && copy.covers(entry)
                    && (reason.isEmpty() || copy.reason().equals(reason)));
  }

  private boolean inHeld(GroundTruth.Enqueued order, @Nullable Integer entry) {
    return held.getOrDefault(order.id(), List.of()).stream().anyMatch(copy -> copy.covers(entry));
  }

  private boolean inDeadLetters(GroundTruth.Enqueued order, @Nullable Integer entry) {
    return dead.getOrDefault(order.id(), List.of()).stream()
        .anyMatch(
            message ->
                message.body().equals(order.body())
                    && (entry == null || message.carried().entries().contains(entry)));
  }

  private void lose(String key, String what) {
    lost++;
    truth.violation(1, key, what);
  }

  /// Promise 2: a duplicate that the ledger was told of is counted, and once.
  void everyDuplicateWasCounted() {
    truth.units.forEach(
        (key, unit) -> {
          if (unit.countedTwice != unit.toldTwice()) {
            truth.violation(
                2,
                key,
                "it was counted %d times as sent twice, and was %d times"
                    .formatted(unit.countedTwice, unit.toldTwice()));
          }
        });
  }

  /// Promise 5: events mark nobody to whom their mail did not go, and take no complaint back that
  /// somebody else may have made.
  ///
  /// @param before who was suppressed before the first event
  void nobodyElseWasMarked(Set<SuppressionKey> before) {
    world
        .suppressions
        .items()
        .forEach(
            (key, facts) -> {
              if (!before.contains(key) && !truth.mailed.contains(key.address())) {
                truth.violation(5, "", "an address was marked to which no mail went");
              }
              // Every not-spam of a run names several recipients.
              if (facts.at(Mark.COMPLAINT_LIFTED).isPresent()) {
                truth.violation(5, "", "a complaint was lifted that another may have made");
              }
            });
  }

  /// Promise 4: never faster than allowed, and as fast as possible under backlog.
  void theRateWasKept() {
    if (peakShare() > 1) {
      truth.violation(
          4,
          "",
          "%d recipients were offered within a second, allowed are %.1f and a burst of %.1f"
              .formatted(
                  world.ses.offered.peak(),
                  world.scenario.maxSendRate(),
                  world.declaredBurst(world.ses.offered.largest())));
    }
    if (world.scenario.calm() && usedShare() < 0.95) {
      truth.violation(4, "", "only %.1f %% of MaxSendRate were used".formatted(usedShare() * 100));
    }
  }

  /// The busiest second as a share of what is allowed.
  double peakShare() {
    RateMeter meter = world.ses.offered;
    double allowed = world.scenario.maxSendRate() + world.declaredBurst(meter.largest());
    return meter.peak() / allowed;
  }

  /// The share of MaxSendRate that was used between the tenth and the eighty-fifth of a hundred
  /// recipients, when there surely was a backlog.
  double usedShare() {
    List<Long> at = world.ses.acceptedAt;
    int first = at.size() / 10;
    int last = at.size() * 85 / 100;
    if (last <= first) {
      return 1;
    }
    double seconds = (at.get(last) - at.get(first)) / 1_000_000.0;
    return (last - first) / seconds / world.scenario.maxSendRate();
  }
}
