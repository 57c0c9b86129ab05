package dev.postrider.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tenants whose mail SES does not send, each with the time until which its mail is not offered
/// to SES. The time makes a wrong view end by itself: AccountWatch moves it while SES says that the
/// tenant is paused (docs/decisions/0072).
public record PausedTenants(SortedMap<String, Instant> until) {
  public static final PausedTenants NONE = new PausedTenants(new TreeMap<>());

  /// How long a tenant's mail rests after SES refused some of it, or said that it is paused.
  public static final Duration REST = Duration.ofMinutes(5);

  /// With so many, of 64 characters each, the shared item still is below 1 KiB: one write unit.
  static final int MOST = 10;

  /// How long it is worth no write that another instance was told the same.
  private static final Duration SAME = Duration.ofSeconds(30);

  public PausedTenants {
    until = Collections.unmodifiableSortedMap(new TreeMap<>(until));
  }

  /// Whether the tenant's mail is not to be offered to SES.
  public boolean holds(String tenant, Instant now) {
    Instant end = until.get(tenant);
    return end != null && now.isBefore(end);
  }

  /// The same with a tenant of which SES said that it is paused. A full set takes in nobody but for
  /// whose time is over: the tenant's mail is then deferred by its own tries.
  public PausedTenants with(String tenant, Instant now) {
    Instant end = until.get(tenant);
    if (end != null && now.plus(REST).minus(SAME).isBefore(end)) {
      return this;
    }
    SortedMap<String, Instant> more = new TreeMap<>(until);
    if (end == null && more.size() >= MOST) {
      more.values().removeIf(over -> !now.isBefore(over));
    }
    if (end == null && more.size() >= MOST) {
      return this;
    }
    more.put(tenant, now.plus(REST));
    return new PausedTenants(more);
  }

  /// The same without a tenant.
  public PausedTenants without(String tenant) {
    if (!until.containsKey(tenant)) {
      return this;
    }
    SortedMap<String, Instant> fewer = new TreeMap<>(until);
    fewer.remove(tenant);
    return new PausedTenants(fewer);
  }
}
