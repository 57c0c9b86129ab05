package dev.postrider.simulation;

import dev.postrider.calls.Fanout;
import dev.postrider.dispatch.Dispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs tasks as fibers of the instance, so many at a time, in their order, as `VirtualFanout` does
/// for the calls to SES.
final class SimulatedFanout implements Fanout {
  private static final int AT_ONCE = Dispatcher.LARGEST_SLICE;

  private final Instance instance;

  SimulatedFanout(Instance instance) {
    this.instance = instance;
  }

  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    if (tasks.size() == 1) {
      return List.of(tasks.getFirst().get());
    }
    Run<T> run = new Run<>(tasks);
    boolean _ = instance.<Boolean>await(run::begin);
    return run.results();
  }

  /// What one task came to.
  private sealed interface Result<T> {
    record Value<T>(T value) implements Result<T> {}

    record Failure<T>(RuntimeException failure) implements Result<T> {}
  }

  private final class Run<T> {
    private final List<Supplier<T>> tasks;
    private final List<Optional<Result<T>>> results = new ArrayList<>();
    private int next;
    private int open;

    Run(List<Supplier<T>> tasks) {
      this.tasks = tasks;
      tasks.forEach(task -> results.add(Optional.empty()));
      this.open = tasks.size();
    }

    void begin(Answer<Boolean> done) {
      for (int i = 0; i < Math.min(AT_ONCE, tasks.size()); i++) {
        instance.start(() -> work(done));
      }
    }

    private void work(Answer<Boolean> done) {
      while (next < tasks.size()) {
        int index = next++;
        results.set(index, Optional.of(run(tasks.get(index))));
        if (--open == 0) {
          done.give(true);
        }
      }
    }

    private Result<T> run(Supplier<T> task) {
      try {
        return new Result.Value<>(task.get());
      } catch (RuntimeException failure) {
        return new Result.Failure<>(failure);
      }
    }

    List<T> results() {
      List<T> values = new ArrayList<>();
      for (Optional<Result<T>> result : results) {
        switch (result.orElseThrow()) {
          case Result.Value<T>(T value) -> values.add(value);
          case Result.Failure<T>(RuntimeException failure) -> throw failure;
        }
      }
      return values;
    }
  }
}
