package dev.postrider.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The TTL of the ledger's table: an entry is deleted some time after it expires, and is
/// there until then.
final class Expiry {
  private final World world;
  private final Map<String, Long> dieAt = new HashMap<>();

  Expiry(World world) {
    this.world = world;
  }

  /// A write that sets when the entry expires.
  void set(String key, Duration keep) {
    if (!world.scenario.forgets()) {
      return;
    }
    long late = world.chance.upTo(keep.toNanos() / 1_000 / 12);
    long lives = keep.toNanos() / 1_000 + late;
    long at = world.timeline.now() + lives;
    dieAt.put(key, at);
    world.timeline.background(lives, () -> expire(key, at));
  }

  /// A write that sets it where there is none.
  void setIfAbsent(String key, Duration keep) {
    if (!dieAt.containsKey(key)) {
      set(key, keep);
    }
  }

  private void expire(String key, long at) {
    if (dieAt.remove(key, at)) {
      world.ledger.forget(key);
      world.trace.note("ttl", "FORGOTTEN", key, "");
    }
  }
}
