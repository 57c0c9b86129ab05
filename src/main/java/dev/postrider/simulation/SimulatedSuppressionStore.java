package dev.postrider.simulation;

import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.util.Map;
import java.util.Optional;

/// The feedback function's way to the suppression table.
final class SimulatedSuppressionStore implements SuppressionStore {
  private final World world;
  private final Instance instance;

  SimulatedSuppressionStore(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
  }

  @Override
  public void add(SuppressionKey key, SuppressionFact fact) {
    boolean _ =
        instance
            .call(
                world.suppressionTable,
                () -> {
                  store(world, key, fact);
                  return true;
                })
            .orElseThrow(() -> new StoreUnavailable("the fact could not be stored"));
  }

  /// Stores a fact at once.
  static void store(World world, SuppressionKey key, SuppressionFact fact) {
    world.suppressions.add(key, fact);
    Facts facts = world.suppressions.facts(key).orElse(Facts.NONE);
    boolean suppressed =
        SuppressionPolicy.DEFAULT
            .effective(facts, Timeline.instant(world.timeline.now()))
            .isPresent();
    world.truth.suppressed(key, suppressed);
  }

  @Override
  public Map<Scope, Facts> get(String address) {
    return world.suppressions.get(address);
  }

  @Override
  public Page list(Optional<String> after, int limit) {
    return world.suppressions.list(after, limit);
  }
}
