package dev.postrider.simulation;

import dev.postrider.calls.Fanout;
import dev.postrider.dispatch.Dispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Runs tasks as fibers of the instance: in their order, and at most [#AT_ONCE] at a time, as
/// `VirtualFanout` does for the calls to SES.
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

  private final class Run<T> {
    private final List<Supplier<T>> tasks;
    private final List<Supplier<T>> results;
    private int next;
    private int open;

    Run(List<Supplier<T>> tasks) {
      this.tasks = tasks;
      this.results = new ArrayList<>(tasks);
      this.open = tasks.size();
    }

    void begin(PendingAnswer<Boolean> done) {
      for (int i = 0; i < Math.min(AT_ONCE, tasks.size()); i++) {
        instance.start(() -> work(done));
      }
    }

    private void work(PendingAnswer<Boolean> done) {
      while (next < tasks.size()) {
        int index = next++;
        results.set(index, result(tasks.get(index)));
        if (--open == 0) {
          done.give(true);
        }
      }
    }

    /// Gives the value again, or throws the exception again.
    private Supplier<T> result(Supplier<T> task) {
      try {
        T value = task.get();
        return () -> value;
      } catch (RuntimeException failure) {
        return () -> {
          throw failure;
        };
      }
    }

    List<T> results() {
      return results.stream().map(Supplier::get).toList();
    }
  }
}
