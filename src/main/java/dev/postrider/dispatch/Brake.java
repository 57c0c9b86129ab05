package dev.postrider.dispatch;

import dev.postrider.pace.Pacer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// What SES says in one slot that concerns more than one call: it ends the slot, or the part that a
/// paused tenant has in it, and the pacer is told of it once. Shared by the calls of the slot.
final class Brake {
  private final Pacer pacer;
  private final AtomicBoolean throttled = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Set<String> paused = ConcurrentHashMap.newKeySet();

  Brake(Pacer pacer) {
    this.pacer = pacer;
  }

  /// Whether a call whose turn has not come is not to be made.
  ///
  /// @param tenant the call's
  boolean isOn(Optional<String> tenant) {
    return throttled.get() || stopped.get() || tenant.filter(paused::contains).isPresent();
  }

  /// The tenants that SES said are paused.
  Set<String> pausedTenants() {
    return Set.copyOf(paused);
  }

  /// Takes in what a call came to.
  ///
  /// @param tenant the call's
  /// @return what the pacer is still to be told because of it, to be run when the call's units are
  ///     settled; empty when there is nothing, or another call has it
  Optional<Runnable> heard(List<SendOutcome> outcomes, Optional<String> tenant, Instant now) {
    for (SendOutcome outcome : outcomes) {
      if (outcome instanceof SendOutcome.Stopped(String code)) {
        return first(stopped, () -> pacer.close(code, now));
      }
    }
    if (tenant.isPresent()
        && outcomes.stream().anyMatch(SendOutcome.TenantPaused.class::isInstance)) {
      return paused.add(tenant.get())
          ? Optional.of(() -> pacer.pauseTenant(tenant.get(), now))
          : Optional.empty();
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
