package dev.postrider.aws;

import dev.postrider.calls.Fanout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Calls on virtual threads, a bounded number at a time.
public final class VirtualFanout implements Fanout {
  private final Semaphore permits;

  /// @param atOnce how many tasks may run at the same time; they begin in their order
  public VirtualFanout(int atOnce) {
    this.permits = new Semaphore(atOnce, true);
  }

  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    if (tasks.size() == 1) {
      return List.of(here(tasks.getFirst()));
    }
    return begin(tasks).results();
  }

  @Override
  public <T> TasksUnderWay<T> begin(List<Supplier<T>> tasks) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    List<Future<T>> futures = new ArrayList<>(tasks.size());
    tasks.forEach(task -> futures.add(threads.submit(() -> permitted(task))));
    return () -> {
      threads.close();
      return futures.stream().map(VirtualFanout::result).toList();
    };
  }

  /// One task needs no thread of its own, but a permit like any other.
  private <T> T here(Supplier<T> task) {
    try {
      return permitted(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private <T> T permitted(Supplier<T> task) throws InterruptedException {
    permits.acquire();
    try {
      return task.get();
    } finally {
      permits.release();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        // Such as OutOfMemoryError: no record's defect, but the end of the instance.
        case Error error -> throw error;
        case RuntimeException defect -> throw defect;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
