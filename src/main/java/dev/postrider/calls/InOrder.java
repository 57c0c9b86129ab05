package dev.postrider.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// One task after the other, by the caller's own thread.
public final class InOrder implements Fanout {
  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    List<T> results = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (Supplier<T> task : tasks) {
      try {
        results.add(task.get());
      } catch (RuntimeException failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return results;
  }
}
