package dev.postrider.account;

import dev.postrider.pace.PaceState;
import dev.postrider.pace.PausedTenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What happens every minute to tenants that are held for paused: asks SES for them, and forgets
/// those that send again, so that their mail is tried with its next copy. It forgets those whose
/// rest is over, too: what SES goes on refusing puts a tenant back, so that one whom nobody mails
/// any more keeps no alarm on and takes no place.
public final class TenantWatch {
  /// SES allows about one such call a second.
  static final int ASKED_AT_ONCE = 3;

  private final AccountReader reader;
  private final PaceControl pace;
  private final InstantSource clock;

  public TenantWatch(AccountReader reader, PaceControl pace, InstantSource clock) {
    this.reader = reader;
    this.pace = pace;
    this.clock = clock;
  }

  /// What was seen.
  ///
  /// @param paused the tenants that were held for paused, those among them that send again
  ///     included: so it shows when SES refuses the mail of a tenant that it calls well
  /// @param unread why SES or the pace could not be asked; the next look tries again
  public record TenantReport(List<String> paused, Optional<RuntimeException> unread) {}

  /// Looks once: no call for an account without a paused tenant.
  TenantReport look(PausedTenants known) {
    Instant now = clock.instant();
    Set<String> sending = new HashSet<>();
    Optional<RuntimeException> unread = Optional.empty();
    try {
      ask(known.resting(now), sending);
    } catch (RuntimeException e) {
      unread = Optional.of(e);
    }
    try {
      if (!left(known, sending, now).equals(known)) {
        PaceState _ =
            pace.change(
                state -> state.withPausedTenants(left(state.pausedTenants(), sending, now)), now);
      }
    } catch (RuntimeException e) {
      unread = Optional.of(unread.orElse(e));
    }
    return new TenantReport(List.copyOf(known.until().keySet()), unread);
  }

  /// Those first who would rest the longest. Where SES cannot be asked for one, it is not asked for
  /// the others.
  private void ask(PausedTenants resting, Set<String> sending) {
    List<String> next =
        resting.until().entrySet().stream()
            .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
            .limit(ASKED_AT_ONCE)
            .map(Map.Entry::getKey)
            .toList();
    for (String tenant : next) {
      if (reader.sends(tenant)) {
        sending.add(tenant);
      }
    }
  }

  private static PausedTenants left(PausedTenants known, Set<String> sending, Instant now) {
    PausedTenants left = known.resting(now);
    for (String tenant : sending) {
      left = left.without(tenant);
    }
    return left;
  }
}
