package dev.postrider.account;

import dev.postrider.pace.PaceState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What happens every minute: reads the account, keeps the shared pace, and works the breaker. The
/// breaker opens before the queues are polled no more, so that no receive count grows meanwhile; it
/// closes before they are polled again. Last come the tenants that SES has paused.
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
      PaceControl pace,
      EventSources eventSources,
      double headroom,
      InstantSource clock) {
    this.reader = reader;
    this.pace = pace;
    this.eventSources = eventSources;
    this.tenants = new TenantWatch(reader, pace, clock);
    this.headroom = headroom;
    this.clock = clock;
  }

  /// What was seen and done.
  ///
  /// @param switched whether the event sources had to be switched
  /// @param unswitched why they could not be switched; the next look tries again
  public record AccountReport(
      Account account,
      PaceState pace,
      boolean switched,
      Optional<RuntimeException> unswitched,
      TenantWatch.TenantReport tenants) {}

  /// Looks once.
  ///
  /// @throws RuntimeException when the account or the pace could not be read or changed; the next
  ///     look tries again
  public AccountReport look() {
    Account account = read();
    Instant now = clock.instant();
    PaceState state = pace.change(known -> Breaker.next(known, account, headroom, now), now);
    boolean switched = false;
    Optional<RuntimeException> unswitched = Optional.empty();
    try {
      switched = eventSources.ensurePolled(state.openReason() == null);
    } catch (RuntimeException e) {
      unswitched = Optional.of(e);
    }
    return new AccountReport(
        account, state, switched, unswitched, tenants.look(state.pausedTenants()));
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
      if (pace.change(UnaryOperator.identity(), clock.instant()).openReason() != null) {
        eventSources.ensurePolled(false);
      }
    } catch (RuntimeException e) {
      unread.addSuppressed(e);
    }
  }
}
