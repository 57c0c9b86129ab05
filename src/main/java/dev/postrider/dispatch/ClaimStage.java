package dev.postrider.dispatch;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.State;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Claims units in the ledger, looks up who is suppressed, and decides who is mailed.
final class ClaimStage {
  private static final Duration LOOKUP_BUDGET = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Suppressions suppressions;
  private final DispatchPolicy policy;
  private final SettleStage settling;
  private final Backoff backoff;
  private final InstantSource clock;

  ClaimStage(
      Ledger ledger,
      Suppressions suppressions,
      DispatchPolicy policy,
      SettleStage settling,
      Backoff backoff,
      InstantSource clock) {
    this.ledger = ledger;
    this.suppressions = suppressions;
    this.policy = policy;
    this.settling = settling;
    this.backoff = backoff;
    this.clock = clock;
  }

  /// Claims units.
  ///
  /// @param units with distinct keys
  /// @param token names the slice in its claims
  /// @param log takes the units that are not claimed; it is stopped if no claim at all could be
  ///     written, since the next ones could not either
  /// @return the claimed units
  List<Delivery> claim(List<Delivery> units, String token, Deadlines times, BatchLog log) {
    Instant begun = clock.instant();
    List<Claim> claims =
        ledger.claim(
            units.stream().map(unit -> request(unit, token, begun, times)).toList(),
            times.sendBy());
    List<Delivery> granted = new ArrayList<>();
    List<Finished.FinishedUnit> unwritten = new ArrayList<>();
    Instant now = clock.instant();
    for (int i = 0; i < units.size(); i++) {
      Delivery unit = units.get(i);
      switch (claims.get(i)) {
        case Claim.Granted(int number, boolean resend) ->
            granted.add(unit.claimed(token, number, resend));
        case Claim.Unwritten(String code) ->
            unwritten.add(
                new Finished.FinishedUnit(
                    unit.claimed(token, 0, false),
                    backoff.deferred(unit, DeferReason.LEDGER_UNAVAILABLE, code),
                    now));
        case Claim.EndedBefore(State state) ->
            log.add(new Finished.FinishedUnit(unit, new Outcome.Duplicate(state), now));
        case Claim.Busy(Instant until) -> log.add(waiting(unit, DeferReason.BUSY, until, now));
        case Claim.Unsettled(Instant until) ->
            log.add(waiting(unit, DeferReason.UNKNOWN, until, now));
        case Claim.Hold(String unknownToken) ->
            log.add(
                new Finished.FinishedUnit(
                    unit.claimed(unknownToken, 0, false), new Outcome.Held(), now));
        case Claim.IdReused _ -> log.add(reused(unit, now));
        case Claim.EntryUnreadable(String code) ->
            log.add(
                new Finished.FinishedUnit(unit, new Outcome.Returned("LEDGER_ENTRY", code), now));
      }
    }
    rejectReused(granted, log);
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
        policy.onUnknown(unit.email(), now));
  }

  private Finished.FinishedUnit waiting(Delivery unit, DeferReason why, Instant until, Instant now) {
    return new Finished.FinishedUnit(
        unit, new Outcome.Deferred(why, "", backoff.until(until, now)), now);
  }

  /// A unit whose id belongs to a message with other content.
  static Finished.FinishedUnit reused(Delivery unit, Instant now) {
    String detail = "the id belongs to a message with other content: allowed is a new id";
    return new Finished.FinishedUnit(
        unit, new Outcome.Rejected(RejectReason.ID_REUSED, detail, ""), now);
  }

  /// The records of a log whose id belongs to a message with other content.
  static Set<String> reusedRecords(BatchLog log) {
    return log.finished().stream()
        .filter(one -> one.outcome() instanceof Outcome.Rejected)
        .map(one -> one.record().messageId())
        .collect(Collectors.toSet());
  }

  /// A message is refused whole: an entry that the id's first message did not have is not sent
  /// either. Its claim is given back once the copy is safe.
  private void rejectReused(List<Delivery> granted, BatchLog log) {
    Set<String> reused = reusedRecords(log);
    for (Iterator<Delivery> units = granted.iterator(); units.hasNext(); ) {
      Delivery unit = units.next();
      if (reused.contains(unit.record().messageId())) {
        units.remove();
        log.add(reused(unit, clock.instant()));
      }
    }
  }

  /// A claim whose answer was lost may stand, and would keep its own copy away until lease and
  /// grace are over: it is given back where there is time for as many calls again. The copy comes
  /// back whatever that meets: an entry that has ended may be another message's, of which only a
  /// claim can judge.
  private List<Finished.FinishedUnit> givenBack(
      List<Finished.FinishedUnit> unwritten, Instant begun, Deadlines times) {
    Instant now = clock.instant();
    if (now.plus(Duration.between(begun, now)).isBefore(times.sendBy())) {
      var _ = settling.settle(unwritten, times.sendBy());
    }
    Instant later = clock.instant();
    return unwritten.stream().map(unit -> unit.with(unit.outcome(), later)).toList();
  }

  /// Decides who is mailed.
  ///
  /// @param log takes the claimed units that are not to be sent, settled
  /// @return what is to be sent, without suppressed recipients
  List<Delivery> decide(List<Delivery> claimed, Deadlines times, BatchLog log) {
    Set<Recipient> recipients =
        claimed.stream()
            .flatMap(unit -> DispatchPolicy.recipientsOf(unit.email(), unit.unit()))
            .collect(Collectors.toSet());
    Map<Recipient, SuppressionVerdict> verdicts =
        recipients.isEmpty() ? Map.of() : suppressions.lookup(recipients, LOOKUP_BUDGET);
    Instant now = clock.instant();
    List<Delivery> ready = new ArrayList<>();
    List<Finished.FinishedUnit> ended = new ArrayList<>();
    for (Delivery unit : claimed) {
      switch (DispatchPolicy.decide(unit.email(), unit.unit(), verdicts, now)) {
        case DispatchPolicy.Decision.Send send -> {
          ready.add(unit.mailing(send.unit()));
          log.dropped(send.dropped());
        }
        case DispatchPolicy.Decision.Suppress(String reason) ->
            ended.add(new Finished.FinishedUnit(unit, new Outcome.Suppressed(reason), now));
        case DispatchPolicy.Decision.Expire _ ->
            ended.add(new Finished.FinishedUnit(unit, new Outcome.Expired(), now));
        case DispatchPolicy.Decision.AskAgain(String cause) ->
            ended.add(
                new Finished.FinishedUnit(
                    unit, backoff.deferred(unit, DeferReason.SUPPRESSIONS_UNREADABLE, cause), now));
      }
    }
    log.addAll(settling.settle(ended, times.settleBy()));
    return ready;
  }
}
