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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings a slice of a batch from the claim to the decision: claims its units, looks up who is
/// suppressed, and decides.
final class Slice {
  /// A claim outlives its invocation by so much, so that clocks may differ.
  static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

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
  record Prepared(List<Ready> ready, List<UnitEnd> ends, int dropped) {}

  /// @param tasks with distinct keys
  /// @param token names the invocation in its claims
  Prepared prepare(List<Task> tasks, String token, Instant deadline) {
    Instant now = clock.instant();
    List<Claim> claims =
        ledger.claim(tasks.stream().map(task -> request(task, token, now, deadline)).toList());
    List<Task> granted = new ArrayList<>();
    List<UnitEnd> ends = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      claimEnd(task, claims.get(i), now).ifPresentOrElse(ends::add, () -> granted.add(task));
    }
    return decide(granted, token, ends);
  }

  private ClaimRequest request(Task task, String token, Instant now, Instant deadline) {
    return new ClaimRequest(
        task.unit().key(),
        task.email().fingerprint(),
        task.email().stream(),
        token,
        now,
        deadline.plus(LEASE_MARGIN),
        policy.onUnknown(task.email(), now));
  }

  /// The end of a unit that was not granted; empty when it was.
  private Optional<UnitEnd> claimEnd(Task task, Claim claim, Instant now) {
    return switch (claim) {
      case Claim.Granted _ -> Optional.empty();
      case Claim.Duplicate(State state) ->
          end(task, new Fate.Ended(), Kind.DUPLICATE, state.name(), "", now);
      case Claim.Busy(Instant until) -> parked(task, ParkReason.BUSY, until, now);
      case Claim.Unsettled(Instant until) -> parked(task, ParkReason.UNKNOWN, until, now);
      case Claim.Hold(String unknownToken) ->
          end(task, new Fate.Held(held(task, unknownToken, now)), Kind.HELD, "", "", now);
      case Claim.Reused _ -> reused(task, now);
      case Claim.Unwritten(String code) ->
          end(task, new Fate.Returned(), Kind.RETURNED, "LEDGER", code, now);
    };
  }

  private static Settlement held(Task task, String token, Instant now) {
    return new Settlement(
        task.unit().key(), token, now, new Result.Ended(State.HELD, "OUTCOME_UNKNOWN"));
  }

  private Optional<UnitEnd> parked(Task task, ParkReason reason, Instant until, Instant now) {
    return end(
        task,
        new Fate.Parked(reason, backoff.until(until, now)),
        Kind.PARKED,
        reason.name(),
        "",
        now);
  }

  private static Optional<UnitEnd> reused(Task task, Instant now) {
    RejectReason reason = RejectReason.ID_REUSED;
    String detail = "the id belongs to a message with other content: allowed is a new id";
    return end(
        task,
        new Fate.Rejected(reason, detail, Optional.empty()),
        Kind.REJECTED,
        reason.name(),
        "",
        now);
  }

  private static Optional<UnitEnd> end(
      Task task, Fate fate, Kind kind, String reason, String code, Instant now) {
    return Optional.of(new UnitEnd(task, fate, Outcomes.of(task, kind, reason, code, now)));
  }

  private Prepared decide(List<Task> granted, String token, List<UnitEnd> ends) {
    Set<Recipient> recipients =
        granted.stream()
            .flatMap(task -> DispatchPolicy.recipientsOf(task.email(), task.unit()))
            .collect(Collectors.toSet());
    Map<Recipient, Verdict> verdicts =
        recipients.isEmpty() ? Map.of() : suppressions.lookup(recipients, LOOKUP_BUDGET);
    Instant now = clock.instant();
    List<Ready> ready = new ArrayList<>();
    List<Ready> unreadable = new ArrayList<>();
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
        case Decision.AskAgain _ ->
            unreadable.add(new Ready(task, new Outgoing(task.email(), task.unit()), token));
      }
    }
    ends.addAll(settling.ended(ended));
    ends.addAll(release(unreadable));
    return new Prepared(ready, ends, dropped);
  }

  private List<UnitEnd> release(List<Ready> unreadable) {
    if (unreadable.isEmpty()) {
      return List.of();
    }
    ParkReason reason = ParkReason.SUPPRESSIONS_UNREADABLE;
    int attempts = unreadable.getFirst().task().record().carried().attempt();
    return settling.released(unreadable, reason, "", backoff.after(reason, attempts));
  }
}
