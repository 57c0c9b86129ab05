package dev.postrider.simulation;

import dev.postrider.dispatch.RejectReason;
import dev.postrider.email.Decoded;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import dev.postrider.simulation.GroundTruth.EndedMessage;
import dev.postrider.simulation.GroundTruth.Enqueued;
import dev.postrider.simulation.GroundTruth.UnitTruth;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.SuppressionKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares what truly happened in a run with what was promised.
final class PromiseChecks {
  /// Of one run: a slot whose mail expired is lost. All runs together use more than 95 %.
  private static final double LEAST_USE = 0.94;

  private static final String MALFORMED = RejectReason.MALFORMED.name();

  private final World world;
  private final GroundTruth truth;
  private final Map<String, List<EndedMessage>> endedById;
  private final Set<String> keys = new HashSet<>();
  final Map<String, Long> states = new TreeMap<>();
  long lost;
  long unrecorded;

  PromiseChecks(World world) {
    this.world = world;
    this.truth = world.truth;
    this.endedById = truth.ended.stream().collect(Collectors.groupingBy(EndedMessage::id));
  }

  long units() {
    return keys.size();
  }

  /// Promise 1: every message ends in exactly one state, or where an operator finds it.
  void everyMessageEnded() {
    for (Enqueued order : truth.orders) {
      if (order.entries() < 0) {
        Set<String> whereabouts = whereabouts(order, null);
        loseIf(
            !whereabouts.contains(MALFORMED) && !whereabouts.contains(EndedMessage.DEAD_LETTER),
            order.id(),
            "a malformed message is on no queue");
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
    SortedSet<String> dead =
        truth.ended.stream()
            .filter(message -> message.reason().equals(EndedMessage.DEAD_LETTER))
            .map(EndedMessage::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (world.scenario.calm() && !dead.isEmpty()) {
      truth.violation(1, dead.first(), dead.size() + " messages are dead letters without a fault");
    }
  }

  /// For what reasons an operator finds a message.
  private Set<String> whereabouts(Enqueued order, @Nullable Integer entry) {
    return endedById.getOrDefault(order.id(), List.of()).stream()
        .filter(message -> message.isOf(order, entry))
        .map(EndedMessage::reason)
        .collect(Collectors.toSet());
  }

  private void ended(Enqueued order, String key, @Nullable Integer entry) {
    Set<String> whereabouts = whereabouts(order, entry);
    boolean dead = whereabouts.contains(EndedMessage.DEAD_LETTER);
    Optional<Entry> found = world.ledger.lastKnown(key);
    if (keys.add(key)) {
      states.merge(found.map(e -> e.state().name()).orElse("NONE"), 1L, Long::sum);
    }
    if (found.isEmpty()) {
      boolean refused = order.tooFar() && whereabouts.contains(MALFORMED);
      loseIf(!refused && !dead, key, "the ledger knows nothing of it, and it is on no queue");
    } else if (order.contested() && belongsToOther(order, found.get())) {
      loseIf(
          !whereabouts.contains(RejectReason.ID_REUSED.name()) && !dead,
          key,
          "its id belongs to another message, and it is on no queue");
    } else {
      ended(key, found.get().state(), whereabouts);
    }
  }

  private void ended(String key, State state, Set<String> whereabouts) {
    UnitTruth unit = truth.unit(key);
    boolean accepted = !unit.acceptances.isEmpty();
    switch (state) {
      case SENT -> loseIf(!accepted, key, "the ledger says SENT, and SES never accepted it");
      case SUPPRESSED, EXPIRED, CANCELLED -> notAccepted(key, unit, state);
      case REJECTED -> {
        notAccepted(key, unit, state);
        boolean gaveUp = whereabouts.contains(RejectReason.MISCONFIGURED.name());
        loseIf(
            !unit.refused && !gaveUp,
            key,
            "the ledger says REJECTED, and SES had not refused it for good");
        loseIf(
            !gaveUp && !whereabouts.contains(RejectReason.SES_REFUSED.name()),
            key,
            "the ledger says REJECTED, and it is not on the rejected queue");
        if (gaveUp && !unit.refused) {
          gaveUpRightly(key, unit, whereabouts);
        }
      }
      case HELD ->
          loseIf(
              !whereabouts.contains(EndedMessage.HELD),
              key,
              "the ledger says HELD, and it is not on the held queue");
      case PENDING, CLAIMED, UNKNOWN -> {
        boolean nowhere = whereabouts.isEmpty();
        boolean noEventCame = accepted && !unit.proven();
        if (nowhere && noEventCame) {
          unrecorded++;
        }
        loseIf(
            nowhere && !noEventCame,
            key,
            "the ledger says " + state + " for good, and it is on no queue");
      }
    }
  }

  /// Promise 1: mail is given up for a wrong setup when it had its time, and its producer was told.
  private void gaveUpRightly(String key, UnitTruth unit, Set<String> whereabouts) {
    loseIf(!truth.waitedLongEnough(unit), key, "it was given up for a wrong setup too early");
    loseIf(
        !unit.toldDeferred && !whereabouts.contains(EndedMessage.DEAD_LETTER),
        key,
        "its producer was not told that it waits for a wrong setup");
  }

  private void notAccepted(String key, UnitTruth unit, State state) {
    if (unit.proven()) {
      truth.violation(1, key, "the ledger says " + state + " after an event had proved a send");
    }
  }

  private static boolean belongsToOther(Enqueued order, Entry entry) {
    return World.DECODER.decode(order.body(), order.id()) instanceof Decoded.WellFormed accepted
        && entry.fingerprint() != null
        && !accepted.email().fingerprint().equals(entry.fingerprint());
  }

  private void loseIf(boolean isLost, String key, String what) {
    if (isLost) {
      lost++;
      truth.violation(1, key, what);
    }
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
                  world.ses.offered.peak,
                  world.scenario.maxSendRate(),
                  world.declaredBurst(world.ses.offered.largest)));
    }
    if (world.scenario.measuresUse() && usedShare() < LEAST_USE) {
      truth.violation(4, "", "only %.1f %% of MaxSendRate were used".formatted(usedShare() * 100));
    }
  }

  /// The busiest second as a share of what is allowed.
  double peakShare() {
    RateMeter meter = world.ses.offered;
    double allowed = world.scenario.maxSendRate() + world.declaredBurst(meter.largest);
    return meter.peak / allowed;
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
