package dev.postrider.dispatch;

import dev.postrider.pace.Pacer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// What SES says in one slot that concerns everyone: it ends the slot, and the pacer is told of it
/// once. Shared by the calls of the slot.
final class Brake {
  private final Pacer pacer;
  private final AtomicBoolean throttled = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();

  Brake(Pacer pacer) {
    this.pacer = pacer;
  }

  /// Whether calls whose turn has not come are not to be made.
  boolean isOn() {
    return throttled.get() || stopped.get();
  }

  /// Takes in what a call came to.
  ///
  /// @return what the pacer is still to be told because of it, to be run when the call's units are
  ///     settled; empty when there is nothing, or another call has it
  Optional<Runnable> heard(List<SendOutcome> outcomes, Instant now) {
    for (SendOutcome outcome : outcomes) {
      if (outcome instanceof SendOutcome.Stopped(String code)) {
        return first(stopped, () -> pacer.close(code, now));
      }
    }
    return outcomes.stream().anyMatch(Brake::slowsDown)
        ? first(throttled, () -> pacer.throttled(now))
        : Optional.empty();
  }

  private static boolean slowsDown(SendOutcome outcome) {
    return outcome instanceof SendOutcome.Throttled throttled && throttled.slowDown();
  }

  private static Optional<Runnable> first(AtomicBoolean flag, Runnable tell) {
    return flag.compareAndSet(false, true) ? Optional.of(tell) : Optional.empty();
  }
}
