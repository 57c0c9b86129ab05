package dev.postrider.simulation;

import dev.postrider.calls.Fanout;
import dev.postrider.dispatch.Dispatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/// Runs tasks as fibers of the instance: in their order, and at most [#AT_ONCE] at a time, as
/// `VirtualFanout` does for the calls to SES.
record SimulatedFanout(Instance instance) implements Fanout {
  private static final int AT_ONCE = Dispatcher.LARGEST_SLICE;

  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    if (tasks.size() == 1) {
      return List.of(tasks.getFirst().get());
    }
    Deque<Runnable> waiting = new ArrayDeque<>();
    return instance
        .<Supplier<T>, Supplier<T>>awaitAll(
            tasks,
            (task, result) -> {
              waiting.add(() -> result.accept(result(task)));
              if (waiting.size() <= AT_ONCE) {
                instance.start(() -> work(waiting));
              }
            })
        .stream()
        .map(Supplier::get)
        .toList();
  }

  @Override
  public <T> TasksUnderWay<T> begin(List<Supplier<T>> tasks) {
    List<Supplier<List<T>>> ended = new ArrayList<>(1);
    List<Runnable> waiter = new ArrayList<>(1);
    instance.start(
        () -> {
          ended.add(result(() -> all(tasks)));
          waiter.forEach(Runnable::run);
        });
    return () -> {
      if (ended.isEmpty()) {
        boolean _ = instance.<Boolean>await(answer -> waiter.add(() -> answer.accept(true)));
      }
      return ended.getFirst().get();
    };
  }

  private static void work(Deque<Runnable> waiting) {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  /// Gives the value again, or throws the exception again.
  private static <T> Supplier<T> result(Supplier<T> task) {
    try {
      T value = task.get();
      return () -> value;
    } catch (RuntimeException failure) {
      return () -> {
        throw failure;
      };
    }
  }
}
