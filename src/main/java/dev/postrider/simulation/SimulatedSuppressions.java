package dev.postrider.simulation;

import dev.postrider.suppression.Facts;
import dev.postrider.suppression.FactsRead;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One instance's way to the suppression table: batch reads of up to 100 keys, of which some keys
/// stay unprocessed and are asked for again until the budget is over.
final class SimulatedSuppressions implements Suppressions {
  private static final int KEYS_PER_CALL = 100;

  private final World world;
  private final Instance instance;
  private final Map<Recipient, Long> readAt = new HashMap<>();

  SimulatedSuppressions(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
  }

  /// When each recipient's latest lookup began.
  Map<Recipient, Long> readAt() {
    return readAt;
  }

  @Override
  public Map<Recipient, SuppressionVerdict> lookup(Set<Recipient> recipients, Duration budget) {
    long now = world.timeline.now();
    recipients.forEach(recipient -> readAt.put(recipient, now));
    List<SuppressionKey> keys =
        recipients.stream().flatMap(recipient -> recipient.keys().stream()).distinct().toList();
    Lookup lookup = new Lookup(keys, now + budget.toNanos() / 1_000);
    boolean _ = instance.<Boolean>await(lookup::begin);
    return new FactsRead(lookup.found, lookup.unread)
        .verdicts(recipients, SuppressionPolicy.DEFAULT, instance.clock().instant());
  }

  private final class Lookup {
    private final List<SuppressionKey> keys;
    private final long deadline;
    private final Map<SuppressionKey, Facts> found = new HashMap<>();
    private final Map<SuppressionKey, String> unread = new HashMap<>();
    private int open;

    Lookup(List<SuppressionKey> keys, long deadline) {
      this.keys = keys;
      this.deadline = deadline;
    }

    void begin(PendingAnswer<Boolean> done) {
      for (int from = 0; from < keys.size(); from += KEYS_PER_CALL) {
        open++;
        ask(keys.subList(from, Math.min(keys.size(), from + KEYS_PER_CALL)), done);
      }
    }

    private void ask(List<SuppressionKey> wanted, PendingAnswer<Boolean> done) {
      world.suppressionTable.<List<SuppressionKey>>request(
          instance, () -> read(wanted), left -> answered(wanted, left, done));
    }

    /// @return the keys that stayed unprocessed
    private List<SuppressionKey> read(List<SuppressionKey> wanted) {
      List<SuppressionKey> left = new ArrayList<>();
      for (SuppressionKey key : wanted) {
        if (world.chance.happens(world.chance.model().unprocessedKeys())) {
          left.add(key);
        } else {
          world.suppressions.facts(key).ifPresent(facts -> found.put(key, facts));
        }
      }
      return left;
    }

    private void answered(
        List<SuppressionKey> wanted,
        Optional<List<SuppressionKey>> answer,
        PendingAnswer<Boolean> done) {
      List<SuppressionKey> left = answer.orElse(wanted);
      long wait = 1_000 + world.chance.upTo(200_000);
      boolean inTime = world.timeline.now() + wait < deadline;
      if (!left.isEmpty() && inTime) {
        world.timeline.after(wait, () -> ask(left, done));
        return;
      }
      left.forEach(key -> unread.put(key, "ThrottlingException"));
      if (--open == 0) {
        done.give(true);
      }
    }
  }
}
