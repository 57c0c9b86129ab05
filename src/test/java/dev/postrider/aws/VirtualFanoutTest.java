package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VirtualFanoutTest {

  private static <T> Supplier<T> task(Supplier<T> task) {
    return task;
  }

  @Test
  void resultsComeInTheOrderOfTheTasks() {
    CountDownLatch second = new CountDownLatch(1);

    List<String> results =
        new VirtualFanout(2)
            .all(
                List.of(
                    task(
                        () -> {
                          await(second);
                          return "one";
                        }),
                    task(
                        () -> {
                          second.countDown();
                          return "two";
                        })));

    assertThat(results).containsExactly("one", "two");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Else a task that is out of memory would pass for a unit's defect, and the instance would go
  // on.
  @Test
  void anErrorComesOutAsItIs() {
    OutOfMemoryError error = new OutOfMemoryError("no room");

    assertThatThrownBy(
            () ->
                new VirtualFanout(2)
                    .all(
                        List.of(
                            task(() -> "one"),
                            task(
                                () -> {
                                  throw error;
                                }))))
        .isSameAs(error);
  }

  @Test
  void noMoreThanTheBoundRunAtTheSameTime() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    List<Integer> results =
        new VirtualFanout(3)
            .all(
                IntStream.range(0, 200)
                    .mapToObj(
                        i ->
                            task(
                                () -> {
                                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                  Thread.onSpinWait();
                                  running.decrementAndGet();
                                  return i;
                                }))
                    .toList());

    assertThat(results).hasSize(200);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void aTaskThatFailsStopsNoneOfTheOthers() {
    AtomicInteger ended = new AtomicInteger();
    List<Supplier<Integer>> tasks =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    task(
                        () -> {
                          if (i == 3) {
                            throw new IllegalStateException("the fourth");
                          }
                          return ended.incrementAndGet();
                        }))
            .toList();

    assertThatThrownBy(() -> new VirtualFanout(4).all(tasks)).hasMessage("the fourth");

    assertThat(ended.get()).isEqualTo(9);
  }

  @Test
  void noTasksAndOneTaskNeedNoThreads() {
    assertThat(new VirtualFanout(1).all(List.of())).isEmpty();
    Thread here = Thread.currentThread();
    assertThat(new VirtualFanout(1).all(List.of(task(Thread::currentThread))))
        .containsExactly(here);
  }
}
