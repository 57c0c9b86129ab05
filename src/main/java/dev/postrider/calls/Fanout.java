package dev.postrider.calls;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs independent calls at the same time.
public interface Fanout {

  /// Runs all tasks, each exactly once, and waits for all of them.
  ///
  /// @return their results in the order of the tasks
  /// @throws RuntimeException the first task's that failed, after all have ended
  <T> List<T> all(List<Supplier<T>> tasks);

  /// Begins all tasks, and does not wait for them where it has threads of its own.
  default <T> TasksUnderWay<T> begin(List<Supplier<T>> tasks) {
    List<T> results = all(tasks);
    return () -> results;
  }

  /// Tasks that may still run.
  interface TasksUnderWay<T> {
    /// Waits for all of them; called once.
    ///
    /// @return as [Fanout#all(List)] does
    List<T> results();
  }

  /// Runs a task for each of these, as [#all(List)] does.
  default <A, T> List<T> each(List<A> inputs, Function<A, T> task) {
    return all(inputs.stream().<Supplier<T>>map(input -> () -> task.apply(input)).toList());
  }
}
