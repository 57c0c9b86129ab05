package dev.postrider.simulation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a fiber waits for. Given once; an answer that comes after the instance was killed is lost.
final class PendingAnswer<T> {
  private final Instance instance;
  private final Fiber fiber;
  private @Nullable T value;

  PendingAnswer(Instance instance, Fiber fiber) {
    this.instance = instance;
    this.fiber = fiber;
  }

  /// Lets the waiting fiber go on with a value.
  void give(T given) {
    if (value != null) {
      throw new IllegalStateException("answered twice");
    }
    value = given;
    instance.goOn(fiber);
  }

  boolean given() {
    return value != null;
  }

  T value() {
    return Objects.requireNonNull(value);
  }
}
