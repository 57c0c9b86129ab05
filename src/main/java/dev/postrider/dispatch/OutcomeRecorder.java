package dev.postrider.dispatch;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// Tells the ledger how units end, and says how they end now that the ledger has answered. The
/// stages share it: what SES accepted is recorded in the send stage, at once.
///
/// @param grace how long a Send event may take to settle an unknown outcome
record OutcomeRecorder(
    Ledger ledger,
    DispatchPolicy policy,
    Backoff backoff,
    Pause pause,
    InstantSource clock,
    Duration grace) {
  /// What throttled the first try may have passed by the time of the second.
  static final Duration PAUSE = Duration.ofSeconds(1);

  /// What the ledger's adapter writes at the same time, in batches: the second try is one round of
  /// calls.
  static final int MOST = 250;

  /// How units end that SES answered. What waits for its copy is to be settled when the copy is
  /// safe, all else at once.
  ///
  /// @param answers of SES, in the order of the units
  List<FinishedUnit> answered(List<Delivery> offered, List<SendOutcome> answers) {
    Instant now = clock.instant();
    return IntStream.range(0, offered.size())
        .mapToObj(i -> offered.get(i).ended(outcome(offered.get(i), answers.get(i), now), now))
        .toList();
  }

  private Outcome outcome(Delivery unit, SendOutcome answer, Instant now) {
    return switch (answer) {
      case SendOutcome.Accepted(String sesMessageId) -> new Outcome.Sent(sesMessageId);
      case SendOutcome.Refused(Diagnostic diagnostic, String requestId) ->
          new Outcome.Rejected(
              RejectReason.SES_REFUSED,
              "SES refused it with " + words(diagnostic, requestId),
              diagnostic);
      case SendOutcome.Throttled(String code, boolean _) ->
          backoff.deferred(unit, DeferReason.THROTTLED, code);
      case SendOutcome.Misconfigured(Diagnostic diagnostic, String requestId)
          when policy.givesUp(unit, now) ->
          new Outcome.Rejected(
              RejectReason.MISCONFIGURED,
              "SES has not taken it since %s with %s"
                  .formatted(
                      unit.record().misconfiguredSince().orElse(now).truncatedTo(SECONDS),
                      words(diagnostic, requestId)),
              diagnostic);
      case SendOutcome.Misconfigured(Diagnostic diagnostic, String _) ->
          backoff.deferred(unit, DeferReason.MISCONFIGURED, diagnostic);
      case SendOutcome.Stopped(String code) -> backoff.deferred(unit, DeferReason.STOPPED, code);
      case SendOutcome.TenantPaused(String code) ->
          backoff.deferred(unit, DeferReason.TENANT_PAUSED, code);
      case SendOutcome.Unknown(String code) ->
          new Outcome.Deferred(DeferReason.UNKNOWN, code, backoff.until(now.plus(grace), now));
    };
  }

  private static String words(Diagnostic diagnostic, String requestId) {
    return diagnostic.code()
        + (requestId.isEmpty() ? "" : ", request " + requestId)
        + (diagnostic.text().isEmpty() ? "" : ": " + diagnostic.text());
  }

  /// Tells the ledger what was to wait for a copy, now that the copy is safe. A settlement that
  /// fails leaves the claim to its lease.
  ///
  /// @param until here and below, when it is too late to go on asking the ledger
  void settleCopied(List<Finished> copied, Instant until) {
    List<Settlement> settlements =
        copied.stream()
            .filter(one -> one.outcome().waitsForItsCopy())
            .filter(one -> one.unit().filter(Delivery::isClaimed).isPresent())
            .map(one -> settlement((FinishedUnit) one))
            .toList();
    if (!settlements.isEmpty()) {
      var _ = ledger.settle(settlements, until);
    }
  }

  /// Tells the ledger how claimed units end.
  ///
  /// @return how they end, now that the ledger has answered
  List<FinishedUnit> settle(List<FinishedUnit> wanted, Instant until) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Settled> settled =
        ledger.settle(wanted.stream().map(OutcomeRecorder::settlement).toList(), until);
    return IntStream.range(0, wanted.size())
        .mapToObj(i -> after(wanted.get(i), settled.get(i)))
        .toList();
  }

  private static Settlement settlement(FinishedUnit unit) {
    Delivery delivery = unit.delivery();
    return new Settlement(delivery.key(), delivery.token(), unit.at(), result(unit));
  }

  private static ClaimResult result(FinishedUnit unit) {
    int claims = unit.delivery().claims();
    return switch (unit.outcome()) {
      case Outcome.Sent(String sesMessageId) -> new ClaimResult.SesAccepted(sesMessageId);
      case Outcome.Suppressed(String reason) ->
          new ClaimResult.EndedUnsent(State.SUPPRESSED, reason);
      case Outcome.Expired expired -> new ClaimResult.EndedUnsent(State.EXPIRED, expired.reason());
      case Outcome.Held _ -> new ClaimResult.EndedUnsent(State.HELD, "OUTCOME_UNKNOWN");
      case Outcome.Rejected(RejectReason why, String _, Diagnostic diagnostic) ->
          why.endsUnit()
              ? new ClaimResult.EndedUnsent(
                  State.REJECTED,
                  why == RejectReason.SES_REFUSED
                      ? diagnostic.code()
                      : why + " " + diagnostic.code(),
                  diagnostic.text())
              : new ClaimResult.Released(why.name(), claims);
      case Outcome.Deferred(DeferReason why, Diagnostic diagnostic, Duration delay) -> {
        Optional<Instant> next = Optional.of(unit.at().plus(delay));
        yield why == DeferReason.UNKNOWN
            ? new ClaimResult.OutcomeUnknown(diagnostic.code(), next)
            : new ClaimResult.Released(
                (why + " " + diagnostic.code()).strip(), claims, diagnostic.text(), next);
      }
      case Outcome.SentTwice _, Outcome.Duplicate _, Outcome.Returned _ ->
          throw new IllegalStateException("the ledger is not told of " + unit.outcome().label());
    };
  }

  private FinishedUnit after(FinishedUnit wanted, Settled settled) {
    return switch (settled) {
      case Settled.Confirmed _ -> wanted;
      case Settled.Unrecorded(String code) -> unwritten(wanted, code);
      case Settled.AcceptedTwice _ ->
          wanted
              .delivery()
              .ended(new Outcome.SentTwice(wanted.outcome().sesMessageId()), wanted.at());
      case Settled.Overtaken(State state) -> overtaken(wanted, state);
    };
  }

  /// The lease runs out, and the unit is UNKNOWN then. An accepted message must not come back for
  /// it, and a deferred copy finds it so. A unit that ended without a send has no copy and no event
  /// to settle it: it gets a copy.
  private FinishedUnit unwritten(FinishedUnit wanted, String code) {
    return switch (wanted.outcome()) {
      case Outcome.Suppressed _, Outcome.Expired _ ->
          wanted.owing(
              backoff.deferred(wanted.delivery(), DeferReason.LEDGER_UNAVAILABLE, code),
              clock.instant());
      case Outcome.Sent _,
          Outcome.SentTwice _,
          Outcome.Duplicate _,
          Outcome.Rejected _,
          Outcome.Deferred _,
          Outcome.Held _,
          Outcome.Returned _ ->
          wanted.owing(wanted.outcome(), wanted.at());
    };
  }

  /// An SES event said meanwhile that the unit was accepted, or the unit ended otherwise: no copy
  /// is needed. Where another claim took over, its holder's copy is the one that counts. A write
  /// that is repeated after a lost answer meets itself.
  private FinishedUnit overtaken(FinishedUnit wanted, State state) {
    boolean byItself =
        result(wanted) instanceof ClaimResult.EndedUnsent ended && ended.state() == state;
    return state.ended() && !byItself
        ? wanted.delivery().ended(new Outcome.Duplicate(state), clock.instant())
        : wanted;
  }

  /// Tells the ledger once more what it could not be told, while there is time: above all that SES
  /// accepted a unit, which may be sent again when its events stay away too. Next come claims of
  /// mail that is held rather than resent: without its release it would wait for an operator
  /// although it provably was not sent.
  ///
  /// Begins while something might still be sent, and may take as long as there is to settle.
  void again(BatchLog log, Deadlines times) {
    List<FinishedUnit> owing =
        log.owing().stream()
            .sorted(Comparator.comparingInt(unit -> rank(owed(unit))))
            .limit(MOST)
            .toList();
    Instant next = clock.instant().plus(PAUSE);
    if (owing.isEmpty() || !next.isBefore(times.sendBy())) {
      return;
    }
    pause.until(next);
    log.replace(
        owing, settle(owing.stream().map(OutcomeRecorder::owed).toList(), times.settleBy()));
  }

  private static FinishedUnit owed(FinishedUnit unit) {
    return Objects.requireNonNull(unit.owed());
  }

  /// The lowest first.
  private int rank(FinishedUnit owed) {
    return switch (result(owed)) {
      case ClaimResult.SesAccepted _ -> 0;
      case ClaimResult.Released _ when policy.holds(owed.delivery().email()) -> 1;
      case ClaimResult.Released _, ClaimResult.EndedUnsent _, ClaimResult.OutcomeUnknown _ -> 2;
    };
  }
}
