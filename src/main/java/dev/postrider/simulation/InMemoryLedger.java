package dev.postrider.simulation;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimProtocol;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ConditionalWrite;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.ProtocolStep;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.ReportProtocol;
import dev.postrider.ledger.SettleProtocol;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Both sides of the ledger in memory: a table that carries out the conditional writes of the claim
/// protocol.
public class InMemoryLedger implements Ledger, DeliveryLedger {
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, Entry> forgotten = new HashMap<>();
  private final Duration grace;

  public InMemoryLedger(Duration grace) {
    this.grace = grace;
  }

  public synchronized Optional<Entry> entry(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /// What the table holds of a unit, or held before its TTL.
  synchronized Optional<Entry> lastKnown(String key) {
    return entry(key).or(() -> Optional.ofNullable(forgotten.get(key)));
  }

  /// The TTL deletes an entry.
  synchronized void forget(String key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      forgotten.put(key, entry);
      // The next message of that id makes a row of its own, with its own time.
    }
  }

  public synchronized Map<String, Entry> entries() {
    return new TreeMap<>(entries);
  }

  public Map<String, RecipientStatus> recipients(String key) {
    return lastKnown(key).map(Entry::recipients).orElse(Map.of());
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
    return requests.stream().map(request -> finish(ClaimProtocol.claim(request, grace))).toList();
  }

  @Override
  public List<Settled> settle(List<Settlement> settlements, Instant until) {
    return settlements.stream()
        .map(settlement -> finish(SettleProtocol.settle(settlement)))
        .toList();
  }

  @Override
  public ReportOutcome record(DeliveryReport report) {
    return finish(ReportProtocol.record(report));
  }

  /// Takes all steps at one moment.
  public synchronized <A> A finish(ProtocolStep<A> first) {
    return first.finish(this::write);
  }

  /// Takes one step.
  synchronized <A> ProtocolStep<A> write(ProtocolStep.Write<A> step) {
    ConditionalWrite write = step.write();
    Optional<Entry> before = entry(write.key());
    if (!holds(write, before)) {
      return step.refused().apply(before);
    }
    entries.put(write.key(), write.applied(before));
    return step.written().apply(before);
  }

  /// Carries out a write that shares a call with others.
  ///
  /// @return the answer; empty when its condition did not hold
  synchronized <A> Optional<A> write(ProtocolStep.Batched<A> batched) {
    ConditionalWrite write = batched.write();
    Optional<Entry> before = entry(write.key());
    if (!holds(write, before)) {
      return Optional.empty();
    }
    entries.put(write.key(), write.applied(before));
    return Optional.of(batched.answer());
  }

  /// Whether a write takes effect.
  boolean holds(ConditionalWrite write, Optional<Entry> entry) {
    return write.condition().holds(entry);
  }
}
