package dev.postrider.account;

import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The circuit breaker: open while nothing may be sent, closed while mail flows. Pure.
public final class Breaker {
  /// The prefix of reasons that an operator gave; only an operator takes them back.
  public static final String MANUAL = "MANUAL";

  /// How long the breaker stays open before a probe, when the account itself looks well: what
  /// stopped the dispatcher may not show there, as with a paused configuration set.
  static final Duration REST = Duration.ofMinutes(5);

  /// The daily quota is a moving window: with so little of it free, sending waits.
  static final double QUOTA_GONE = 0.999;

  /// Sending begins again when so much of the quota is free.
  static final double QUOTA_BACK = 0.99;

  private Breaker() {}

  /// The shared state that should stand now.
  ///
  /// Closing is a probe (half-open): the pace begins at its floor and climbs step by step, and the
  /// first call that SES refuses opens the breaker again.
  ///
  /// @param headroom the share of MaxSendRate that is used, above 0 and at most 1
  public static PaceState next(PaceState state, Account account, double headroom, Instant now) {
    PaceState current = underCeiling(state, account.maxSendRate() * headroom, now);
    Optional<String> trouble = trouble(account);
    if (current.openReason() == null) {
      return trouble.map(reason -> Gcra.breakerOpened(current, reason, now)).orElse(current);
    }
    return trouble.isEmpty() && mayProbe(current, account, now)
        ? Gcra.breakerClosed(current, now)
        : current;
  }

  private static PaceState underCeiling(PaceState state, double ceiling, Instant now) {
    return ceiling > 0 && ceiling != state.ceilingPerSecond()
        ? Gcra.underCeiling(state, ceiling, now)
        : state;
  }

  private static Optional<String> trouble(Account account) {
    if (!account.sendingEnabled()) {
      return Optional.of("SENDING_PAUSED");
    }
    if (account.enforcement().equals("SHUTDOWN")) {
      return Optional.of("ACCOUNT_SUSPENDED");
    }
    return account.quotaShare() >= QUOTA_GONE ? Optional.of("DAILY_QUOTA") : Optional.empty();
  }

  private static boolean mayProbe(PaceState state, Account account, Instant now) {
    String reason = state.openReason();
    if (reason == null || state.openedAt() == null || reason.startsWith(MANUAL)) {
      return false;
    }
    boolean rested = !now.isBefore(state.openedAt().plus(REST));
    return rested && (!reason.equals("DAILY_QUOTA") || account.quotaShare() < QUOTA_BACK);
  }
}
