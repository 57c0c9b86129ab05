package dev.postrider.simulation;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Claims;
import dev.postrider.ledger.Claims.Judgement;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.Result;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// Both sides of the ledger in memory, with the same conditions as the table's.
public class InMemoryLedger implements Ledger, DeliveryLedger {
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, Entry> forgotten = new HashMap<>();
  private final Map<String, Map<String, RecipientStatus>> recipients = new HashMap<>();
  private final Map<String, Set<String>> more = new HashMap<>();
  private final Map<String, Instant> createdAt = new HashMap<>();
  private final Duration grace;
  private final BinaryOperator<RecipientStatus> merge;

  public InMemoryLedger(Duration grace) {
    this(grace, InMemoryLedger::graver);
  }

  /// @param merge which of a known and an added status of a recipient stays
  public InMemoryLedger(Duration grace, BinaryOperator<RecipientStatus> merge) {
    this.grace = grace;
    this.merge = merge;
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
      createdAt.remove(key);
      more.remove(key);
    }
  }

  public synchronized Map<String, Entry> entries() {
    return new TreeMap<>(entries);
  }

  public synchronized Map<String, RecipientStatus> recipients(String key) {
    return Map.copyOf(recipients.getOrDefault(key, Map.of()));
  }

  /// An operator's change of state, as the commands make it.
  public synchronized void move(String key, State state) {
    Entry old =
        Objects.requireNonNullElse(
            entries.get(key), new Entry(key, state, null, null, null, 0, 0, null));
    moved(old, state, null, null);
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
    return requests.stream().map(this::claim).toList();
  }

  @Override
  public List<Settled> settle(List<Settlement> settlements, Instant until) {
    return settlements.stream().map(this::settle).toList();
  }

  private synchronized Claim claim(ClaimRequest request) {
    Entry existing = entries.get(request.key());
    if (existing == null) {
      return grant(request, 1, 0, false);
    }
    return switch (Claims.judge(existing, request, grace)) {
      case Judgement.Answer(Claim claim) -> claim;
      case Judgement.TakeOver(boolean resend) ->
          grant(request, existing.attempts() + 1, existing.resends() + (resend ? 1 : 0), resend);
    };
  }

  private Claim grant(ClaimRequest request, int attempt, int resends, boolean resend) {
    createdAt.putIfAbsent(request.key(), request.now());
    put(
        request.key(),
        State.CLAIMED,
        request.fingerprint(),
        request.token(),
        request.leaseUntil(),
        attempt,
        resends,
        null);
    return new Claim.Granted(attempt, resend);
  }

  private synchronized Settled settle(Settlement settlement) {
    Entry entry = entries.get(settlement.key());
    if (settlement.result() instanceof Result.Sent(String sesMessageId)) {
      return sent(settlement.key(), entry, sesMessageId);
    }
    if (entry == null) {
      return new Settled.Unwritten("ConditionalCheckFailedException");
    }
    boolean ours =
        settlement.token().equals(entry.token())
            && (entry.state() == State.CLAIMED || entry.state() == State.UNKNOWN);
    if (!ours) {
      return new Settled.Overtaken(entry.state());
    }
    switch (settlement.result()) {
      case Result.Unknown _ -> moved(entry, State.UNKNOWN, settlement.token(), settlement.now());
      case Result.Released _ -> moved(entry, State.PENDING, null, null);
      case Result.Ended(State state, String _) -> moved(entry, state, null, null);
      case Result.Sent _ -> throw new AssertionError("handled above");
    }
    return new Settled.Done();
  }

  private Settled sent(String key, @Nullable Entry entry, String sesMessageId) {
    String earlier = entry == null ? null : entry.sesMessageId();
    if (earlier != null && !earlier.equals(sesMessageId)) {
      return isNews(key, sesMessageId) ? new Settled.SentTwice(earlier) : new Settled.Done();
    }
    accepted(key, entry, sesMessageId);
    return new Settled.Done();
  }

  /// A further message of SES's is told of once.
  private boolean isNews(String key, String sesMessageId) {
    return more.computeIfAbsent(key, k -> new HashSet<>()).add(sesMessageId);
  }

  @Override
  public synchronized Learnt record(DeliveryReport report) {
    Entry entry = entries.get(report.key());
    if (!isAbout(report, entry)) {
      return Learnt.UNKNOWN_UNIT;
    }
    boolean news = entry == null || (entry.state() != State.SENT && entry.state() != State.CLAIMED);
    String earlier = entry == null ? null : entry.sesMessageId();
    accepted(report.key(), entry, Objects.requireNonNullElse(earlier, report.sesMessageId()));
    Map<String, RecipientStatus> known =
        recipients.computeIfAbsent(report.key(), key -> new HashMap<>());
    report.recipients().forEach((hash, status) -> known.merge(hash, status, merge));
    boolean another = earlier != null && !earlier.equals(report.sesMessageId());
    return new Learnt(news, another && isNews(report.key(), report.sesMessageId()), false);
  }

  /// Whether a claim made the row, before the mail was sent.
  boolean isAbout(DeliveryReport report, @Nullable Entry entry) {
    Instant made = createdAt.get(report.key());
    return entry != null
        && entry.attempts() > 0
        && made != null
        && !made.isAfter(report.rowMadeBy());
  }

  private static RecipientStatus graver(RecipientStatus one, RecipientStatus other) {
    return one.rank() >= other.rank() ? one : other;
  }

  private void accepted(String key, @Nullable Entry entry, String sesMessageId) {
    put(
        key,
        State.SENT,
        entry == null ? null : entry.fingerprint(),
        null,
        null,
        entry == null ? 0 : entry.attempts(),
        entry == null ? 0 : entry.resends(),
        sesMessageId);
  }

  private void moved(Entry entry, State state, @Nullable String token, @Nullable Instant since) {
    put(
        entry.key(),
        state,
        entry.fingerprint(),
        token,
        since,
        entry.attempts(),
        entry.resends(),
        entry.sesMessageId());
  }

  private void put(
      String key,
      State state,
      @Nullable String fingerprint,
      @Nullable String token,
      @Nullable Instant since,
      int attempts,
      int resends,
      @Nullable String sesMessageId) {
    entries.put(
        key, new Entry(key, state, fingerprint, token, since, attempts, resends, sesMessageId));
  }
}
