package dev.postrider.dispatch;

import dev.postrider.dispatch.UnitOutcome.Kind;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.Result;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns what SES answered into the ledger's next state and the unit's fate.
final class Settling {
  private final Ledger ledger;
  private final Backoff backoff;
  private final InstantSource clock;
  private final Duration grace;

  Settling(Ledger ledger, Backoff backoff, InstantSource clock, Duration grace) {
    this.ledger = ledger;
    this.backoff = backoff;
    this.clock = clock;
    this.grace = grace;
  }

  /// A fate, and the settlement that has to stand before it; none where a copy must be safe first.
  private record Plan(Optional<Settlement> first, UnitEnd end) {}

  /// Settles what was offered to SES.
  ///
  /// @param until here and below, when it is too late to go on asking the ledger
  List<UnitEnd> attempted(List<Attempted> attempts, Instant until) {
    Instant now = clock.instant();
    return carryOut(attempts.stream().map(attempted -> plan(attempted, now)).toList(), until);
  }

  /// Gives claims back that were not offered to SES; delayed copies come back.
  List<UnitEnd> released(List<Release> units, Instant until) {
    Instant now = clock.instant();
    return carryOut(
        units.stream()
            .map(
                release ->
                    new Plan(
                        Optional.of(
                            settlement(
                                release.ready(),
                                givenBack(release.ready(), release.reason(), release.code()),
                                now)),
                        release.parked(now)))
            .toList(),
        until);
  }

  /// A claim that is given back.
  record Release(Ready ready, ParkReason reason, String code, Duration delay) {

    /// The unit's end, whatever becomes of its claim.
    UnitEnd parked(Instant now) {
      return UnitEnd.claimed(
          ready.task(),
          ready.task().unit(),
          new Fate.Parked(reason, delay),
          Outcomes.of(ready.task(), Kind.PARKED, reason.name(), code, now));
    }
  }

  /// A claim given back after a failure, with the back-off of its record.
  Release release(Ready ready, ParkReason reason, String code) {
    int attempts = ready.task().record().carried().attempt();
    return new Release(ready, reason, code, backoff.after(reason, attempts));
  }

  /// Ends claims without sending.
  List<UnitEnd> ended(List<Ended> units, Instant until) {
    Instant now = clock.instant();
    return carryOut(
        units.stream()
            .map(
                ended ->
                    new Plan(
                        Optional.of(
                            new Settlement(
                                ended.task().unit().key(),
                                ended.token(),
                                now,
                                new Result.Ended(ended.state(), ended.reason()))),
                        UnitEnd.claimed(
                            ended.task(),
                            ended.task().unit(),
                            new Fate.Ended(),
                            Outcomes.of(ended.task(), ended.kind(), ended.reason(), "", now))))
            .toList(),
        until);
  }

  /// A claim that ends without a send.
  record Ended(Task task, String token, State state, Kind kind, String reason) {}

  private Plan plan(Attempted attempted, Instant now) {
    return switch (attempted.outcome()) {
      case SendOutcome.Accepted(String id) -> accepted(attempted, id, now);
      case SendOutcome.Refused(String code, String requestId) ->
          refused(attempted, code, requestId, now);
      case SendOutcome.Throttled(String code, boolean _) ->
          givenBack(attempted, ParkReason.THROTTLED, code, now);
      case SendOutcome.Misconfigured(String code, String _) ->
          givenBack(attempted, ParkReason.MISCONFIGURED, code, now);
      case SendOutcome.Stopped(String code) -> givenBack(attempted, ParkReason.STOPPED, code, now);
      case SendOutcome.TenantPaused(String code) ->
          givenBack(attempted, ParkReason.TENANT_PAUSED, code, now);
      case SendOutcome.Unknown(String code) ->
          parked(attempted, new Result.Unknown(code), ParkReason.UNKNOWN, code, now);
    };
  }

  private Plan accepted(Attempted attempted, String sesMessageId, Instant now) {
    Settlement settlement = settlement(attempted.ready(), new Result.Sent(sesMessageId), now);
    UnitOutcome outcome =
        Outcomes.offered(attempted, Kind.SENT, "", "", Optional.of(sesMessageId), now);
    return new Plan(Optional.of(settlement), end(attempted, new Fate.Ended(), outcome));
  }

  private Plan refused(Attempted attempted, String code, String requestId, Instant now) {
    RejectReason reason = RejectReason.SES_REFUSED;
    Settlement settlement =
        settlement(attempted.ready(), new Result.Ended(State.REJECTED, code), now);
    String detail = "SES refused it with " + code + ", request " + requestId;
    return new Plan(
        Optional.empty(),
        end(
            attempted,
            new Fate.Rejected(reason, detail, Optional.of(settlement)),
            Outcomes.offered(
                attempted, Kind.REJECTED, reason.name(), code, Optional.empty(), now)));
  }

  private Plan givenBack(Attempted attempted, ParkReason reason, String code, Instant now) {
    return parked(attempted, givenBack(attempted.ready(), reason, code), reason, code, now);
  }

  private static Result givenBack(Ready ready, ParkReason reason, String code) {
    return new Result.Released((reason + " " + code).strip(), ready.task().attempt());
  }

  private Plan parked(
      Attempted attempted, Result result, ParkReason reason, String code, Instant now) {
    int attempts = attempted.ready().task().record().carried().attempt();
    Duration delay =
        reason == ParkReason.UNKNOWN
            ? backoff.until(now.plus(grace), now)
            : backoff.after(reason, attempts);
    return new Plan(
        Optional.of(settlement(attempted.ready(), result, now)),
        end(
            attempted,
            new Fate.Parked(reason, delay),
            Outcomes.offered(attempted, Kind.PARKED, reason.name(), code, Optional.empty(), now)));
  }

  private static UnitEnd end(Attempted attempted, Fate fate, UnitOutcome outcome) {
    Ready ready = attempted.ready();
    return UnitEnd.claimed(ready.task(), ready.outgoing().unit(), fate, outcome);
  }

  private static Settlement settlement(Ready ready, Result result, Instant now) {
    return new Settlement(ready.task().unit().key(), ready.token(), now, result);
  }

  private List<UnitEnd> carryOut(List<Plan> plans, Instant until) {
    List<Settled> settled =
        ledger.settle(plans.stream().flatMap(p -> p.first().stream()).toList(), until);
    List<UnitEnd> ends = new ArrayList<>(plans.size());
    int next = 0;
    for (Plan plan : plans) {
      ends.add(
          plan.first().isPresent()
              ? after(new UnitEnd.Owed(plan.first().get(), plan.end()), settled.get(next++))
              : plan.end());
    }
    return ends;
  }

  /// What a unit's end comes to once the ledger has answered.
  UnitEnd after(UnitEnd.Owed owed, Settled settled) {
    UnitEnd end = owed.wanted();
    return switch (settled) {
      case Settled.Done _ -> end;
      case Settled.Unwritten(String code) ->
          unwritten(end, owed.settlement().result(), code).owing(owed.settlement(), end);
      case Settled.SentTwice _ -> end.with(end.fate(), end.outcome().as(Kind.SENT_TWICE));
      case Settled.Overtaken(State state) -> overtaken(end, owed.settlement().result(), state);
    };
  }

  /// The lease runs out, and the unit is UNKNOWN then. An accepted message must not come back for
  /// it, and a parked copy finds it so. A unit that ended without a send has no copy and no event
  /// to settle it: it gets a copy.
  private UnitEnd unwritten(UnitEnd end, Result wanted, String code) {
    return switch (wanted) {
      case Result.Sent _ -> end;
      case Result.Unknown _ -> end;
      case Result.Released _ -> end;
      case Result.Ended _ -> {
        ParkReason reason = ParkReason.LEDGER_UNAVAILABLE;
        int attempts = end.task().record().carried().attempt();
        yield end.with(
            new Fate.Parked(reason, backoff.after(reason, attempts)),
            Outcomes.of(end.task(), Kind.PARKED, reason.name(), code, clock.instant()));
      }
    };
  }

  /// An SES event said meanwhile that the unit was accepted, or the unit ended otherwise: no copy
  /// is needed. Where another claim took over, its holder's copy is the one that counts. A write
  /// that is repeated after a lost answer meets itself.
  private UnitEnd overtaken(UnitEnd end, Result wanted, State state) {
    boolean byItself = wanted instanceof Result.Ended ended && ended.state() == state;
    return state.ended() && !byItself
        ? end.with(
            new Fate.Ended(),
            Outcomes.of(end.task(), Kind.DUPLICATE, state.name(), "", clock.instant()))
        : end;
  }
}
