package dev.postrider.account;

import dev.postrider.pace.PaceState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What happens every minute: reads the account, keeps the shared pace, and works the breaker. When
/// it opens, the pace is closed first, so that nothing more is burnt, and then nothing polls. When
/// it shuts, the pace is open before anything polls. Last come the tenants that SES has paused.
public final class AccountWatch {
  private final AccountReader reader;
  private final PaceControl pace;
  private final EventSources eventSources;
  private final TenantWatch tenants;
  private final double headroom;
  private final InstantSource clock;

  /// @param headroom the share of MaxSendRate that is used, above 0 and at most 1
  public AccountWatch(
      AccountReader reader,
      TenantReader tenants,
      PaceControl pace,
      EventSources eventSources,
      double headroom,
      InstantSource clock) {
    this.reader = reader;
    this.pace = pace;
    this.eventSources = eventSources;
    this.tenants = new TenantWatch(tenants, pace, clock);
    this.headroom = headroom;
    this.clock = clock;
  }

  /// What was seen and done.
  ///
  /// @param switched whether the event sources had to be switched
  /// @param unswitched why they could not be switched; the next look tries again
  public record Report(
      Account account,
      PaceState pace,
      boolean switched,
      Optional<RuntimeException> unswitched,
      TenantWatch.Report tenants) {}

  /// Looks once.
  ///
  /// @throws RuntimeException when the account or the pace could not be read or changed; the next
  ///     look tries again
  public Report look() {
    Account account = read();
    Instant now = clock.instant();
    PaceState state = pace.change(known -> Breaker.next(known, account, headroom, now), now);
    boolean switched = false;
    Optional<RuntimeException> unswitched = Optional.empty();
    try {
      switched = eventSources.ensurePolled(state.closedReason() == null);
    } catch (RuntimeException e) {
      unswitched = Optional.of(e);
    }
    return new Report(account, state, switched, unswitched, tenants.look(state.pausedTenants()));
  }

  /// While SES cannot be asked, a breaker that a dispatcher opened still stops the polling.
  private Account read() {
    try {
      return reader.read();
    } catch (RuntimeException e) {
      followTheBreaker(e);
      throw e;
    }
  }

  private void followTheBreaker(RuntimeException unread) {
    try {
      if (pace.change(UnaryOperator.identity(), clock.instant()).closedReason() != null) {
        eventSources.ensurePolled(false);
      }
    } catch (RuntimeException e) {
      unread.addSuppressed(e);
    }
  }
}
