package dev.postrider.dispatch;

import dev.postrider.dispatch.UnitOutcome.Kind;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.Result;
import dev.postrider.ledger.State;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.Suppressions;
import dev.postrider.suppression.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings a slice of a batch from the claim to the decision: claims its units, looks up who is
/// suppressed, and decides.
final class Slice {
  private static final Duration LOOKUP_BUDGET = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Suppressions suppressions;
  private final DispatchPolicy policy;
  private final Backoff backoff;
  private final Settling settling;
  private final InstantSource clock;

  Slice(
      Ledger ledger,
      Suppressions suppressions,
      DispatchPolicy policy,
      Backoff backoff,
      Settling settling,
      InstantSource clock) {
    this.ledger = ledger;
    this.suppressions = suppressions;
    this.policy = policy;
    this.backoff = backoff;
    this.settling = settling;
    this.clock = clock;
  }

  /// What a slice came to before anything is sent.
  ///
  /// @param ready units to send
  /// @param ends units that have ended already
  /// @param dropped recipients left out of the ready units
  /// @param reused the records whose id belongs to a message with other content: none of their
  ///     units is to be claimed any more
  /// @param stop why nothing more can be claimed in this invocation; empty when more can
  record Prepared(
      List<Ready> ready,
      List<UnitEnd> ends,
      int dropped,
      Set<String> reused,
      Optional<PacedSending.Stop> stop) {}

  /// @param tasks with distinct keys
  /// @param token names the invocation in its claims
  Prepared prepare(List<Task> tasks, String token, Deadlines times) {
    Instant now = clock.instant();
    List<Claim> claims =
        ledger.claim(
            tasks.stream().map(task -> request(task, token, now, times)).toList(), times.sendBy());
    Claimed claimed = new Claimed(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < tasks.size(); i++) {
      sort(tasks.get(i), claims.get(i), token, claimed);
    }
    Set<String> reused = giveBackReused(claimed, token);
    boolean giveBack = hasTimeForAsMuchAgain(now, times.sendBy());
    claimed.ends.addAll(unwritten(claimed.unwritten, giveBack, times.sendBy()));
    return decide(
        claimed.granted, token, claimed.ends, reused, stop(tasks, claimed.unwritten), times);
  }

  /// A message is refused whole: an entry that the id's first message did not have is not sent
  /// either. The claim is given back once the copy is safe.
  private Set<String> giveBackReused(Claimed claimed, String token) {
    Set<String> reused =
        claimed.ends.stream()
            .filter(end -> end.fate() instanceof Fate.Rejected)
            .map(end -> end.task().record().messageId())
            .collect(Collectors.toSet());
    Instant now = clock.instant();
    for (Iterator<Task> granted = claimed.granted.iterator(); granted.hasNext(); ) {
      Task task = granted.next();
      if (reused.contains(task.record().messageId())) {
        granted.remove();
        Settlement givenBack =
            new Settlement(
                task.unit().key(),
                token,
                now,
                new Result.Released(RejectReason.ID_REUSED.name(), task.attempt()));
        claimed.ends.add(reused(task, Optional.of(givenBack), now));
      }
    }
    return reused;
  }

  /// What claims came to.
  private record Claimed(
      List<Task> granted, List<Settling.Release> unwritten, List<UnitEnd> ends) {}

  private void sort(Task task, Claim claim, String token, Claimed claimed) {
    Instant now = clock.instant();
    switch (claim) {
      case Claim.Granted(int attempt, boolean resend) ->
          claimed.granted.add(task.claimed(attempt, resend));
      case Claim.Unwritten(String code) ->
          claimed.unwritten.add(
              settling.release(whole(task, token), ParkReason.LEDGER_UNAVAILABLE, code));
      case Claim.Duplicate(State state) ->
          claimed.ends.add(end(task, new Fate.Ended(), Kind.DUPLICATE, state.name(), "", now));
      case Claim.Busy(Instant until) -> claimed.ends.add(parked(task, ParkReason.BUSY, until, now));
      case Claim.Unsettled(Instant until) ->
          claimed.ends.add(parked(task, ParkReason.UNKNOWN, until, now));
      case Claim.Hold(String unknownToken) ->
          claimed.ends.add(
              end(task, new Fate.Held(held(task, unknownToken, now)), Kind.HELD, "", "", now));
      case Claim.Reused _ -> claimed.ends.add(reused(task, Optional.empty(), now));
      case Claim.Broken(String code) ->
          claimed.ends.add(
              end(task, new Fate.Returned(), Kind.RETURNED, "LEDGER_ENTRY", code, now));
    }
  }

  private static Ready whole(Task task, String token) {
    return new Ready(task, new Outgoing(task.email(), task.unit()), token);
  }

  private boolean hasTimeForAsMuchAgain(Instant begun, Instant until) {
    Instant now = clock.instant();
    return now.plus(Duration.between(begun, now)).isBefore(until);
  }

  /// A claim whose answer was lost may stand, and would keep its own copy away until lease and
  /// grace are over: it is given back where there is time. The copy comes back whatever that meets:
  /// an entry that has ended may be another message's, of which only a claim can judge.
  private List<UnitEnd> unwritten(
      List<Settling.Release> unwritten, boolean giveBack, Instant until) {
    if (giveBack) {
      var _ = settling.released(unwritten, until);
    }
    Instant now = clock.instant();
    return unwritten.stream().map(release -> release.parked(now)).toList();
  }

  /// Where no claim at all could be written, the next ones could not either.
  private static Optional<PacedSending.Stop> stop(
      List<Task> tasks, List<Settling.Release> unwritten) {
    return unwritten.size() < tasks.size()
        ? Optional.empty()
        : unwritten.stream()
            .findFirst()
            .map(first -> new PacedSending.Stop(first.reason(), first.code(), first.delay()));
  }

  private ClaimRequest request(Task task, String token, Instant now, Deadlines times) {
    return new ClaimRequest(
        task.unit().key(),
        task.email().fingerprint(),
        task.email().stream(),
        token,
        now,
        times.leaseUntil(),
        policy.onUnknown(task.email(), now));
  }

  private static Settlement held(Task task, String token, Instant now) {
    return new Settlement(
        task.unit().key(), token, now, new Result.Ended(State.HELD, "OUTCOME_UNKNOWN"));
  }

  private UnitEnd parked(Task task, ParkReason reason, Instant until, Instant now) {
    return end(
        task,
        new Fate.Parked(reason, backoff.until(until, now)),
        Kind.PARKED,
        reason.name(),
        "",
        now);
  }

  /// @param afterwards what gives its claim back; empty where it has none
  static UnitEnd reused(Task task, Optional<Settlement> afterwards, Instant now) {
    RejectReason reason = RejectReason.ID_REUSED;
    String detail = "the id belongs to a message with other content: allowed is a new id";
    return end(
        task, new Fate.Rejected(reason, detail, afterwards), Kind.REJECTED, reason.name(), "", now);
  }

  private static UnitEnd end(
      Task task, Fate fate, Kind kind, String reason, String code, Instant now) {
    return new UnitEnd(task, fate, Outcomes.of(task, kind, reason, code, now));
  }

  private Prepared decide(
      List<Task> granted,
      String token,
      List<UnitEnd> ends,
      Set<String> reused,
      Optional<PacedSending.Stop> stop,
      Deadlines times) {
    Set<Recipient> recipients =
        granted.stream()
            .flatMap(task -> DispatchPolicy.recipientsOf(task.email(), task.unit()))
            .collect(Collectors.toSet());
    Map<Recipient, Verdict> verdicts =
        recipients.isEmpty() ? Map.of() : suppressions.lookup(recipients, LOOKUP_BUDGET);
    Instant now = clock.instant();
    List<Ready> ready = new ArrayList<>();
    List<Settling.Release> unreadable = new ArrayList<>();
    List<Settling.Ended> ended = new ArrayList<>();
    int dropped = 0;
    for (Task task : granted) {
      switch (DispatchPolicy.decide(task.email(), task.unit(), verdicts, now)) {
        case Decision.Send send -> {
          ready.add(new Ready(task, new Outgoing(task.email(), send.unit()), token));
          dropped += send.dropped();
        }
        case Decision.Suppress(String reason) ->
            ended.add(new Settling.Ended(task, token, State.SUPPRESSED, Kind.SUPPRESSED, reason));
        case Decision.Expire _ ->
            ended.add(new Settling.Ended(task, token, State.EXPIRED, Kind.EXPIRED, "EXPIRED"));
        case Decision.AskAgain(String cause) ->
            unreadable.add(
                settling.release(whole(task, token), ParkReason.SUPPRESSIONS_UNREADABLE, cause));
      }
    }
    ends.addAll(settling.ended(ended, times.settleBy()));
    ends.addAll(settling.released(unreadable, times.settleBy()));
    return new Prepared(ready, ends, dropped, reused, stop);
  }
}
