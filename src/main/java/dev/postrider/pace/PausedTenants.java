package dev.postrider.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tenants whose mail SES does not send, each with the time until which its mail is not offered
/// to SES. The time makes a wrong view end by itself: nothing but mail that SES refuses moves it
/// (docs/decisions/0072).
public record PausedTenants(SortedMap<String, Instant> until) {
  public static final PausedTenants NONE = new PausedTenants(new TreeMap<>());

  /// How long a tenant's mail rests after SES refused some of it.
  public static final Duration REST = Duration.ofMinutes(5);

  /// Ten names of 64 characters each keep the shared item below 1 KiB: one write unit.
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

  /// The same with a tenant of which SES said that it is paused. A full set takes in another
  /// only where one's time is over: else the tenant's mail is deferred by its own tries.
  public PausedTenants with(String tenant, Instant now) {
    Instant end = until.get(tenant);
    if (end != null && now.plus(REST).minus(SAME).isBefore(end)) {
      return this;
    }
    PausedTenants room = end == null && until.size() >= MOST ? resting(now) : this;
    if (end == null && room.until.size() >= MOST) {
      return this;
    }
    SortedMap<String, Instant> more = new TreeMap<>(room.until);
    more.put(tenant, now.plus(REST));
    return new PausedTenants(more);
  }

  /// The same without those whose time is over.
  public PausedTenants resting(Instant now) {
    SortedMap<String, Instant> resting = new TreeMap<>(until);
    resting.values().removeIf(end -> !now.isBefore(end));
    return new PausedTenants(resting);
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
