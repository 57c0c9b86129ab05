package dev.postrider.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/// The instances of one function that have nothing to do, each with its handler. Lambda invokes the
/// one that was busy last, or starts another.
final class IdleInstances<H> {
  private final World world;
  private final String prefix;
  private final Function<Instance, H> newHandler;
  private final Deque<WarmInstance<H>> idle = new ArrayDeque<>();
  private int started;

  /// @param prefix of the instances' names
  IdleInstances(World world, String prefix, Function<Instance, H> newHandler) {
    this.world = world;
    this.prefix = prefix;
    this.newHandler = newHandler;
  }

  record WarmInstance<H>(Instance instance, H handler) {}

  WarmInstance<H> take() {
    while (!idle.isEmpty()) {
      WarmInstance<H> warm = idle.removeLast();
      if (warm.instance().alive()) {
        return warm;
      }
    }
    Instance instance = world.instance(prefix + ++started);
    return new WarmInstance<>(instance, newHandler.apply(instance));
  }

  void giveBack(WarmInstance<H> warm) {
    if (warm.instance().alive()) {
      idle.add(warm);
    }
  }
}
