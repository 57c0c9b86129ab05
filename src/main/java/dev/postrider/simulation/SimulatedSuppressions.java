package dev.postrider.simulation;

import dev.postrider.calls.Chunks;
import dev.postrider.suppression.FactStore;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.FactsRead;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One instance's way to the suppression table: batch reads of up to 100 keys, of which some keys
/// stay unprocessed and are asked for again until the budget is over, and writes of one fact.
///
/// @param readAt when each recipient's lookups began, in order
record SimulatedSuppressions(World world, Instance instance, Map<Recipient, List<Long>> readAt)
    implements Suppressions, FactStore {
  private static final int KEYS_PER_CALL = 100;

  SimulatedSuppressions(World world, Instance instance) {
    this(world, instance, new HashMap<>());
  }

  @Override
  public Map<Recipient, SuppressionVerdict> lookup(Set<Recipient> recipients, Duration budget) {
    long now = world.timeline.now();
    recipients.forEach(
        recipient -> readAt.computeIfAbsent(recipient, r -> new ArrayList<>()).add(now));
    List<SuppressionKey> keys =
        recipients.stream().flatMap(recipient -> recipient.keys().stream()).distinct().toList();
    long deadline = now + budget.toNanos() / 1_000;
    Map<SuppressionKey, Facts> found = new HashMap<>();
    Map<SuppressionKey, String> unread = new HashMap<>();
    instance
        .<List<SuppressionKey>, List<SuppressionKey>>awaitAll(
            Chunks.of(keys, KEYS_PER_CALL), (chunk, left) -> read(chunk, deadline, found, left))
        .forEach(left -> left.forEach(key -> unread.put(key, "ThrottlingException")));
    return new FactsRead(found, unread)
        .verdicts(recipients, SuppressionPolicy.DEFAULT, instance.clock().instant());
  }

  /// @param found where the facts go
  /// @param unread told what could not be read until the deadline
  private void read(
      List<SuppressionKey> keys,
      long deadline,
      Map<SuppressionKey, Facts> found,
      Consumer<List<SuppressionKey>> unread) {
    world.suppressionTable.request(
        instance,
        Long.MAX_VALUE,
        () -> unprocessed(keys, found),
        unprocessed -> {
          List<SuppressionKey> left = unprocessed.orElse(keys);
          long wait = 1_000 + world.chance.upTo(200_000);
          if (!left.isEmpty() && world.timeline.now() + wait < deadline) {
            world.timeline.after(wait, () -> read(left, deadline, found, unread));
          } else {
            unread.accept(left);
          }
        });
  }

  private List<SuppressionKey> unprocessed(
      List<SuppressionKey> keys, Map<SuppressionKey, Facts> found) {
    List<SuppressionKey> left = new ArrayList<>();
    for (SuppressionKey key : keys) {
      if (world.chance.happens(SimulatedFault.KEY_UNPROCESSED)) {
        left.add(key);
      } else {
        world.suppressions.facts(key).ifPresent(facts -> found.put(key, facts));
      }
    }
    return left;
  }

  @Override
  public void add(SuppressionKey key, SuppressionFact fact) {
    boolean _ =
        instance
            .call(world.suppressionTable, () -> world.suppress(key, fact))
            .orElseThrow(() -> new StoreUnavailable("the fact could not be stored"));
  }
}
