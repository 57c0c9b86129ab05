package dev.postrider.simulation;

import dev.postrider.suppression.Facts;
import dev.postrider.suppression.FactsRead;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// Both sides of the suppression table in memory, which a test can make fail.
public final class InMemorySuppressions implements Suppressions, SuppressionStore {
  private static final Comparator<SuppressionKey> ORDER =
      Comparator.comparing(SuppressionKey::address).thenComparing(key -> key.scope().text());

  private final ConcurrentSkipListMap<SuppressionKey, Facts> items =
      new ConcurrentSkipListMap<>(ORDER);
  private final Map<String, String> unreadable = new HashMap<>();
  private final SuppressionPolicy policy;
  private final InstantSource clock;
  private int failingWrites;

  public InMemorySuppressions(SuppressionPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /// From now on no item of this address can be read by a lookup.
  public void failReading(String address, String cause) {
    unreadable.put(address, cause);
  }

  /// The next writes fail and store nothing.
  public void failWrites(int count) {
    failingWrites = count;
  }

  /// Puts an item as it is.
  public void put(SuppressionKey key, Facts facts) {
    items.put(key, facts);
  }

  /// All items, for assertions.
  public Map<SuppressionKey, Facts> items() {
    return Map.copyOf(items);
  }

  /// One item; empty when there is none.
  public Optional<Facts> facts(SuppressionKey key) {
    return Optional.ofNullable(items.get(key));
  }

  @Override
  public Map<Recipient, SuppressionVerdict> lookup(Set<Recipient> recipients, Duration budget) {
    Map<SuppressionKey, Facts> found = new HashMap<>();
    Map<SuppressionKey, String> unread = new HashMap<>();
    for (Recipient recipient : recipients) {
      for (SuppressionKey key : recipient.keys()) {
        String cause = unreadable.get(key.address());
        if (cause != null) {
          unread.put(key, cause);
        } else {
          facts(key).ifPresent(facts -> found.put(key, facts));
        }
      }
    }
    return new FactsRead(found, unread).verdicts(recipients, policy, clock.instant());
  }

  @Override
  public void add(SuppressionKey key, SuppressionFact fact) {
    if (failingWrites > 0) {
      failingWrites--;
      throw new StoreUnavailable("writing failed: told to");
    }
    items.merge(key, Facts.NONE.with(fact, policy), (known, ignored) -> known.with(fact, policy));
  }

  @Override
  public Map<Scope, Facts> get(String address) {
    return items.entrySet().stream()
        .filter(item -> item.getKey().address().equals(address))
        .collect(Collectors.toMap(item -> item.getKey().scope(), Map.Entry::getValue));
  }

  @Override
  public Page list(Optional<String> after, int limit) {
    List<StoredFacts> entries = new ArrayList<>();
    items.forEach((key, facts) -> entries.add(new StoredFacts(key, facts)));
    int from = after.map(Integer::parseInt).orElse(0);
    int to = Math.min(entries.size(), from + limit);
    return new Page(
        entries.subList(from, to),
        to < entries.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
  }
}
