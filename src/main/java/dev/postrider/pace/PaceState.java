package dev.postrider.pace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The shared item that all instances reserve from.
///
/// @param theoreticalArrivalMicros the account's theoretical arrival time (GCRA): when the next
///     recipient may be offered to SES; microseconds since the epoch
/// @param ratePerSecond recipients a second at present
/// @param ceilingPerSecond what the account may do: MaxSendRate less the headroom
/// @param rateChangedAt when the rate last moved, by a throttle or a step back up
/// @param version counts changes of everything but the arrival time and the calls
/// @param openReason why nothing may be sent; null while the breaker is closed and mail flows
/// @param openedAt when the breaker opened; null while it is closed
/// @param throttledAt when a throttle last lowered the rate; null when none has
/// @param pausedTenants whose mail SES does not send
/// @param calls what SES answered at this rate, while more was throttled than accepted calls make
///     good
public record PaceState(
    long theoreticalArrivalMicros,
    double ratePerSecond,
    double ceilingPerSecond,
    Instant rateChangedAt,
    long version,
    @Nullable String openReason,
    @Nullable Instant openedAt,
    @Nullable Instant throttledAt,
    PausedTenants pausedTenants,
    CallCounts calls) {

  /// A state that no throttle has lowered, of an account whose tenants all send.
  public PaceState(
      long theoreticalArrivalMicros,
      double ratePerSecond,
      double ceilingPerSecond,
      Instant rateChangedAt,
      long version,
      @Nullable String openReason,
      @Nullable Instant openedAt) {
    this(
        theoreticalArrivalMicros,
        ratePerSecond,
        ceilingPerSecond,
        rateChangedAt,
        version,
        openReason,
        openedAt,
        null,
        PausedTenants.NONE,
        CallCounts.NONE);
  }

  /// The state before AccountWatch has read the account: the sandbox's rate.
  public static PaceState initial(Instant now) {
    return new PaceState(0, 1, 1, now, 0, null, null);
  }

  PaceState throttled(@Nullable Instant at) {
    return new PaceState(
        theoreticalArrivalMicros,
        ratePerSecond,
        ceilingPerSecond,
        rateChangedAt,
        version,
        openReason,
        openedAt,
        at,
        pausedTenants,
        calls);
  }

  /// The state with other counts of calls, which do not change the version.
  PaceState withCalls(CallCounts counts) {
    return new PaceState(
        theoreticalArrivalMicros,
        ratePerSecond,
        ceilingPerSecond,
        rateChangedAt,
        version,
        openReason,
        openedAt,
        throttledAt,
        pausedTenants,
        counts);
  }

  /// The state with other tenants paused.
  public PaceState withPausedTenants(PausedTenants tenants) {
    return tenants.equals(pausedTenants)
        ? this
        : new PaceState(
            theoreticalArrivalMicros,
            ratePerSecond,
            ceilingPerSecond,
            rateChangedAt,
            version + 1,
            openReason,
            openedAt,
            throttledAt,
            tenants,
            calls);
  }

  /// How many recipients fit into one call without a burst of more than a second's worth.
  public int recipientsPerCall() {
    return (int) Math.clamp(Math.floor(ratePerSecond), 1, 50);
  }
}
