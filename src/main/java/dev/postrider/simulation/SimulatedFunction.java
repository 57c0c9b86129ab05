package dev.postrider.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A Lambda function. It invokes the idle instance that was busy last, or starts another.
///
/// @param <H> the function's handler, of which each instance has its own
final class SimulatedFunction<H> {
  private final World world;
  private final String prefix;
  private final Function<Instance, H> newHandler;
  private final Deque<WarmInstance<H>> idle = new ArrayDeque<>();
  private int started;

  /// @param prefix of the instances' names
  SimulatedFunction(World world, String prefix, Function<Instance, H> newHandler) {
    this.world = world;
    this.prefix = prefix;
    this.newHandler = newHandler;
  }

  private record WarmInstance<H>(Instance instance, H handler) {}

  /// Invokes it once.
  ///
  /// @param work what an instance does
  /// @param ended told what came of it; empty when the instance failed or was killed
  /// @return what Lambda does when the time is up
  <T> Runnable invoke(BiFunction<Instance, H, T> work, BiConsumer<Instance, Optional<T>> ended) {
    WarmInstance<H> warm = take();
    Instance instance = warm.instance();
    boolean[] over = {false};
    instance.start(
        () -> {
          Optional<T> result = Optional.empty();
          try {
            result = Optional.of(work.apply(instance, warm.handler()));
          } finally {
            over[0] = true;
            if (instance.alive()) {
              idle.add(warm);
            }
            ended.accept(instance, result);
          }
        });
    return () -> {
      if (!over[0]) {
        instance.kill("TIMED_OUT");
      }
    };
  }

  private WarmInstance<H> take() {
    while (!idle.isEmpty()) {
      WarmInstance<H> warm = idle.removeLast();
      if (warm.instance().alive()) {
        return warm;
      }
    }
    Instance instance = world.instance(prefix + ++started);
    return new WarmInstance<>(instance, newHandler.apply(instance));
  }
}
