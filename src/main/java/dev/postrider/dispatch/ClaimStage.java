package dev.postrider.dispatch;

import dev.postrider.calls.Fanout;
import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.State;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Claims units in the ledger, looks up who is suppressed, and decides who is mailed.
///
/// @param fanout for the claims and the look-up beside them
record ClaimStage(
    Ledger ledger,
    Suppressions suppressions,
    DispatchPolicy policy,
    OutcomeRecorder recorder,
    Backoff backoff,
    Fanout fanout,
    InstantSource clock) {
  private static final Duration LOOKUP_BUDGET = Duration.ofSeconds(5);

  /// Claimed units.
  ///
  /// @param lookup gives what was learned of all of their recipients while they were claimed, or
  ///     throws what the look-up threw
  record Claimed(List<Delivery> units, Supplier<Map<Recipient, SuppressionVerdict>> lookup) {}

  /// What is decided on claimed units.
  ///
  /// @param ready to be sent, without suppressed recipients
  /// @param ended not to be sent, and still to be settled
  record Decided(List<Delivery> ready, List<FinishedUnit> ended) {}

  /// Claims units, and looks up their suppressions at the same time: a unit that is not claimed is
  /// looked up in vain, and one that is claimed waits for the longer of the two calls alone.
  ///
  /// @param units with distinct keys
  /// @param rest of the batch; loses what belongs to a message that is refused
  /// @param token names the slice in its claims
  /// @param log takes the units that are not claimed; it is stopped if no claim at all could be
  ///     written, since the next ones could not either
  Claimed claim(
      List<Delivery> units,
      Collection<Delivery> rest,
      String token,
      Deadlines times,
      BatchLog log) {
    Instant begun = clock.instant();
    List<ClaimRequest> requests =
        units.stream().map(unit -> request(unit, token, begun, times)).toList();
    Fanout.Both<List<Claim>, Supplier<Map<Recipient, SuppressionVerdict>>> answers =
        fanout.both(() -> ledger.claim(requests, times.sendBy()), () -> lookup(units));
    return new Claimed(
        granted(units, answers.one(), rest, token, begun, times, log), answers.other());
  }

  /// A defect of the look-up is thrown after the claims were judged: what they say of a message
  /// holds for its entries in later slices too.
  private Supplier<Map<Recipient, SuppressionVerdict>> lookup(List<Delivery> units) {
    Set<Recipient> recipients =
        units.stream().flatMap(DispatchPolicy::recipientsOf).collect(Collectors.toSet());
    try {
      Map<Recipient, SuppressionVerdict> verdicts =
          recipients.isEmpty() ? Map.of() : suppressions.lookup(recipients, LOOKUP_BUDGET);
      return () -> verdicts;
    } catch (RuntimeException defect) {
      return () -> {
        throw defect;
      };
    }
  }

  private List<Delivery> granted(
      List<Delivery> units,
      List<Claim> claims,
      Collection<Delivery> rest,
      String token,
      Instant begun,
      Deadlines times,
      BatchLog log) {
    Set<String> reused = reusedRecords(units, claims);
    List<Delivery> granted = new ArrayList<>();
    List<FinishedUnit> unwritten = new ArrayList<>();
    Instant now = clock.instant();
    for (int i = 0; i < units.size(); i++) {
      Delivery unit = units.get(i);
      boolean refused = reused.contains(unit.record().messageId());
      switch (claims.get(i)) {
        case Claim.IdReused _ -> log.add(reused(unit, now));
        case Claim.Granted(int number, boolean resend) when refused ->
            log.add(reused(unit.claimed(token, number, resend), now));
        case Claim.Granted(int number, boolean resend) ->
            granted.add(unit.claimed(token, number, resend));
        case Claim.Unwritten _ when refused -> log.add(reused(unit.claimed(token, 0, false), now));
        case Claim.Unwritten(String code) ->
            unwritten.add(
                unit.claimed(token, 0, false)
                    .ended(backoff.deferred(unit, DeferReason.LEDGER_UNAVAILABLE, code), now));
        case Claim.Busy _ when refused -> log.add(reused(unit, now));
        case Claim.Busy(Instant until) ->
            log.add(unit.ended(backoff.deferredUntil(until, DeferReason.BUSY, now), now));
        case Claim.Unsettled(Instant until) ->
            log.add(unit.ended(backoff.deferredUntil(until, DeferReason.UNKNOWN, now), now));
        case Claim.EndedBefore(State state) ->
            log.add(unit.ended(new Outcome.Duplicate(state), now));
        case Claim.Hold(String unknownToken) ->
            log.add(unit.claimed(unknownToken, 0, false).ended(new Outcome.Held(), now));
        case Claim.EntryUnreadable(String code) ->
            log.add(unit.ended(new Outcome.Returned("LEDGER_ENTRY", code), now));
      }
    }
    Predicate<Delivery> refused = unit -> reused.contains(unit.record().messageId());
    rest.stream().filter(refused).forEach(unit -> log.add(reused(unit, now)));
    rest.removeIf(refused);
    log.addAll(givenBack(unwritten, begun, times));
    if (!units.isEmpty() && unwritten.size() == units.size()) {
      log.stop((Outcome.Deferred) unwritten.getFirst().outcome());
    }
    return granted;
  }

  private ClaimRequest request(Delivery unit, String token, Instant now, Deadlines times) {
    return new ClaimRequest(
        unit.key(),
        unit.email().fingerprint(),
        unit.email().stream(),
        token,
        now,
        times.leaseUntil(),
        policy.onUnknown(unit, now),
        unit.record().receiveCount() > 1 || unit.record().carried().attempt() > 0);
  }

  private static FinishedUnit reused(Delivery unit, Instant now) {
    String detail = "the id belongs to a message with other content: allowed is a new id";
    return unit.ended(new Outcome.Rejected(RejectReason.ID_REUSED, detail, Diagnostic.NONE), now);
  }

  /// The records of messages whose id belongs to others. Such a message is refused whole: an entry
  /// that the id's first message did not have is not sent either, and its claim is given back once
  /// the copy is safe. Only what has ended, is held or returned, or waits for its event since SES
  /// may have it, goes its own way.
  private static Set<String> reusedRecords(List<Delivery> units, List<Claim> claims) {
    return IntStream.range(0, units.size())
        .filter(i -> claims.get(i) instanceof Claim.IdReused)
        .mapToObj(i -> units.get(i).record().messageId())
        .collect(Collectors.toSet());
  }

  /// A claim whose answer was lost may stand, and would keep its own copy away until lease and
  /// grace are over: it is given back where there is time for as many calls again. The copy comes
  /// back whatever that meets: an entry that has ended may be another message's, of which only a
  /// claim can judge.
  private List<FinishedUnit> givenBack(
      List<FinishedUnit> unwritten, Instant begun, Deadlines times) {
    Instant now = clock.instant();
    if (now.plus(Duration.between(begun, now)).isBefore(times.sendBy())) {
      var _ = recorder.settle(unwritten, times.sendBy());
    }
    Instant later = clock.instant();
    return unwritten.stream().map(unit -> unit.delivery().ended(unit.outcome(), later)).toList();
  }

  /// Decides who is mailed.
  ///
  /// @param log is told how many recipients were left out of mail that goes to others
  Decided decide(Claimed claimed, BatchLog log) {
    Map<Recipient, SuppressionVerdict> verdicts = claimed.lookup().get();
    Instant now = clock.instant();
    List<Delivery> ready = new ArrayList<>();
    List<FinishedUnit> ended = new ArrayList<>();
    for (Delivery unit : claimed.units()) {
      Optional<String> unreadable = DispatchPolicy.unreadable(unit, verdicts);
      Delivery left = DispatchPolicy.withoutSuppressed(unit, verdicts);
      if (unit.isExpired(now)) {
        ended.add(unit.ended(new Outcome.Expired(), now));
      } else if (unreadable.isPresent()) {
        DeferReason why = DeferReason.SUPPRESSIONS_UNREADABLE;
        ended.add(unit.ended(backoff.deferred(unit, why, unreadable.get()), now));
      } else if (DispatchPolicy.mailsNobody(left)) {
        String reason = DispatchPolicy.mostSevere(unit, verdicts);
        ended.add(unit.ended(new Outcome.Suppressed(reason), now));
      } else {
        ready.add(left);
        log.dropped(unit.recipients() - left.recipients());
      }
    }
    return new Decided(ready, ended);
  }
}
