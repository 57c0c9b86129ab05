package dev.postrider.account;

import dev.postrider.pace.PaceState;
import dev.postrider.pace.PausedTenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happens every minute to tenants that are held for paused: asks SES for each, and forgets
/// those that send again, so that their mail is tried with its next copy.
public final class TenantWatch {
  /// With a full set each is asked every fourth minute, before its rest is over.
  static final int ASKED_AT_ONCE = 3;

  private final TenantReader reader;
  private final PaceControl pace;
  private final InstantSource clock;

  public TenantWatch(TenantReader reader, PaceControl pace, InstantSource clock) {
    this.reader = reader;
    this.pace = pace;
    this.clock = clock;
  }

  /// What was seen.
  ///
  /// @param paused the tenants that were held for paused, those among them that send again
  ///     included: so it shows when SES refuses the mail of a tenant that it calls well
  /// @param unread why SES or the pace could not be asked; the next look tries again
  public record Report(List<String> paused, Optional<RuntimeException> unread) {}

  /// Looks once: no call for an account without a paused tenant.
  Report look(PausedTenants known) {
    Instant now = clock.instant();
    Map<String, Boolean> sends = new LinkedHashMap<>();
    Optional<RuntimeException> unread = Optional.empty();
    try {
      ask(known, now, sends);
    } catch (RuntimeException e) {
      unread = Optional.of(e);
    }
    try {
      if (!sends.isEmpty()) {
        PaceState _ = pace.change(state -> judged(state, sends, now), now);
      }
    } catch (RuntimeException e) {
      unread = Optional.of(unread.orElse(e));
    }
    return new Report(List.copyOf(known.until().keySet()), unread);
  }

  /// Those first whose rest is over first. Where SES cannot be asked for one, it is not asked for
  /// the others; that one is forgotten once its rest is over, since its mail is tried then.
  private void ask(PausedTenants known, Instant now, Map<String, Boolean> sends) {
    List<String> next =
        known.until().entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .limit(ASKED_AT_ONCE)
            .map(Map.Entry::getKey)
            .toList();
    for (String tenant : next) {
      try {
        sends.put(tenant, reader.sends(tenant));
      } catch (RuntimeException e) {
        if (!known.holds(tenant, now)) {
          sends.put(tenant, true);
        }
        throw e;
      }
    }
  }

  private static PaceState judged(PaceState state, Map<String, Boolean> sends, Instant now) {
    PausedTenants tenants = state.pausedTenants();
    for (Map.Entry<String, Boolean> answer : sends.entrySet()) {
      tenants =
          answer.getValue() ? tenants.without(answer.getKey()) : tenants.with(answer.getKey(), now);
    }
    return state.withPausedTenants(tenants);
  }
}
